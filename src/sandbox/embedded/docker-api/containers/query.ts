import {badRequest} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import {ContainerStore} from './container-store.ts';

/** A switch in a query, as Docker reads it. https://github.com/moby/moby/blob/v27.0.0/api/server/httputils/form.go */
export function isSet(query: URLSearchParams, name: string): boolean {
  const value = (query.get(name) ?? '').trim().toLowerCase();
  return !['', '0', 'no', 'false', 'none'].includes(value);
}

/** A whole number in a query; undefined when it is not there. Throws 400. */
export function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.Atoi: parsing "${text}": invalid syntax`);
  return Number(text);
}

/** A size of a terminal in a query. Throws 400 when it is not there. */
export function terminalSize(query: URLSearchParams): {readonly rows: number; readonly columns: number} {
  const [rows, columns] = [integer(query, 'h'), integer(query, 'w')];
  if (rows === undefined || columns === undefined) throw badRequest('strconv.Atoi: parsing "": invalid syntax');
  return {rows, columns};
}

/** The containers of a daemon as their own routes know them. */
export function storeOf({containers}: Pick<Daemon, 'containers'>): ContainerStore {
  if (containers instanceof ContainerStore) return containers;
  throw new TypeError('these routes serve the containers of a ContainerStore');
}
