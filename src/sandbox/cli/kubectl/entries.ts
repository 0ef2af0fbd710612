import type {KubectlCommand, KubectlEntry} from './app.ts';

/** A command in the table; `load` fetches the rest of it when it is called. */
export function command(name: string, short: string, load: () => Promise<KubectlCommand>): KubectlEntry {
  return {name, short, body: {kind: 'command', load}};
}

/** A group of commands; a bare call shows its help. */
export function group(name: string, short: string, entries: readonly KubectlEntry[]): KubectlEntry {
  return {name, short, body: {kind: 'group', entries}};
}

/** The same entry with other names. */
export function withAliases(entry: KubectlEntry, ...aliases: readonly string[]): KubectlEntry {
  return {...entry, aliases};
}

/** The same entries under one heading of the program's help. */
export function under(category: string, entries: readonly KubectlEntry[]): readonly KubectlEntry[] {
  return entries.map((entry) => ({...entry, category}));
}
