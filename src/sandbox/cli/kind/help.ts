import type {Entry, Program} from '../cobra/command.ts';
import type {Flag} from '../cobra/flag.ts';
import {bool} from '../cobra/flag-kinds.ts';
import type {Located} from '../cobra/locate.ts';
import type {Kind} from './app.ts';

const helpEntry = {name: 'help', short: 'Help about any command'};
const leastNameWidth = 11;

/** The help of a place in cobra's own layout. https://pkg.go.dev/github.com/spf13/cobra#Command.UsageTemplate */
export function helpText(program: Program<Kind>, place: Located<Kind>): string {
  const {path, entry, entries, command} = place;
  const isGroup = command === undefined;
  const name = path.split(' ').at(-1) ?? '';
  const version = entry === undefined ? [bool('version', {usage: `version for ${name}`})] : [];
  const own = [...(command?.flags ?? []), bool('help', {short: 'h', usage: `help for ${name}`}), ...version];
  const parts = [
    longOf(place).trimEnd(),
    `Usage:\n${usageLines(place)
      .map((line) => `  ${line}\n`)
      .join('')
      .trimEnd()}`,
    ...(isGroup
      ? [`Available Commands:\n${commandLines(entry === undefined ? [...entries, helpEntry] : entries)}`]
      : []),
    `Flags:\n${flagLines(entry === undefined ? [...own, ...program.flags] : own)}`,
    ...(entry === undefined ? [] : [`Global Flags:\n${flagLines(program.flags)}`]),
    ...(isGroup ? [`Use "${path} [command] --help" for more information about a command.`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function longOf({entry, command}: Located<Kind>): string {
  if (entry === undefined) return "kind creates and manages local Kubernetes clusters using Docker container 'nodes'";
  return command?.long ?? command?.short ?? (entry.body.kind === 'group' ? entry.body.long : undefined) ?? entry.short;
}

function usageLines({path, entry, command}: Located<Kind>): readonly string[] {
  if (command !== undefined) return [`${path} ${command.usage}`];
  return entry === undefined ? [`${path} [command]`] : [`${path} [flags]`, `${path} [command]`];
}

function commandLines(entries: readonly Pick<Entry<Kind>, 'name' | 'short'>[]): string {
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const width = Math.max(leastNameWidth, ...entries.map(({name}) => name.length));
  return sorted.map(({name, short}) => `  ${name.padEnd(width)} ${short}`).join('\n');
}

function flagLines(flags: readonly Flag<unknown>[]): string {
  const sorted = flags.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const heads = sorted.map(({short, name, type}) => {
    const names = short === undefined ? `      --${name}` : `  -${short}, --${name}`;
    return type === '' ? names : `${names} ${type}`;
  });
  const width = Math.max(...heads.map(({length}) => length));
  return sorted
    .map(({usage, defaultText}, index) => {
      const shown = defaultText === undefined ? usage : `${usage} (default ${defaultText})`;
      return `${(heads[index] ?? '').padEnd(width)}   ${shown}`;
    })
    .join('\n');
}
