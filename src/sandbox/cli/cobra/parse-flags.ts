import {quote} from '../go/quote.ts';
import type {Flag} from './flag.ts';

/** What was given on a command line, in pflag's reading. */
export interface ParsedFlags {
  /** What is no flag, in order. */
  readonly args: readonly string[];
  /** How many of them stood before `--`; undefined when there was none. */
  readonly argsBeforeDash: number | undefined;
  /** Whether `-h` was used, which is told to be of old. */
  readonly oldHelp: boolean;
  /** The value of a flag, its default included. */
  get<T>(flag: Flag<T>): T;
  /** Whether the flag was on the command line. */
  changed(flag: Flag<unknown>): boolean;
}

/** A command line that pflag refuses, in its words. */
export class FlagError extends Error {}

export interface FlagRules {
  readonly flags: readonly Flag<unknown>[];
  /** Everything from the first argument on belongs to the command, flags included. */
  readonly stopsAtFirst: boolean;
}

/** Reads a command line; throws a FlagError. https://pkg.go.dev/github.com/spf13/pflag#hdr-Command_line_flag_syntax */
export function parseFlags(argv: readonly string[], rules: FlagRules): ParsedFlags {
  const reading = new Reading(argv, rules);
  reading.readAll();
  const {texts} = reading;
  return {
    args: reading.args,
    argsBeforeDash: reading.argsBeforeDash,
    oldHelp: reading.oldHelp,
    get: (flag) => flag.read(texts.get(flag.name) ?? []),
    changed: (flag) => texts.has(flag.name),
  };
}

class Reading {
  readonly args: string[] = [];
  readonly texts = new Map<string, readonly string[]>();
  oldHelp = false;
  argsBeforeDash: number | undefined;
  private rest: readonly string[];
  private readonly rules: FlagRules;

  constructor(argv: readonly string[], rules: FlagRules) {
    this.rest = argv;
    this.rules = rules;
  }

  readAll(): void {
    for (let arg = this.shift(); arg !== undefined; arg = this.shift()) {
      if (arg === '--') {
        this.argsBeforeDash = this.args.length;
        this.args.push(...this.rest);
        return;
      }
      if (arg.startsWith('--')) this.readLong(arg);
      else if (arg.startsWith('-') && arg.length > 1) this.readShort(arg);
      else if (this.rules.stopsAtFirst) {
        this.args.push(arg, ...this.rest);
        return;
      } else this.args.push(arg);
    }
  }

  private shift(): string | undefined {
    const [first, ...rest] = this.rest;
    this.rest = rest;
    return first;
  }

  private readLong(arg: string): void {
    const [, name = '', , value] = /^--([^=]*)(=(.*))?$/s.exec(arg) ?? [];
    if (name === '' || name.startsWith('-')) throw new FlagError(`bad flag syntax: ${arg}`);
    const flag = this.rules.flags.find((known) => known.name === name || known.aliases.includes(name));
    if (flag === undefined) throw new FlagError(`unknown flag: --${name}`);
    if (value !== undefined) this.give(flag, value);
    else if (flag.bareText !== undefined) this.give(flag, flag.bareText);
    else this.give(flag, this.shift() ?? missing(`flag needs an argument: --${name}`));
  }

  private readShort(arg: string): void {
    let letters = arg.slice(1);
    while (letters !== '') {
      const letter = letters.slice(0, 1);
      const after = letters.slice(1);
      const flag = this.rules.flags.find(({short}) => short === letter);
      if (flag === undefined)
        throw new FlagError(`unknown shorthand flag: ${quote(letter).replaceAll('"', "'")} in -${letters}`);
      if (flag.name === 'help') this.oldHelp = true;
      if (after.startsWith('=')) {
        this.give(flag, after.slice(1));
        return;
      }
      if (flag.bareText === undefined) {
        const value = after === '' ? this.shift() : after;
        this.give(flag, value ?? missing(`flag needs an argument: '${letter}' in -${letters}`));
        return;
      }
      this.give(flag, flag.bareText);
      letters = after;
    }
  }

  private give(flag: Flag<unknown>, given: string): void {
    const texts = [...(this.texts.get(flag.name) ?? []), given];
    try {
      flag.read(texts);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const name = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
      throw new FlagError(`invalid argument ${quote(given)} for ${quote(name)} flag: ${reason}`);
    }
    this.texts.set(flag.name, texts);
  }
}

function missing(message: string): never {
  throw new FlagError(message);
}
