import type {Script, Word} from './ast.ts';
import {type BraceReader, readBraces} from './braces.ts';
import {unescapeDollarQuoted} from './dollar-quoted.ts';
import {Parts} from './parts.ts';
import {type Reading, Source} from './source.ts';

/** Reads commands inside words; the parser of commands gives it, so that words need not know commands. */
export interface Substitutions {
  /** Commands up to a closing parenthesis, which is taken as well. */
  untilParenthesis(source: Source): Script;
  /** All of a text, that of backquotes. */
  all(source: Source): Script;
}

/** How the characters of a word are taken. */
interface Manner {
  /** Within double quotes, or as if. */
  readonly quoted: boolean;
  /** A double quote begins a quoted part; else it is a character like any other. */
  readonly quotes: boolean;
  /** Characters a backslash takes the meaning of when quoted. */
  readonly escapable: string;
  /** Escapes are left as they are, for whoever reads the text next. */
  readonly keepsEscapes?: boolean;
  /** The character the word goes up to, which is not taken; asked for unquoted characters alone. */
  readonly ends: (character: string) => boolean;
}

const metacharacters = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')', '']);
const quotedEscapes = '$`"\\';

const doubleQuotes: Manner = {
  quoted: true,
  quotes: false,
  escapable: quotedEscapes,
  ends: (character) => character === '"',
};

/** How deep substitutions and braces may lie in each other: beyond it a script is a mistake, or made to break us. */
const deepest = 200;

/** Reads the words of a script from its characters. */
export class WordReader implements BraceReader {
  readonly source: Source;
  readonly #substitutions: Substitutions;
  readonly #reading: Reading;
  #quotes = 0;

  /** `reading` is shared by all readers of one script. */
  constructor(source: Source, substitutions: Substitutions, reading: Reading) {
    this.source = source;
    this.#substitutions = substitutions;
    this.#reading = reading;
  }

  get isInQuotes(): boolean {
    return this.#quotes > 0;
  }

  /** The word that begins here; without parts when none does. */
  word(): Word {
    return this.#read({
      quoted: false,
      quotes: true,
      escapable: '',
      ends: (character) => metacharacters.has(character),
    });
  }

  /** The word of an operation in braces, up to one of `ends`. */
  inBraces(quoted: boolean, ends: string): Word {
    return this.#read({
      quoted,
      quotes: true,
      escapable: `${quotedEscapes}}`,
      ends: (character) => character === '' || ends.includes(character),
    });
  }

  /** All that is left, as the body of a here-document. */
  document(): Word {
    return this.#read({
      quoted: true,
      quotes: false,
      escapable: '$`\\',
      ends: (character) => character === '',
    });
  }

  /** All that is left, as a prompt: its escapes are for later. */
  prompt(): Word {
    return this.#read({
      quoted: true,
      quotes: false,
      escapable: '',
      keepsEscapes: true,
      ends: (character) => character === '',
    });
  }

  /** Runs `read` one level deeper. */
  deeper<T>(read: () => T): T {
    this.#reading.depth += 1;
    if (this.#reading.depth > deepest) throw this.source.fault('nested too deeply');
    const value = read();
    this.#reading.depth -= 1;
    return value;
  }

  #read(manner: Manner): Word {
    const parts = new Parts();
    this.#readInto(parts, manner);
    return parts.word();
  }

  #readInto(parts: Parts, manner: Manner): void {
    const {source} = this;
    // Most characters mean nothing: these are taken in one go.
    const plain = manner.quoted && !manner.quotes ? /[^$`"\\]+/y : /[A-Za-z0-9_,.=+@^-]+/y;
    for (;;) {
      const run = source.nextRun(plain);
      if (run !== '') parts.text(run, manner.quoted);
      const character = source.peek();
      if (manner.ends(character)) return;
      if (character === '') throw source.fault('unterminated quoted string');
      if (character === '"' && manner.quotes) this.#doubleQuoted(parts);
      else this.#piece(parts, manner);
    }
  }

  #doubleQuoted(parts: Parts): void {
    this.source.next();
    // Quotes with something in them need no part of their own: "$@" may come to nothing.
    if (this.source.peek() === '"') parts.text('', true);
    this.#quotes += 1;
    this.source.within(holds('"'), () => this.#readInto(parts, doubleQuotes));
    this.#quotes -= 1;
    this.source.next();
  }

  /** One character, escape, quoted part or expansion. */
  #piece(parts: Parts, manner: Manner): void {
    const {source} = this;
    const {quoted} = manner;
    source.spend(this.#reading, 1);
    const character = source.next();
    switch (character) {
      case '\\':
        return this.#backslash(parts, manner);
      case "'":
        if (quoted) parts.text(character, true);
        else parts.text(this.#untilSingleQuote(), true);
        return;
      case '`':
        return parts.add({kind: 'command', body: this.#backquoted(quoted), quoted});
      case '$':
        return this.#dollar(parts, quoted);
      default:
        parts.text(character, quoted);
    }
  }

  #backslash(parts: Parts, {quoted, escapable, keepsEscapes}: Manner): void {
    const next = this.source.peekRaw();
    if (keepsEscapes) return parts.text(`\\${this.source.nextRaw()}`, true);
    if (quoted && (next === '' || !escapable.includes(next))) return parts.text('\\', true);
    if (next === '') return parts.text('\\', true);
    parts.text(this.source.nextRaw(), true);
  }

  #untilSingleQuote(): string {
    return this.source.within(holds("'"), () => {
      let text = this.source.nextRun(/[^']+/y);
      for (let character = this.source.nextRaw(); character !== "'"; character = this.source.nextRaw()) {
        if (character === '') throw this.source.fault('unterminated quoted string');
        text += character;
      }
      return text;
    });
  }

  #dollar(parts: Parts, quoted: boolean): void {
    const {source} = this;
    const next = source.peek();
    if (next === '{') {
      source.next();
      parts.add(this.deeper(() => readBraces(this, quoted)));
    } else if (next === '(') {
      source.next();
      if (source.accept('('))
        parts.add({kind: 'arithmetic', expression: this.deeper(() => this.#arithmetic()), quoted});
      else parts.add({kind: 'command', body: this.deeper(() => this.#substitutions.untilParenthesis(source)), quoted});
    } else if (/[A-Za-z_]/.test(next)) parts.add({kind: 'parameter', name: this.name(), operation: undefined, quoted});
    else if (/[0-9@*#?$!-]/.test(next))
      parts.add({kind: 'parameter', name: source.next(), operation: undefined, quoted});
    else if (next === "'" && !quoted) {
      source.next();
      parts.text(this.#dollarQuoted(), true);
    } else parts.text('$', quoted);
  }

  /** The name of a variable. */
  name(): string {
    let name = '';
    while (/[A-Za-z0-9_]/.test(this.source.peek())) name += this.source.next();
    return name;
  }

  /** The expression of `$((`, up to and with its `))`. */
  #arithmetic(): Word {
    const parts = new Parts();
    const manner: Manner = {quoted: true, quotes: false, escapable: quotedEscapes, ends: () => false};
    for (let open = 0; ; ) {
      const character = this.source.peek();
      if (character === '') throw this.source.fault("missing '))'");
      if (character === '(') open += 1;
      if (character === ')') {
        open -= 1;
        if (open < 0) break;
      }
      this.#piece(parts, manner);
    }
    this.source.next();
    if (!this.source.accept(')')) throw this.source.fault("missing '))'");
    return parts.word();
  }

  /** The commands of backquotes: their text is taken first, with a level of backslashes done. */
  #backquoted(quoted: boolean): Script {
    const {line} = this.source;
    const escapable = quoted ? '$`\\"' : '$`\\';
    const text = this.source.within(holds('`'), () => {
      let taken = '';
      for (let character = this.source.next(); character !== '`'; character = this.source.next()) {
        if (character === '') throw this.source.fault('EOF in backquote substitution');
        if (character === '\\' && escapable.includes(this.source.peekRaw())) taken += this.source.nextRaw();
        else taken += character;
      }
      return taken;
    });
    return this.deeper(() => this.#substitutions.all(new Source({text, line, final: true})));
  }

  /** The text of `$'...'`, behind its quote. */
  #dollarQuoted(): string {
    const text = this.source.within(holds("'"), () => {
      let taken = '';
      for (let character = this.source.nextRaw(); character !== "'"; character = this.source.nextRaw()) {
        if (character === '') throw this.source.fault('unterminated quoted string');
        taken += character === '\\' ? character + this.source.nextRaw() : character;
      }
      return taken;
    });
    return unescapeDollarQuoted(text);
  }
}

function holds(quote: string): (line: string) => boolean {
  return (line) => line.includes(quote);
}
