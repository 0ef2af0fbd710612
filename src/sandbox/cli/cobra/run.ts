import type {ArgsRule, Command, Entry, Program} from './command.ts';
import {argsProblem} from './command.ts';
import type {Flag} from './flag.ts';
import {bool} from './flag-kinds.ts';
import {FlagError, type ParsedFlags, parseFlags} from './parse-flags.ts';

/** A place in a program: the program itself, a group, or a command. */
export interface Place<App> {
  /** `docker container ls`. */
  readonly path: string;
  readonly program: Program<App>;
  readonly target:
    | {readonly kind: 'program'}
    | {readonly kind: 'group'; readonly entry: Entry<App>; readonly entries: readonly Entry<App>[]}
    | {readonly kind: 'command'; readonly command: Command<App>};
}

/** Where a program of this shape differs from another: its words, and what it does around a command. */
export interface Dialect<App> {
  /** Answers `--help`, or a group that was called bare. */
  help(place: Place<App>, how: {readonly asked: boolean; readonly oldHelp: boolean}): Promise<number>;
  /** Answers a flag that pflag refused. */
  flagProblem(place: Place<App>, message: string): Promise<number>;
  argsProblem(place: Place<App>, problem: string, rule: ArgsRule): Promise<number>;
  unknownCommand(place: Place<App>, name: string, rest: readonly string[]): Promise<number>;
  /** Called with the program's own flags before a command is looked up; a number ends it there. */
  start(flags: ParsedFlags): Promise<App | number>;
  /** Carries a command out, and words its errors. */
  perform(place: Place<App>, run: (app: App) => Promise<number>, app: App): Promise<number>;
  /** What the server cannot do, of the flags that were given; undefined when it can. */
  unsupported(app: App, given: readonly Flag<unknown>[]): Promise<string | undefined>;
}

const help = bool('help', {short: 'h', usage: 'Print usage', hidden: true});
const longHelp = bool('help', {usage: 'Print usage'});

/** The flags of a command with `--help`, which is `-h` too where that letter is free. */
export function withHelp(flags: readonly Flag<unknown>[]): readonly Flag<unknown>[] {
  return [...flags, flags.some(({short}) => short === 'h') ? longHelp : help];
}

/** Finds the command that is meant and runs it; resolves with the exit code. */
export async function runProgram<App>(
  program: Program<App>,
  argv: readonly string[],
  dialect: Dialect<App>,
): Promise<number> {
  const top: Place<App> = {path: program.name, program, target: {kind: 'program'}};
  const parsed = parseOr(argv, {flags: withHelp(program.flags), stopsAtFirst: true});
  if (typeof parsed === 'string') return dialect.flagProblem(top, parsed);
  const app = await dialect.start(parsed);
  if (typeof app === 'number') return app;
  if (parsed.get(help) || parsed.args.length === 0) {
    return dialect.help(top, {asked: true, oldHelp: parsed.oldHelp});
  }
  return descend({app, dialect, place: top, entries: program.entries, argv: parsed.args});
}

interface Descent<App> {
  readonly app: App;
  readonly dialect: Dialect<App>;
  readonly place: Place<App>;
  readonly entries: readonly Entry<App>[];
  readonly argv: readonly string[];
}

async function descend<App>({app, dialect, place, entries, argv}: Descent<App>): Promise<number> {
  const [name = '', ...rest] = argv;
  const entry = entries.find((known) => known.name === name || known.aliases?.includes(name));
  if (entry === undefined) return dialect.unknownCommand(place, name, rest);
  const path = `${place.path} ${entry.name}`;
  const {body} = entry;
  if (body.kind === 'command') {
    const command = await body.load();
    return runCommand({app, dialect, place: {...place, path, target: {kind: 'command', command}}, command, argv: rest});
  }
  const group: Place<App> = {...place, path, target: {kind: 'group', entry, entries: body.entries}};
  const parsed = parseOr(rest, {flags: [help], stopsAtFirst: true});
  if (typeof parsed === 'string') return dialect.flagProblem(group, parsed);
  const asked = parsed.get(help);
  if (asked || parsed.args.length === 0) return dialect.help(group, {asked, oldHelp: parsed.oldHelp});
  return descend({app, dialect, place: group, entries: body.entries, argv: parsed.args});
}

interface CommandRun<App> extends Omit<Descent<App>, 'entries'> {
  readonly command: Command<App>;
}

async function runCommand<App>({app, dialect, place, command, argv}: CommandRun<App>): Promise<number> {
  const flags = withHelp(command.flags);
  const parsed = parseOr(argv, {flags, stopsAtFirst: command.stopsAtFirst ?? false});
  if (typeof parsed === 'string') return dialect.flagProblem(place, parsed);
  if (parsed.get(help)) return dialect.help(place, {asked: true, oldHelp: parsed.oldHelp});
  const problem = argsProblem(command.args, parsed.args.length);
  if (problem !== undefined) return dialect.argsProblem(place, problem, command.args);
  const {args, argsBeforeDash, get, changed} = parsed;
  return dialect.perform(
    place,
    async (shared) => {
      const lacking = await dialect.unsupported(shared, command.flags.filter(changed));
      if (lacking !== undefined) throw new Error(lacking);
      return command.run({app: shared, path: place.path, args, argsBeforeDash, get, changed});
    },
    app,
  );
}

/** The place a path leads to, without running anything; undefined when there is none. */
export async function findPlace<App>(program: Program<App>, words: readonly string[]): Promise<Place<App> | undefined> {
  let place: Place<App> = {path: program.name, program, target: {kind: 'program'}};
  let {entries} = program;
  for (const word of words) {
    const entry = entries.find((known) => known.name === word || known.aliases?.includes(word));
    if (entry === undefined) return undefined;
    const path = `${place.path} ${entry.name}`;
    if (entry.body.kind === 'command') {
      return {path, program, target: {kind: 'command', command: await entry.body.load()}};
    }
    entries = entry.body.entries;
    place = {path, program, target: {kind: 'group', entry, entries}};
  }
  return place;
}

function parseOr(
  argv: readonly string[],
  rules: {readonly flags: readonly Flag<unknown>[]; readonly stopsAtFirst: boolean},
): ParsedFlags | string {
  try {
    return parseFlags(argv, rules);
  } catch (error) {
    if (error instanceof FlagError) return error.message;
    throw error;
  }
}
