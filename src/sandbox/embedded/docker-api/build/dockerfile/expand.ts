import {LineFault} from './fault.ts';
import {goQuote} from './go-quote.ts';
import type {Escape} from './logical-lines.ts';
import {isSpace} from './white-space.ts';

/** Variables by name. */
export type Variables = ReadonlyMap<string, string>;

/**
 * A word of an instruction with its variables replaced, quotes and escapes taken away. Throws a LineFault in the words of
 * the real one. https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function expandWord(word: string, variables: Variables, escaper: Escape): string {
  return expanded(word, variables, escaper).text;
}

/** As `expandWord`, split afterwards at spaces outside of quotes: EXPOSE alone takes several words for one. */
export function expandWords(word: string, variables: Variables, escaper: Escape): readonly string[] {
  return expanded(word, variables, escaper).words;
}

/** `NAME=value` lines as variables: of a name twice the first counts. */
export function variablesOf(lines: readonly string[]): Variables {
  const found = new Map<string, string>();
  for (const line of lines) {
    const equals = line.indexOf('=');
    const name = equals < 0 ? line : line.slice(0, equals);
    if (!found.has(name)) found.set(name, equals < 0 ? '' : line.slice(equals + 1));
  }
  return found;
}

interface Expanded {
  readonly text: string;
  readonly words: readonly string[];
}

function expanded(word: string, variables: Variables, escaper: Escape): Expanded {
  try {
    return new Expansion(word, variables, escaper).upTo(undefined);
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    throw new LineFault(`failed to process ${goQuote(word)}: ${error.message}`);
  }
}

/** How deep `${a:-${b:-…}}` may go: nobody writes more by hand. */
const deepest = 200;

/** One pass over a word. */
class Expansion {
  readonly #characters: readonly string[];
  readonly #variables: Variables;
  readonly #escaper: Escape;
  #at = 0;
  #depth = 0;

  constructor(word: string, variables: Variables, escaper: Escape) {
    this.#characters = [...word];
    this.#variables = variables;
    this.#escaper = escaper;
  }

  /** Up to the end, or behind the character given. */
  upTo(stop: string | undefined): Expanded {
    const words = new Words();
    let text = '';
    for (let next = this.#peek(); next !== undefined; next = this.#peek()) {
      if (next === stop) {
        this.#at += 1;
        return {text, words: words.all()};
      }
      if (next === "'" || next === '"') {
        const part = next === "'" ? this.#singleQuoted() : this.#doubleQuoted();
        text += part;
        words.addWhole(part);
      } else if (next === '$') {
        const part = this.#variable();
        text += part;
        words.add(part);
      } else if (next === this.#escaper) {
        this.#at += 1;
        const escaped = this.#take();
        if (escaped === undefined) break;
        text += escaped;
        words.addWhole(escaped);
      } else {
        this.#at += 1;
        text += next;
        words.add(next);
      }
    }
    if (stop !== undefined) throw new LineFault(`unexpected end of statement while looking for matching ${stop}`);
    return {text, words: words.all()};
  }

  #singleQuoted(): string {
    const end = this.#characters.indexOf("'", this.#at + 1);
    if (end < 0) throw new LineFault('unexpected end of statement while looking for matching single-quote');
    const text = this.#characters.slice(this.#at + 1, end).join('');
    this.#at = end + 1;
    return text;
  }

  #doubleQuoted(): string {
    this.#at += 1;
    let text = '';
    for (let next = this.#peek(); next !== '"'; next = this.#peek()) {
      if (next === undefined)
        throw new LineFault('unexpected end of statement while looking for matching double-quote');
      if (next === '$') {
        text += this.#variable();
        continue;
      }
      this.#at += 1;
      const after = this.#peek();
      if (next !== this.#escaper) text += next;
      else if (after === '"' || after === '$' || after === this.#escaper) text += this.#take();
      else if (after !== undefined) text += next;
    }
    this.#at += 1;
    return text;
  }

  #variable(): string {
    this.#at += 1;
    if (this.#peek() !== '{') {
      const name = this.#name();
      return name === '' ? '$' : (this.#variables.get(name) ?? '');
    }
    this.#at += 1;
    const next = this.#peek();
    if (next === undefined) throw new LineFault("syntax error: missing '}'");
    if (next === '{' || next === '}' || next === ':') throw new LineFault('syntax error: bad substitution');
    const name = this.#name();
    const mark = this.#take();
    if (mark === '}') return this.#variables.get(name) ?? '';
    if (mark !== ':') throw new LineFault("missing ':' in substitution");
    return this.#modified(name, this.#take() ?? '\uffff');
  }

  #modified(name: string, modifier: string): string {
    this.#depth += 1;
    if (this.#depth > deepest) throw new LineFault(`substitutions are nested more than ${deepest} deep`);
    const word = this.#alternative();
    this.#depth -= 1;
    const value = this.#variables.get(name);
    switch (modifier) {
      case '+':
        return value ? word : '';
      case '-':
        return value || word;
      case '?':
        if (value === undefined) throw new LineFault(`${name}: ${word || 'is not allowed to be unset'}`);
        if (value === '') throw new LineFault(`${name}: ${word || 'is not allowed to be empty'}`);
        return value;
      default:
        throw new LineFault(`unsupported modifier (${modifier}) in substitution`);
    }
  }

  #alternative(): string {
    try {
      return this.upTo('}').text;
    } catch (error) {
      if (error instanceof LineFault && this.#peek() === undefined) throw new LineFault("syntax error: missing '}'");
      throw error;
    }
  }

  /** Letters, digits and `_`; digits alone where it begins with one, and one of the shell's own signs. */
  #name(): string {
    const first = this.#peek() ?? '';
    if (/^[@*#?\-$!]$/.test(first)) {
      this.#at += 1;
      return first;
    }
    const part = /^\p{Nd}$/u.test(first) ? /^\p{Nd}$/u : /^[\p{L}\p{Nd}_]$/u;
    let name = '';
    for (let next = this.#peek(); next !== undefined && part.test(next); next = this.#peek()) {
      name += next;
      this.#at += 1;
    }
    return name;
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #take(): string | undefined {
    const next = this.#peek();
    this.#at += 1;
    return next;
  }
}

/** Words as they come out of an expansion. */
class Words {
  readonly #words: string[] = [];
  #word = '';

  /** Spaces in it divide. */
  add(text: string): void {
    for (const character of text) {
      if (!isSpace(character)) this.#word += character;
      else this.#close();
    }
  }

  addWhole(text: string): void {
    this.#word += text;
  }

  all(): readonly string[] {
    this.#close();
    return this.#words;
  }

  #close(): void {
    if (this.#word !== '') this.#words.push(this.#word);
    this.#word = '';
  }
}
