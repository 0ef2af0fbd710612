import type {Entry} from '../cobra/command.ts';
import type {Docker, DockerCommand} from './app.ts';

/** An entry of the table of commands. */
export type DockerEntry = Entry<Docker>;

/** A command in the table; `load` fetches the rest of it when it is called. */
export function command(name: string, short: string, load: () => Promise<DockerCommand>): DockerEntry {
  return {name, short, body: {kind: 'command', load}};
}

/** A group of commands. */
export function group(name: string, short: string, entries: readonly DockerEntry[]): DockerEntry {
  return {name, short, category: 'Management Commands', body: {kind: 'group', entries}};
}

/** The same entry under another name. */
export function named(name: string, entry: DockerEntry): DockerEntry {
  const {aliases: _, ...rest} = entry;
  return {...rest, name};
}

/** The same entry with other names. */
export function withAliases(entry: DockerEntry, ...aliases: readonly string[]): DockerEntry {
  return {...entry, aliases};
}

/** The same entry under the heading of what is used most. */
export function common(entry: DockerEntry): DockerEntry {
  return {...entry, category: 'Common Commands'};
}
