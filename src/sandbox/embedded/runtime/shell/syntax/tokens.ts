import type {FileOperator, HereDocument, Word} from './ast.ts';
import {literalText, textWord, unquotedText} from './parts.ts';
import {type Reading, Source} from './source.ts';
import {type Substitutions, WordReader} from './words.ts';

/** What commands are made of. */
export type Token =
  | {readonly kind: 'end'}
  | {readonly kind: 'newline'}
  | {readonly kind: 'operator'; readonly text: Operator}
  | RedirectToken
  | WordToken;

/** A word, which may turn out to be a keyword or an alias. */
export interface WordToken {
  readonly kind: 'word';
  readonly word: Word;
  /** The word as it is written when nothing of it is quoted or expanded. */
  readonly text: string | undefined;
  /** The aliases it was read from, which it is none of. */
  readonly aliases: readonly string[];
}

/** The operator of a redirection; its word follows. */
export interface RedirectToken {
  readonly kind: 'redirect';
  readonly operator: FileOperator | '<<' | '<<-';
  /** The number before it. */
  readonly fd: number | undefined;
}

/** What stands between commands. */
export type Operator = ';' | ';;' | '&' | '&&' | '|' | '||' | '(' | ')';

/** A token takes so much more work than a character. */
const tokenWork = 4;

interface PendingDocument extends HereDocument {
  body: Word;
}

/** Reads the tokens of a script, and here-documents where their line ends. */
export class TokenReader {
  readonly source: Source;
  readonly words: WordReader;
  readonly #substitutions: Substitutions;
  readonly #reading: Reading;
  #pushed: Token | undefined;
  #documents: PendingDocument[] = [];

  constructor(source: Source, substitutions: Substitutions, reading: Reading) {
    this.source = source;
    this.#substitutions = substitutions;
    this.#reading = reading;
    this.words = new WordReader(source, substitutions, reading);
  }

  next(): Token {
    const pushed = this.#pushed;
    this.#pushed = undefined;
    return pushed ?? this.#read();
  }

  /** Gives a token back: `next` gives it again. */
  push(token: Token): void {
    this.#pushed = token;
  }

  peek(): Token {
    const token = this.next();
    this.push(token);
    return token;
  }

  /** A here-document whose body begins on the next line. */
  expectDocument(delimiter: Word, strip: boolean): HereDocument {
    const literal = delimiter.some((part) => part.kind === 'text' && part.quoted);
    const document = {delimiter: unquotedText(delimiter), strip, literal, body: []};
    this.#documents.push(document);
    return document;
  }

  #read(): Token {
    const {source} = this;
    source.spend(this.#reading, tokenWork);
    this.#skipBlanks();
    const character = source.peek();
    switch (character) {
      case '':
        return this.#lineEnds({kind: 'end'});
      case '\n':
        source.next();
        return this.#lineEnds({kind: 'newline'});
      case ';':
        source.next();
        return {kind: 'operator', text: source.accept(';') ? ';;' : ';'};
      case '|':
        source.next();
        return {kind: 'operator', text: source.accept('|') ? '||' : '|'};
      case '&':
        source.next();
        if (source.accept('>')) return {kind: 'redirect', operator: '&>', fd: undefined};
        return {kind: 'operator', text: source.accept('&') ? '&&' : '&'};
      case '(':
      case ')':
        source.next();
        return {kind: 'operator', text: character};
      case '<':
      case '>':
        return this.#redirect(undefined);
      default:
        return this.#word();
    }
  }

  #skipBlanks(): void {
    const {source} = this;
    while (source.peek() === ' ' || source.peek() === '\t') source.next();
    if (source.peek() !== '#') return;
    source.nextRun(/[^\n]+/y);
    while (source.peekRaw() !== '\n' && source.peekRaw() !== '') source.nextRaw();
  }

  #word(): Token {
    const aliases = this.source.aliasNames;
    const word = this.words.word();
    const text = literalText(word);
    const next = this.source.peek();
    if (text !== undefined && /^\d{1,3}$/.test(text) && (next === '<' || next === '>'))
      return this.#redirect(Number(text));
    return {kind: 'word', word, text, aliases};
  }

  #redirect(fd: number | undefined): Token {
    const {source} = this;
    const first = source.next();
    let operator: RedirectToken['operator'] = first === '<' ? '<' : '>';
    if (first === '<') {
      if (source.accept('<')) operator = source.accept('-') ? '<<-' : '<<';
      else if (source.accept('&')) operator = '<&';
      else if (source.accept('>')) operator = '<>';
    } else if (source.accept('>')) operator = '>>';
    else if (source.accept('&')) operator = '>&';
    else if (source.accept('|')) operator = '>|';
    return {kind: 'redirect', operator, fd};
  }

  #lineEnds(token: Token): Token {
    for (const document of this.#documents.splice(0)) document.body = this.#body(document);
    return token;
  }

  /** The lines up to the delimiter; where the text ends before, all there are. */
  #body(document: HereDocument): Word {
    const {source} = this;
    const {line} = source;
    const isEnd = (text: string): boolean => (document.strip ? text.replace(/^\t+/, '') : text) === document.delimiter;
    const text = source.within(isEnd, () => this.#lines(document, isEnd));
    if (document.literal) return textWord(text, true);
    const inner = new Source({text, line, final: true});
    return new WordReader(inner, this.#substitutions, this.#reading).document();
  }

  #lines({strip, literal}: HereDocument, isEnd: (line: string) => boolean): string {
    const {source} = this;
    let body = '';
    for (let continues = false; source.peekRaw() !== ''; ) {
      let text = source.nextRun(/[^\n]+/y);
      while (source.peekRaw() !== '\n' && source.peekRaw() !== '') text += source.nextRaw();
      const newline = source.nextRaw();
      if (!continues && isEnd(text)) break;
      body += (strip && !continues ? text.replace(/^\t+/, '') : text) + newline;
      continues = !literal && /(^|[^\\])(\\\\)*\\$/.test(text);
    }
    return body;
  }
}
