import {quote} from '../go/quote.ts';
import {TemplateSyntaxError} from './errors.ts';

export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'field'
  | 'variable'
  | 'word'
  | 'number'
  | 'string'
  | 'char'
  | 'pipe'
  | 'comma'
  | 'declare'
  | 'assign'
  | 'leftParen'
  | 'rightParen'
  | 'space'
  | 'dot'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** From the start of the template. */
  readonly at: number;
}

const rules: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /[ \t\r\n]+/y],
  ['declare', /:=/y],
  ['assign', /=/y],
  ['pipe', /\|/y],
  ['comma', /,/y],
  ['leftParen', /\(/y],
  ['rightParen', /\)/y],
  ['string', /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  ['char', /'(?:[^'\\\n]|\\.)+'/y],
  ['variable', /\$[\p{L}\p{N}_]*/uy],
  ['field', /\.[\p{L}_][\p{L}\p{N}_]*/uy],
  [
    'number',
    /[+-]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)/y,
  ],
  ['dot', /\./y],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
];

/** The tokens of a template, trim markers and comments already applied; throws a TemplateSyntaxError. */
export function lex(template: string, name: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimNext = false;
  for (;;) {
    const open = template.indexOf('{{', at);
    const trimsLeft = open >= 0 && /^-[ \t\r\n]/.test(template.slice(open + 2, open + 4));
    const text = trimmed(template.slice(at, open < 0 ? undefined : open), trimNext, trimsLeft);
    if (text !== '') tokens.push({kind: 'text', text, at});
    if (open < 0) break;
    const inside = lexAction(template, {open, start: open + (trimsLeft ? 3 : 2), tokens, name});
    at = inside.end;
    trimNext = inside.trimsRight;
  }
  tokens.push({kind: 'end', text: '', at: template.length});
  return tokens;
}

function trimmed(text: string, left: boolean, right: boolean): string {
  const withoutLeft = left ? text.replace(/^[ \t\r\n]+/, '') : text;
  return right ? withoutLeft.replace(/[ \t\r\n]+$/, '') : withoutLeft;
}

interface ActionStart {
  readonly open: number;
  readonly start: number;
  readonly tokens: Token[];
  readonly name: string;
}

interface ActionEnd {
  readonly end: number;
  readonly trimsRight: boolean;
}

const commentThere = /[ \t\r\n]*\/\*[\s\S]*?\*\/([ \t\r\n]+-)?\}\}/y;
const closeThere = /([ \t\r\n]+-)?\}\}/y;

function lexAction(template: string, {open, start, tokens, name}: ActionStart): ActionEnd {
  const comment = matchAt(commentThere, template, start);
  if (comment !== null) return {end: start + comment[0].length, trimsRight: comment[1] !== undefined};
  tokens.push({kind: 'open', text: '{{', at: open});
  let at = start;
  let depth = 0;
  for (;;) {
    const close = matchAt(closeThere, template, at);
    if (close !== null) {
      if (depth > 0) throw new TemplateSyntaxError({name, template, at}, 'unclosed left paren');
      tokens.push({kind: 'close', text: '}}', at});
      return {end: at + close[0].length, trimsRight: close[1] !== undefined};
    }
    const token = nextToken(template, {at, name});
    if (token.kind === 'leftParen') depth += 1;
    if (token.kind === 'rightParen') depth -= 1;
    if (depth < 0) throw new TemplateSyntaxError({name, template, at}, 'unexpected right paren');
    tokens.push(token);
    at += token.text.length;
  }
}

function nextToken(template: string, {at, name}: {readonly at: number; readonly name: string}): Token {
  for (const [kind, pattern] of rules) {
    const match = matchAt(pattern, template, at);
    if (match === null) continue;
    const token = {kind, text: match[0], at};
    checkNameEnd(template, token, name);
    return token;
  }
  throw new TemplateSyntaxError({name, template, at}, whatIsWrong(template, at));
}

const names: ReadonlySet<TokenKind> = new Set(['word', 'field', 'variable']);
const nameEnd = /[ \t\r\n.,|:()]|\}\}|$/y;

/** Go wants a name to end at a blank or at one of a few signs. */
function checkNameEnd(template: string, {kind, text, at}: Token, name: string): void {
  const end = at + text.length;
  if (!names.has(kind) || matchAt(nameEnd, template, end) !== null) return;
  const char = String.fromCodePoint(template.codePointAt(end) ?? 0);
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw new TemplateSyntaxError({name, template, at}, `bad character U+${code} '${char}'`);
}

function whatIsWrong(template: string, at: number): string {
  const char = String.fromCodePoint(template.codePointAt(at) ?? 0);
  if (at >= template.length || char === '\n') return 'unclosed action';
  if (char === '"') return 'unterminated quoted string';
  if (char === '`') return 'unterminated raw quoted string';
  if (char === "'") return 'unterminated character constant';
  if (char === ':') return 'expected :=';
  return `unexpected ${quote(char)} in command`;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  const sticky = new RegExp(pattern.source, pattern.flags);
  sticky.lastIndex = at;
  return sticky.exec(text);
}
