import type {KindCommand, KindEntry} from './app.ts';

/** A command in the table; `load` fetches the rest of it when it is called. */
export function command(name: string, short: string, load: () => Promise<KindCommand>): KindEntry {
  return {name, short, body: {kind: 'command', load}};
}

/** A group of commands, which does nothing by itself. */
export function group(
  name: string,
  {short, long = short}: {readonly short: string; readonly long?: string},
  entries: readonly KindEntry[],
): KindEntry {
  return {name, short, body: {kind: 'group', entries, long}};
}
