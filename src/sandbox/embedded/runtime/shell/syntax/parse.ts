import type {Script, Word} from './ast.ts';
import {type Aliases, Parser} from './parser.ts';
import {Incomplete, newReading, Source, SyntaxFault} from './source.ts';
import {WordReader} from './words.ts';

/** A script that is read line by line, as a shell reads it: what a line does can change how the next one is parsed. */
export class ScriptReader {
  readonly #source: Source;
  readonly #parser: Parser;
  readonly #text: string;
  #told = 0;

  /** Parses a whole text. */
  constructor(text: string, aliases: Aliases = new Map(), line = 1) {
    this.#text = text;
    this.#source = new Source({text, line, final: true});
    this.#parser = new Parser(this.#source, aliases);
  }

  get line(): number {
    return this.#source.line;
  }

  /** Nothing but the end is left. */
  get isUsedUp(): boolean {
    return this.#source.isUsedUp;
  }

  /** The text that has been read since this was asked last. */
  takeText(): string {
    const text = this.#text.slice(this.#told, this.#source.at);
    this.#told = this.#source.at;
    return text;
  }

  /** The commands of the next line; undefined at the end. Throws SyntaxFault. */
  next(): Script | undefined {
    return this.#parser.line();
  }
}

/** A whole script. Throws SyntaxFault. */
export function parseScript(text: string, aliases?: Aliases): Script {
  const reader = new ScriptReader(text, aliases);
  const commands: Script[number][] = [];
  for (let line = reader.next(); line; line = reader.next()) for (const command of line) commands.push(command);
  return commands;
}

/** A prompt before its expansions. Throws SyntaxFault. */
export function parsePrompt(text: string): Word {
  const source = new Source({text, final: true});
  return new WordReader(source, new Parser(source, new Map()), newReading()).prompt();
}

/** What lines that came one by one are so far. */
export type Progress =
  | {readonly kind: 'commands'; readonly script: Script; readonly line: number}
  /** More lines belong to it; `mayEnd` says of one whether it is worth to parse again with it. */
  | {readonly kind: 'incomplete'; readonly mayEnd: (line: string) => boolean}
  | {readonly kind: 'fault'; readonly fault: SyntaxFault};

/** Parses lines that may not be all there are. `line` is the number of the first one. */
export function parseLines(
  text: string,
  {aliases, line, final}: {readonly aliases: Aliases; readonly line: number; readonly final: boolean},
): Progress {
  const source = new Source({text, line, final});
  const parser = new Parser(source, aliases);
  const script: Script[number][] = [];
  try {
    while (!source.isUsedUp) for (const command of parser.line() ?? []) script.push(command);
    return {kind: 'commands', script, line: source.line};
  } catch (error) {
    if (error instanceof Incomplete) return {kind: 'incomplete', mayEnd: error.mayEnd};
    if (error instanceof SyntaxFault) return {kind: 'fault', fault: error};
    throw error;
  }
}
