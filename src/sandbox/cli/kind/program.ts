import {encodeText} from '../bytes.ts';
import {argsProblem, type Program} from '../cobra/command.ts';
import {bool} from '../cobra/flag-kinds.ts';
import {type Located, locate} from '../cobra/locate.ts';
import {FlagError, type ParsedFlags, parseFlags} from '../cobra/parse-flags.ts';
import type {CommandContext} from '../context.ts';
import {createKind, type Kind} from './app.ts';
import {commandErrorOf, errorOf} from './errors.ts';
import {globalFlags} from './flags.ts';
import {helpText} from './help.ts';
import {kindVersion} from './version.ts';
import {Voice} from './voice/voice.ts';

const help = bool('help', {short: 'h', usage: 'help for kind'});
const version = bool('version', {usage: 'version for kind'});

/** Finds the command that is meant and runs it; resolves with the exit code. */
export async function runKindProgram(program: Program<Kind>, context: CommandContext): Promise<number> {
  const [first, ...rest] = context.argv;
  const asksHelp = first === 'help';
  const place = await locate(program, asksHelp ? rest : context.argv);
  const tell = (text: string) => context.stdout.write(encodeText(text));
  let voice = new Voice(context, {quiet: isQuiet(context.argv), verbosity: 0});
  try {
    const parsed = parse(program, place);
    voice = new Voice(context, {quiet: parsed.get(globalFlags.quiet), verbosity: parsed.get(globalFlags.verbosity)});
    if (asksHelp || parsed.get(help)) await tell(helpText(program, place));
    else if (place.entry === undefined && parsed.get(version)) await tell(`kind version ${kindVersion}\n`);
    else if (place.command !== undefined) return await perform(place, createKind(context, voice), parsed);
    else {
      if (place.entry === undefined && parsed.args[0] !== undefined) throw unknownCommand(program, parsed.args[0]);
      await tell(helpText(program, place));
      if (place.entry !== undefined) throw new Error('Subcommand is required');
    }
    return 0;
  } catch (thrown) {
    await sayError(voice, errorOf(thrown));
    return 1;
  }
}

/** Even a command line that cannot be read is refused in silence. */
function isQuiet(argv: readonly string[]): boolean {
  return argv.includes('-q') || argv.includes('--quiet');
}

function parse(program: Program<Kind>, place: Located<Kind>): ParsedFlags {
  const versionFlag = place.entry === undefined ? [version] : [];
  const flags = [...program.flags, ...(place.command?.flags ?? []), help, ...versionFlag];
  try {
    return parseFlags(place.argv, {flags, stopsAtFirst: false});
  } catch (error) {
    if (error instanceof FlagError) throw new Error(error.message);
    throw error;
  }
}

async function perform({path, command}: Located<Kind>, app: Kind, parsed: ParsedFlags): Promise<number> {
  if (command === undefined) return 0;
  const {args, argsBeforeDash, get, changed} = parsed;
  const problem = argsProblem(command.args, args.length);
  if (problem !== undefined) {
    const {args: rule} = command;
    if (rule.kind === 'atMost') throw new Error(`accepts at most ${rule.count} arg(s), received ${args.length}`);
    throw new Error(`unknown command ${JSON.stringify(args[0])} for ${JSON.stringify(path)}`);
  }
  return command.run({app, path, args, argsBeforeDash, get, changed});
}

async function sayError(voice: Voice, error: Error): Promise<void> {
  await voice.say(`${voice.red('ERROR')}: ${error.message}`);
  const failed = commandErrorOf(error);
  if (failed === undefined) return;
  const title = voice.red('Command Output');
  await voice.say(`${title === 'Command Output' ? '\n' : ''}${title}: ${failed.output}`);
}

function unknownCommand({entries, name}: Program<Kind>, word: string): Error {
  const similar = entries
    .map((entry) => entry.name)
    .filter((known) => editDistance(known, word) <= 2 || known.startsWith(word.toLowerCase()))
    .sort();
  const suggestions =
    similar.length === 0 ? '' : `\n\nDid you mean this?\n${similar.map((one) => `\t${one}\n`).join('')}`;
  return new Error(`unknown command ${JSON.stringify(word)} for ${JSON.stringify(name)}${suggestions}`);
}

/** How many letters must be changed, put in or taken out to make one word of another. */
function editDistance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, index) => index);
  for (let at = 1; at <= a.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= b.length; to += 1) {
      const replaced = (row[to - 1] ?? 0) + (a[at - 1] === b[to - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
