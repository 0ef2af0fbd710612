import {booleanFilter, equalsFilter, type Filters, matchesFilter, matchesLabels, readFilters} from '../api/filters.ts';
import {badRequest} from '../api/refusal.ts';
import type {NetworkStore} from './network-store.ts';
import {isPredefined, type StoredNetwork} from './stored-network.ts';

const known = ['dangling', 'driver', 'id', 'label', 'label!', 'name', 'scope', 'type'];

/** Networks a client asks for. Throws 400 for filters there are not. */
export function listNetworks(store: NetworkStore, text: string | null): readonly StoredNetwork[] {
  const filters = readFilters(text, known);
  const isDangling = booleanFilter(filters, 'dangling');
  const types = typesOf(filters);
  return store.list().filter((network) => {
    const {id, name, driver, labels} = network;
    const isOwn = isPredefined(name);
    return (
      equalsFilter(filters, 'driver', driver) &&
      matchesFilter(filters, 'id', id) &&
      matchesFilter(filters, 'name', name) &&
      equalsFilter(filters, 'scope', 'local') &&
      matchesLabels(filters, labels) &&
      (types.length === 0 || types.includes(isOwn ? 'builtin' : 'custom')) &&
      (isDangling === undefined || isDangling === (!isOwn && network.endpoints.size === 0))
    );
  });
}

function typesOf(filters: Filters): readonly string[] {
  const types = filters.get('type') ?? [];
  for (const type of types)
    if (type !== 'builtin' && type !== 'custom') throw badRequest(`invalid filter: 'type'='${type}'`);
  return types;
}
