import {type OptionKey, optionLetter, optionNamed} from './state/options.ts';

/** What a shell was started for. */
export interface CommandLine {
  readonly script:
    | {readonly kind: 'text'; readonly text: string}
    | {readonly kind: 'file'; readonly path: string}
    /** Standard input, or a terminal. */
    | {readonly kind: 'input'};
  /** The value of `$0`; undefined: what the shell was called by. */
  readonly name: string | undefined;
  readonly positional: readonly string[];
  readonly options: ReadonlySet<OptionKey>;
  readonly login: boolean;
}

/** A command line that is wrong; `message` is what is said of it. */
export class CommandLineError extends Error {}

/** Reads `sh [-options] [-c TEXT [NAME]] [FILE] [ARGUMENTS]`. Throws CommandLineError. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const options = new Set<OptionKey>();
  let login = argv[0]?.startsWith('-') ?? false;
  let at = 1;
  for (; at < argv.length; at += 1) {
    const text = argv[at] ?? '';
    if (text === '--' || text === '-') {
      at += 1;
      break;
    }
    const isOn = text.startsWith('-');
    if (!isOn && !text.startsWith('+')) break;
    if (text === '--login') {
      login = true;
      continue;
    }
    for (const letter of text.slice(1)) {
      if (letter === 'l') login = isOn;
      else if (letter === 'o') {
        at += 1;
        turn(options, optionNamed(argv[at] ?? ''), {isOn, shown: `${text[0]}o ${argv[at] ?? ''}`});
      } else turn(options, optionLetter(letter), {isOn, shown: `${text[0]}${letter}`});
    }
  }
  return {...scriptOf(argv.slice(at), options), options, login};
}

function turn(
  options: Set<OptionKey>,
  key: OptionKey | undefined,
  {isOn, shown}: {readonly isOn: boolean; readonly shown: string},
): void {
  if (key === undefined) throw new CommandLineError(`illegal option ${shown}`);
  if (isOn) options.add(key);
  else options.delete(key);
}

function scriptOf(
  rest: readonly string[],
  options: Set<OptionKey>,
): Pick<CommandLine, 'script' | 'name' | 'positional'> {
  const [first, ...others] = rest;
  if (options.has('c')) {
    if (first === undefined) throw new CommandLineError('-c requires an argument');
    return {script: {kind: 'text', text: first}, name: others[0], positional: others.slice(1)};
  }
  if (first !== undefined && !options.has('s'))
    return {script: {kind: 'file', path: first}, name: first, positional: others};
  options.add('s');
  return {script: {kind: 'input'}, name: undefined, positional: rest};
}
