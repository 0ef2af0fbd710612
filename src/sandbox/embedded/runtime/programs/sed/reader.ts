import {Failure} from '../failure.ts';

/** A script, read from its beginning to its end. */
export class ScriptReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The next character, '' at the end; it stays where it is. */
  peek(): string {
    return this.#text.charAt(this.#at);
  }

  take(count = 1): string {
    const taken = this.#text.slice(this.#at, this.#at + count);
    this.#at += taken.length;
    return taken;
  }

  /** What a pattern finds right here, '' when nothing; it is taken. */
  takeWhile(pattern: RegExp): string {
    const start = this.#at;
    while (!this.isAtEnd && pattern.test(this.peek())) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  /** The rest of the line, where a backslash keeps a newline; the newline behind it is taken. */
  restOfLine(): string {
    let line = '';
    while (!this.isAtEnd && this.peek() !== '\n') {
      const character = this.take();
      line += character === '\\' ? `${character}${this.take()}` : character;
    }
    this.take();
    return line;
  }

  /**
   * Everything up to a delimiter, which is taken as well. Inside brackets of a pattern a delimiter is a character. Throws
   * Failure when there is none.
   */
  until(delimiter: string, isPattern: boolean): string {
    const start = this.#at;
    let bracket = -1;
    while (!this.isAtEnd) {
      const at = this.#at - start;
      const character = this.take();
      if (bracket >= 0) {
        const isFirst = at === bracket + 1 || (at === bracket + 2 && this.#text[start + at - 1] === '^');
        if (character === ']' && !isFirst) bracket = -1;
      } else if (character === '\\') this.take();
      else if (isPattern && character === '[') bracket = at;
      else if (character === delimiter) return this.#text.slice(start, this.#at - 1);
    }
    throw new Failure(`unmatched '${delimiter}'`);
  }
}

/** `\n`, `\t` and `\r` as what they mean, and an escaped delimiter as itself. */
export function withSedEscapes(text: string, delimiter: string): string {
  const known: {readonly [letter: string]: string} = {n: '\n', t: '\t', r: '\r'};
  return text.replace(/\\([\s\S])/g, (whole, letter: string) =>
    letter === delimiter ? letter : (known[letter] ?? whole),
  );
}
