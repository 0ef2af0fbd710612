import type {Command, Entry, Program} from '../cobra/command.ts';
import type {Flag} from '../cobra/flag.ts';
import type {Located} from '../cobra/locate.ts';
import type {Kubectl} from './app.ts';

/** The headings of the program's help, in order; commands under none of them are not listed. */
export const headings = [
  'Basic Commands (Beginner)',
  'Basic Commands (Intermediate)',
  'Deploy Commands',
  'Cluster Management Commands',
  'Troubleshooting and Debugging Commands',
  'Advanced Commands',
  'Settings Commands',
  'Subcommands provided by plugins',
  'Other Commands',
] as const;

const globalHint = 'Use "kubectl options" for a list of global command-line options (applies to all commands).';

/** The help of a place, as kubectl lays it out. */
export function helpText(program: Program<Kubectl>, place: Located<Kubectl>): string {
  const parts = place.entry === undefined ? programParts(program) : placeParts(place, place.entry);
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function programParts(program: Program<Kubectl>): readonly string[] {
  return [
    'kubectl controls the Kubernetes cluster manager.',
    ' Find more information at: https://kubernetes.io/docs/reference/kubectl/',
    groupsText(program).trimEnd(),
    'Usage:\n  kubectl [flags] [options]',
    `Use "kubectl <command> --help" for more information about a given command.\n${globalHint}`,
  ];
}

/** The commands of the program under their headings. */
export function groupsText({entries}: Program<Kubectl>): string {
  const width = nameWidth(entries);
  return `${headings
    .map((heading) => {
      const listed = entries.filter(({category}) => category === heading);
      return [`${heading}:`, ...listed.map((entry) => commandLine(entry, width))].join('\n');
    })
    .join('\n\n')}\n`;
}

function placeParts({path, command, entries}: Located<Kubectl>, entry: Entry<Kubectl>): readonly string[] {
  const group = entry.body.kind === 'group' ? entry.body : undefined;
  const about = command ?? {usage: 'SUBCOMMAND', ...group, short: entry.short, flags: []};
  const listed = entries.filter(({hidden}) => hidden !== true);
  return pageParts({path, about, names: [entry.name, ...(entry.aliases ?? [])], listed});
}

/** The help of a command that nothing was looked up for. */
export function placeText(path: string, command: Command<Kubectl>, names: readonly string[]): string {
  return `${pageParts({path, about: command, names, listed: []})
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

interface HelpPage {
  readonly path: string;
  readonly about: Pick<Command<Kubectl>, 'usage' | 'short' | 'long' | 'examples' | 'flags'>;
  /** The command's own name and its other names. */
  readonly names: readonly string[];
  readonly listed: readonly Entry<Kubectl>[];
}

function pageParts({path, about, names, listed}: HelpPage): readonly string[] {
  const {usage, short, long, examples = '', flags} = about;
  const options = flagTexts(flags);
  const commands = listed.map((one) => commandLine(one, nameWidth(listed)));
  return [
    long ?? `${short}.`,
    names.length === 1 ? '' : `Aliases:\n${names.join(', ')}`,
    examples === '' ? '' : `Examples:\n${indent(examples)}`,
    commands.length === 0 ? '' : ['Available Commands:', ...commands].join('\n'),
    options === '' ? '' : `Options:\n${options.trimEnd()}`,
    `Usage:\n  ${path}${usage === '' ? '' : ` ${usage}`} [options]`,
    `${commands.length === 0 ? '' : `Use "${path} <command> --help" for more information about a given command.\n`}${globalHint}`,
  ];
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

const leastNameWidth = 11;
const gap = 3;

function nameWidth(entries: readonly Entry<Kubectl>[]): number {
  return Math.max(leastNameWidth, ...entries.map(({name}) => name.length)) + gap;
}

function commandLine({name, short}: Entry<Kubectl>, width: number): string {
  return `  ${name.padEnd(width)}${short}`;
}

/** `kubectl options`: the flags of every command. */
export function optionsText(flags: readonly Flag<unknown>[]): string {
  return `The following options can be passed to any command:\n\n${flagTexts(flags)}`;
}

function flagTexts(flags: readonly Flag<unknown>[]): string {
  return flags
    .filter(({hidden}) => !hidden)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(flagText)
    .join('');
}

function flagText(flag: Flag<unknown>): string {
  const names = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
  return `    ${names}=${defaultOf(flag)}:\n\t${flag.usage}\n\n`;
}

/** A default as upstream shows it: texts in single quotes, everything else bare. */
function defaultOf({type, defaultText, bareText, name}: Flag<unknown>): string {
  if (name === 'vmodule') return '';
  if (type === 'string') return `'${(defaultText ?? '').replace(/^"(.*)"$/s, '$1')}'`;
  if (type === '' && bareText === 'true') return defaultText ?? 'false';
  const zeros: Readonly<Record<string, string>> = {
    int: '0',
    duration: '0s',
    strings: '[]',
    stringArray: '[]',
    list: '[]',
  };
  return defaultText ?? zeros[type] ?? '';
}
