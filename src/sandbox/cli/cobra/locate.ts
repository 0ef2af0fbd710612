import type {Command, Entry, Program} from './command.ts';
import type {Flag} from './flag.ts';

/** The command that a command line means, and what is left of the line for it. */
export interface Located<App> {
  /** `kubectl config view`. */
  readonly path: string;
  /** Undefined is the program itself. */
  readonly entry: Entry<App> | undefined;
  readonly entries: readonly Entry<App>[];
  /** Undefined for a group that does nothing by itself. */
  readonly command: Command<App> | undefined;
  /** The command line without the names of the path. */
  readonly argv: readonly string[];
}

/**
 * Finds a command whose program's flags may stand anywhere, before its name and after it, as cobra does for persistent
 * flags. https://pkg.go.dev/github.com/spf13/cobra#Command.Find
 */
export async function locate<App>(program: Program<App>, argv: readonly string[]): Promise<Located<App>> {
  let found: Located<App> = {path: program.name, entry: undefined, entries: program.entries, command: undefined, argv};
  for (;;) {
    const flags = [...program.flags, ...(found.command?.flags ?? [])];
    const position = firstWord(found.argv, flags);
    const word = position === undefined ? undefined : found.argv[position];
    const entry = found.entries.find(
      ({name, aliases}) => name === word || (word !== undefined && aliases?.includes(word)),
    );
    if (position === undefined || entry === undefined) return found;
    const {body} = entry;
    found = {
      path: `${found.path} ${entry.name}`,
      entry,
      entries: body.kind === 'group' ? body.entries : [],
      command: await body.load?.(),
      argv: found.argv.filter((_, index) => index !== position),
    };
  }
}

/** Where the first argument stands that is neither a flag nor a flag's value. */
function firstWord(argv: readonly string[], flags: readonly Flag<unknown>[]): number | undefined {
  for (let index = 0; index < argv.length; index += 1) {
    const arg = argv[index] ?? '';
    if (arg === '--') return undefined;
    if (!arg.startsWith('-') || arg === '-') return index;
    if (takesNext(arg, flags)) index += 1;
  }
  return undefined;
}

function takesNext(arg: string, flags: readonly Flag<unknown>[]): boolean {
  if (arg.includes('=')) return false;
  if (arg === '--help' || arg === '-h') return false;
  if (arg.startsWith('--')) {
    const flag = flags.find(({name, aliases}) => name === arg.slice(2) || aliases.includes(arg.slice(2)));
    return flag?.bareText === undefined;
  }
  return arg.length === 2 && flags.find(({short}) => short === arg.slice(1))?.bareText === undefined;
}
