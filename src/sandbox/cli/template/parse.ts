import {quote, unquote} from '../go/quote.ts';
import {TemplateSyntaxError} from './errors.ts';
import {lex, type Token, type TokenKind} from './lex.ts';
import type {Argument, Command, Node, Pipe} from './node.ts';

/** What a template may call, and what it is called in errors. */
export interface ParseOptions {
  readonly functions: ReadonlySet<string>;
  readonly name: string;
}

/** The nodes of a template; throws a TemplateSyntaxError. */
export function parseTemplate(template: string, options: ParseOptions): readonly Node[] {
  const reader = new Reader(template, options);
  const {nodes, ended} = reader.list('top');
  if (ended !== 'eof') throw reader.error(`unexpected {{${ended}}}`);
  return nodes;
}

type Ending = 'eof' | 'end' | 'else';

interface List {
  readonly nodes: readonly Node[];
  readonly ended: Ending;
}

type Place = 'top' | 'block' | 'range';

const keywords = new Set(['if', 'else', 'end', 'range', 'with', 'break', 'continue', 'define', 'block', 'template']);

class Reader {
  private readonly tokens: readonly Token[];
  private index = 0;
  private readonly scope: string[] = ['$'];
  private readonly template: string;
  private readonly options: ParseOptions;

  constructor(template: string, options: ParseOptions) {
    this.template = template;
    this.options = options;
    this.tokens = lex(template, options.name);
  }

  error(reason: string): TemplateSyntaxError {
    return new TemplateSyntaxError(
      {name: this.options.name, template: this.template, at: this.tokens[Math.max(0, this.index - 1)]?.at ?? 0},
      reason,
    );
  }

  /** Nodes up to the end of the template, an `{{end}}` or an `{{else`. */
  list(place: Place): List {
    const nodes: Node[] = [];
    for (;;) {
      const token = this.next();
      if (token.kind === 'end') {
        if (place !== 'top') throw this.error('unexpected EOF');
        return {nodes, ended: 'eof'};
      }
      if (token.kind === 'text') {
        nodes.push({kind: 'text', text: token.text});
        continue;
      }
      this.skipSpace();
      const word = this.peek();
      if (word.kind === 'word' && (word.text === 'end' || word.text === 'else')) {
        this.next();
        if (word.text === 'end') this.close('end');
        return {nodes, ended: word.text};
      }
      nodes.push(this.action(place));
    }
  }

  private action(place: Place): Node {
    const token = this.peek();
    if (token.kind === 'word' && keywords.has(token.text)) {
      this.next();
      switch (token.text) {
        case 'if':
        case 'with':
        case 'range':
          return this.block(token.text, place);
        case 'break':
        case 'continue':
          if (place !== 'range') throw this.error(`{{${token.text}}} outside {{range}}`);
          this.close(token.text);
          return {kind: token.text};
        default:
          throw this.error(`{{${token.text}}} is not supported here`);
      }
    }
    return {kind: 'action', pipe: this.pipe('close', 'command')};
  }

  private block(kind: 'if' | 'with' | 'range', outer: Place): Node {
    const known = this.scope.length;
    const place = kind === 'range' || outer === 'range' ? 'range' : 'block';
    const pipe = this.pipe('close', kind);
    const body = this.list(place);
    const otherwise = body.ended === 'else' ? this.elseOf(kind, place) : [];
    this.scope.length = known;
    return {kind, pipe, body: body.nodes, otherwise};
  }

  private elseOf(kind: 'if' | 'with' | 'range', place: Place): readonly Node[] {
    this.skipSpace();
    const next = this.peek();
    if (kind !== 'range' && next.kind === 'word' && next.text === kind) {
      this.next();
      return [this.block(kind, place)];
    }
    this.close('else');
    const rest = this.list(place);
    if (rest.ended !== 'end') throw this.error(`expected end; found {{else}}`);
    return rest.nodes;
  }

  private pipe(until: 'close' | 'rightParen', context: string): Pipe {
    this.skipSpace();
    const at = this.peek().at;
    const {variables, assigns} = this.declarations(context === 'range');
    const commands: Command[] = [];
    for (;;) {
      this.skipSpace();
      const token = this.peek();
      if (token.kind === until) {
        this.next();
        if (commands.length === 0) throw this.error(`missing value for ${context}`);
        return {at, variables, assigns, commands};
      }
      commands.push(this.command(context));
    }
  }

  private declarations(two: boolean): {readonly variables: readonly string[]; readonly assigns: boolean} {
    const start = this.index;
    const variables: string[] = [];
    while (this.peek().kind === 'variable') {
      variables.push(this.next().text);
      this.skipSpace();
      const after = this.peek();
      if (after.kind === 'declare' || after.kind === 'assign') {
        this.next();
        if (after.kind === 'declare') this.scope.push(...variables);
        return {variables, assigns: after.kind === 'assign'};
      }
      if (after.kind !== 'comma' || !two || variables.length > 1) break;
      this.next();
      this.skipSpace();
    }
    this.index = start;
    return {variables: [], assigns: false};
  }

  private command(context: string): Command {
    const at = this.peek().at;
    const args: Argument[] = [];
    for (;;) {
      this.skipSpace();
      const operand = this.operand();
      if (operand !== undefined) args.push(operand);
      const token = this.next();
      if (token.kind === 'space') continue;
      if (token.kind === 'pipe') break;
      if (token.kind === 'close' || token.kind === 'rightParen') {
        this.index -= 1;
        break;
      }
      throw this.error(`unexpected ${describeToken(token)} in ${operand === undefined ? context : 'operand'}`);
    }
    if (args.length === 0) throw this.error(`missing value for ${context}`);
    return {at, args};
  }

  private operand(): Argument | undefined {
    const term = this.term();
    if (term === undefined || this.peek().kind !== 'field') return term;
    const at = this.peek().at;
    const names: string[] = [];
    while (this.peek().kind === 'field') names.push(this.next().text.slice(1));
    switch (term.kind) {
      case 'field':
      case 'variable':
        return {...term, at, names: [...term.names, ...names]};
      case 'literal':
      case 'float':
      case 'nil':
        throw this.error(`unexpected . after term ${quote(term.kind === 'nil' ? 'nil' : term.text)}`);
      default:
        return {kind: 'chain', at, of: term, names};
    }
  }

  private term(): Argument | undefined {
    const token = this.peek();
    const at = token.at;
    switch (token.kind) {
      case 'field':
        this.next();
        return {kind: 'field', at, names: [token.text.slice(1)]};
      case 'variable':
        this.next();
        if (!this.scope.includes(token.text)) throw this.error(`undefined variable ${quote(token.text)}`);
        return {kind: 'variable', at, name: token.text, names: []};
      case 'dot':
        this.next();
        return {kind: 'dot', at};
      case 'number':
        this.next();
        return numberOf(token);
      case 'string':
      case 'char':
        this.next();
        return this.literal(token);
      case 'leftParen':
        this.next();
        return {kind: 'pipe', at, pipe: this.pipe('rightParen', 'parenthesized pipeline')};
      case 'word':
        this.next();
        return this.word(token);
      default:
        return undefined;
    }
  }

  private word({text, at}: Token): Argument {
    if (text === 'true' || text === 'false') return {kind: 'literal', at, text, value: text === 'true'};
    if (text === 'nil') return {kind: 'nil', at};
    if (keywords.has(text)) throw this.error(`unexpected <${text}> in operand`);
    if (!this.options.functions.has(text)) throw this.error(`function ${quote(text)} not defined`);
    return {kind: 'call', at, name: text};
  }

  private literal({kind, text, at}: Token): Argument {
    const value = unquote(text);
    if (value === undefined) throw this.error('invalid syntax');
    return {kind: 'literal', at, text, value: kind === 'char' ? (value.codePointAt(0) ?? 0) : value};
  }

  private close(context: string): void {
    this.skipSpace();
    const token = this.next();
    if (token.kind !== 'close') throw this.error(`unexpected ${describeToken(token)} in ${context}`);
  }

  private peek(): Token {
    return this.tokens[this.index] ?? {kind: 'end', text: '', at: this.template.length};
  }

  private next(): Token {
    const token = this.peek();
    this.index += 1;
    return token;
  }

  private skipSpace(): void {
    while (this.peek().kind === 'space') this.index += 1;
  }
}

function numberOf({text, at}: Token): Argument {
  const plain = text.replaceAll('_', '');
  const negative = plain.startsWith('-');
  const value = Number(plain.replace(/^[+-]/, '')) * (negative ? -1 : 1);
  if (/^[+-]?(0[xXbBoO]|\d+$)/.test(plain)) return {kind: 'literal', at, text, value};
  return {kind: 'float', at, text, value};
}

function describeToken({kind, text}: Token): string {
  const plain: ReadonlySet<TokenKind> = new Set(['close', 'open', 'comma', 'declare', 'assign', 'rightParen']);
  if (kind === 'end') return 'EOF';
  if (kind === 'word' && keywords.has(text)) return `<${text}>`;
  return plain.has(kind) || text.length <= 10 ? quote(text) : `${quote(text.slice(0, 10))}...`;
}
