import {ConfigProblem} from './problem.ts';

/** One statement of a configuration file, up to its `;`, `{` or `}`; `line` is where that is. */
export type Statement =
  | {readonly kind: 'directive'; readonly words: readonly string[]; readonly opens: boolean; readonly line: number}
  | {readonly kind: 'close'; readonly line: number}
  | {readonly kind: 'end'; readonly line: number};

/** nginx reads through a buffer; a word must fit into it. */
const longestWord = 4096;
const spaces = ' \t\r\n';
const unescaped: {readonly [letter: string]: string} = {t: '\t', r: '\r', n: '\n', '"': '"', "'": "'", '\\': '\\'};

/** Reads a configuration file statement by statement. https://nginx.org/en/docs/beginners_guide.html#conf_structure */
export class WordReader {
  readonly #text: string;
  readonly #file: string;
  #at = 0;
  #line = 1;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  /** Throws ConfigProblem. */
  next(): Statement {
    const words: string[] = [];
    for (;;) {
      this.#skip();
      const character = this.#text[this.#at];
      if (character === undefined) {
        if (words.length > 0) throw this.#cutShort();
        return {kind: 'end', line: this.#line};
      }
      if (character === '}') {
        if (words.length > 0) throw this.#unexpected(character);
        this.#at += 1;
        return {kind: 'close', line: this.#line};
      }
      if (character === ';' || character === '{') {
        if (words.length === 0) throw this.#unexpected(character);
        this.#at += 1;
        return {kind: 'directive', words, opens: character === '{', line: this.#line};
      }
      words.push(character === '"' || character === "'" ? this.#quoted(character) : this.#bare());
    }
  }

  /** Over spaces and comments. */
  #skip(): void {
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) return;
      if (character === '#') {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
      } else if (spaces.includes(character)) {
        if (character === '\n') this.#line += 1;
        this.#at += 1;
      } else return;
    }
  }

  #quoted(quote: string): string {
    const began = this.#line;
    const start = this.#at + 1;
    let at = start;
    for (; this.#text[at] !== quote; at += 1) {
      if (this.#text[at] === '\\') at += this.#countLine(at + 1);
      else this.#countLine(at);
      if (at - start + 1 >= longestWord)
        throw this.#problem(`too long parameter, probably missing terminating "${quote}" character`, began);
      if (at >= this.#text.length) throw this.#cutShort();
    }
    this.#at = at + 1;
    const next = this.#text[this.#at];
    if (next === ')') this.#at += 1;
    else if (next !== undefined && !`${spaces};{`.includes(next)) throw this.#unexpected(next);
    return plain(this.#text.slice(start, at));
  }

  #bare(): string {
    const start = this.#at;
    const began = this.#line;
    let at = start;
    let isVariable = false;
    for (; ; at += 1) {
      const character = this.#text[at];
      if (character === undefined) throw this.#cutShort();
      if (at - start >= longestWord)
        throw this.#problem(`too long parameter "${this.#text.slice(start, start + 10)}..." started`, began);
      if (character === '{' && isVariable) {
        isVariable = false;
        continue;
      }
      if (`${spaces};{`.includes(character)) break;
      if (character === '\\') at += this.#countLine(at + 1);
      isVariable = character === '$';
    }
    this.#at = at;
    return plain(this.#text.slice(start, at));
  }

  /** Always 1: how far one goes past the character. */
  #countLine(at: number): 1 {
    if (this.#text[at] === '\n') this.#line += 1;
    return 1;
  }

  #unexpected(character: string): ConfigProblem {
    return this.#problem(`unexpected "${character}"`);
  }

  #cutShort(): ConfigProblem {
    if (this.#file === '') return new ConfigProblem('unexpected end of parameter, expecting ";"');
    for (; this.#at < this.#text.length; this.#at += 1) this.#countLine(this.#at);
    const line = 1 + (this.#text.match(/\n/g)?.length ?? 0);
    return this.#problem('unexpected end of file, expecting ";" or "}"', line);
  }

  #problem(message: string, line = this.#line): ConfigProblem {
    return new ConfigProblem(message, {file: this.#file, line});
  }
}

/** A word without the backslashes that only protect what follows them. */
function plain(word: string): string {
  return word.replace(/\\(["'\\trn])/g, (_, letter: string) => unescaped[letter] ?? letter);
}
