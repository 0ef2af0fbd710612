import {assignmentOf} from './assignment.ts';
import type {AndOr, Assignment, Command, Redirect, Script, Word} from './ast.ts';
import {type CommandReader, readCompound} from './compound.ts';
import {endingKeywords, isKeyword, neverFirst} from './keywords.ts';
import {literalText, textWord} from './parts.ts';
import {newReading, type Reading, type Source, type SyntaxFault} from './source.ts';
import {nameOf} from './token-names.ts';
import {type RedirectToken, type Token, TokenReader, type WordToken} from './tokens.ts';
import type {Substitutions} from './words.ts';

/** What words at the beginning of a command are replaced by. */
export type Aliases = ReadonlyMap<string, string>;

/** How deep commands may lie in each other. */
const deepest = 200;

/** Parses commands. A recursive descent like the grammar's, over tokens that are read when they are needed. */
export class Parser implements CommandReader, Substitutions {
  readonly tokens: TokenReader;
  readonly #aliases: Aliases;
  readonly #reading: Reading;

  constructor(source: Source, aliases: Aliases, reading = newReading()) {
    this.#aliases = aliases;
    this.#reading = reading;
    this.tokens = new TokenReader(source, this, reading);
  }

  /** The commands of one line, with the lines they go on in; undefined at the end of the text. */
  line(): Script | undefined {
    // Commands within others count as part of these.
    if (this.#reading.depth === 0) this.#reading.work = 0;
    const first = this.tokens.next();
    if (first.kind === 'end') return undefined;
    if (first.kind === 'newline') return [];
    this.tokens.push(first);
    return this.#commands((token) => token.kind === 'newline' || token.kind === 'end');
  }

  all(source: Source): Script {
    const parser = new Parser(source, this.#aliases, this.#reading);
    const commands: Command[] = [];
    for (let line = parser.line(); line; line = parser.line()) for (const command of line) commands.push(command);
    return commands;
  }

  untilParenthesis(source: Source): Script {
    const parser = new Parser(source, this.#aliases, this.#reading);
    if (parser.accept(')')) return [];
    const commands = parser.list();
    parser.expect(')');
    return commands;
  }

  /** Commands up to a keyword or operator that ends them. There must be one, unless none is allowed. */
  list({mayBeEmpty = false} = {}): Script {
    this.skipNewlines();
    const next = this.tokens.peek();
    // Where the text ends, what is missing is told by whoever wants more.
    if (next.kind === 'end' || (mayBeEmpty && this.#endsList(next))) return [];
    return this.#commands(undefined);
  }

  /**
   * Commands with what is between them. With `isEnd` those of one line: its end is taken, anything else after them is
   * a mistake; without, they go on until a token that can be no command, which is left.
   */
  #commands(isEnd: ((token: Token) => boolean) | undefined): Script {
    const commands: Command[] = [];
    for (;;) {
      const command = this.#andOr();
      const separator = this.tokens.next();
      const isBackground = separator.kind === 'operator' && separator.text === '&';
      commands.push(isBackground ? {kind: 'background', command} : command);
      const separates = isBackground || (separator.kind === 'operator' && separator.text === ';');
      if (!separates) this.tokens.push(separator);
      const next = this.tokens.next();
      if (isEnd?.(next)) return commands;
      if (next.kind !== 'newline') this.tokens.push(next);
      else if (isEnd === undefined) this.skipNewlines();
      if (!separates && next.kind !== 'newline') {
        if (isEnd) throw this.unexpected(next);
        return commands;
      }
      if (isEnd === undefined && this.#endsList(this.tokens.peek())) return commands;
    }
  }

  #endsList(token: Token): boolean {
    if (token.kind === 'end') return true;
    if (token.kind === 'operator') return token.text === ')' || token.text === ';;';
    return token.kind === 'word' && token.text !== undefined && endingKeywords.has(token.text);
  }

  #andOr(): Command {
    const first = this.#pipeline();
    const rest: AndOr['rest'][number][] = [];
    for (;;) {
      const token = this.tokens.next();
      if (token.kind !== 'operator' || (token.text !== '&&' && token.text !== '||')) {
        this.tokens.push(token);
        return rest.length === 0 ? first : {kind: 'and-or', first, rest};
      }
      this.skipNewlines();
      rest.push({operator: token.text, command: this.#pipeline()});
    }
  }

  #pipeline(): Command {
    const negated = this.acceptWord('!');
    const commands = [this.command()];
    while (this.accept('|')) {
      this.skipNewlines();
      commands.push(this.command());
    }
    const [only] = commands;
    return commands.length === 1 && only && !negated ? only : {kind: 'pipeline', negated, commands};
  }

  command(): Command {
    this.#reading.depth += 1;
    if (this.#reading.depth > deepest) throw this.tokens.source.fault('nested too deeply');
    const command = this.#command();
    this.#reading.depth -= 1;
    return command;
  }

  #command(): Command {
    const token = this.#aliased(this.tokens.next());
    const {line} = this.tokens.source;
    if (token.kind === 'word' && token.text !== undefined && neverFirst.has(token.text)) throw this.unexpected(token);
    const compound = readCompound(this, token);
    if (compound === undefined) {
      if (token.kind !== 'word' && token.kind !== 'redirect') throw this.unexpected(token);
      this.tokens.push(token);
      return this.#simple(line);
    }
    const redirects: Redirect[] = [];
    for (let next = this.tokens.next(); ; next = this.tokens.next()) {
      if (next.kind !== 'redirect') {
        this.tokens.push(next);
        break;
      }
      redirects.push(this.#redirect(next));
    }
    return redirects.length === 0 ? compound : {kind: 'redirected', line, command: compound, redirects};
  }

  #simple(line: number): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    // Within [[ ]] these are operators of the test.
    let isDoubleBracket = false;
    for (;;) {
      const token = this.tokens.next();
      if (token.kind === 'redirect') {
        redirects.push(this.#redirect(token));
        continue;
      }
      const inner = isDoubleBracket ? testOperator(token) : undefined;
      if (token.kind !== 'word' && inner === undefined) {
        const [name] = words;
        if (!isOpening(token) || name === undefined || words.length + assignments.length + redirects.length > 1) {
          this.tokens.push(token);
          return {kind: 'simple', line, assignments, words, redirects};
        }
        return this.#function(name);
      }
      const word = inner ?? (words.length === 0 ? this.#aliased(token) : this.#aliasedAfterBlank(token));
      if (word.kind !== 'word') {
        this.tokens.push(word);
        continue;
      }
      const assignment = words.length === 0 ? assignmentOf(word.word) : undefined;
      if (assignment) assignments.push(assignment);
      else words.push(word.word);
      if (words.length === 1 && word.text === '[[') isDoubleBracket = true;
    }
  }

  #function(name: Word): Command {
    this.expect(')');
    this.skipNewlines();
    return {kind: 'function', name: literalText(name) ?? '', body: this.command()};
  }

  #redirect({operator, fd}: RedirectToken): Redirect {
    const token = this.tokens.next();
    if (token.kind !== 'word') throw this.unexpected(token);
    if (operator === '<<' || operator === '<<-') {
      const document = this.tokens.expectDocument(token.word, operator === '<<-');
      return {operator: '<<', fd: fd ?? 0, document};
    }
    return {operator, fd: fd ?? (operator.startsWith('<') ? 0 : 1), target: token.word};
  }

  /** A token at the beginning of a command, or the first of what its alias stands for. */
  #aliased(token: Token): Token {
    const {source} = this.tokens;
    source.blankAlias = false;
    let current = token;
    while (current.kind === 'word' && current.text !== undefined && !isKeyword(current.text)) {
      const text = current.aliases.includes(current.text) ? undefined : this.#aliases.get(current.text);
      if (text === undefined) break;
      source.enterAlias([...current.aliases, current.text], text);
      current = this.tokens.next();
    }
    return current;
  }

  #aliasedAfterBlank(token: Token): Token {
    const {source} = this.tokens;
    return source.blankAlias ? this.#aliased(token) : token;
  }

  accept(text: string): boolean {
    const token = this.tokens.next();
    if (token.kind === 'operator' && token.text === text) return true;
    this.tokens.push(token);
    return false;
  }

  acceptWord(text: string): boolean {
    const token = this.tokens.next();
    if (token.kind === 'word' && token.text === text) return true;
    this.tokens.push(token);
    return false;
  }

  /** Takes an operator or keyword that must be here. `isPlain`: where no keyword could be, messages know none. */
  expect(text: string, {isPlain = false} = {}): void {
    const token = this.tokens.next();
    const found = token.kind === 'operator' || token.kind === 'word' ? token.text : undefined;
    if (found === text) return;
    throw this.unexpected(isPlain && token.kind === 'word' ? {...token, text: undefined} : token, `"${text}"`);
  }

  expectWord(): WordToken {
    const token = this.tokens.next();
    if (token.kind !== 'word') throw this.unexpected(token, 'word');
    return token;
  }

  skipNewlines(): void {
    for (let token = this.tokens.next(); ; token = this.tokens.next()) {
      if (token.kind === 'newline') continue;
      this.tokens.push(token);
      return;
    }
  }

  /** A pattern of `case`: busybox takes whatever is there. */
  expectPattern(): Word {
    const token = this.tokens.next();
    return token.kind === 'word' ? token.word : [];
  }

  unexpected(token: Token, expected?: string): SyntaxFault {
    const suffix = expected === undefined ? '' : ` (expecting ${expected})`;
    return this.tokens.source.fault(`unexpected ${nameOf(token)}${suffix}`);
  }
}

function isOpening(token: Token): boolean {
  return token.kind === 'operator' && token.text === '(';
}

function testOperator(token: Token): WordToken | undefined {
  if (token.kind !== 'operator') return undefined;
  const text = token.text === '&&' ? '-a' : token.text === '||' ? '-o' : undefined;
  return text === undefined ? undefined : {kind: 'word', text, word: textWord(text, false), aliases: []};
}
