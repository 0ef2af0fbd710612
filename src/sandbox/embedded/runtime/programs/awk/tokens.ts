import {Failure} from '../failure.ts';
import {readEscape} from '../text/escapes.ts';

export type AwkToken = {readonly line: number} & (
  | {readonly kind: 'number'; readonly value: number}
  | {readonly kind: 'text'; readonly value: string}
  | {readonly kind: 'regex'; readonly value: string}
  | {readonly kind: 'name'; readonly value: string}
  /** A name with its parenthesis right behind: a function of the program. */
  | {readonly kind: 'call'; readonly value: string}
  | {readonly kind: 'builtin'; readonly value: string}
  | {readonly kind: 'keyword'; readonly value: string}
  /** Operators, brackets, `;`, and a newline as '\n'. */
  | {readonly kind: 'sign'; readonly value: string}
  | {readonly kind: 'end'; readonly value: ''}
);

export const awkKeywords: ReadonlySet<string> = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);

/** Least and most arguments of every function awk has. */
export const awkBuiltins: {readonly [name: string]: readonly [number, number]} = {
  length: [0, 1],
  substr: [2, 3],
  index: [2, 2],
  split: [2, 3],
  sub: [2, 3],
  gsub: [2, 3],
  gensub: [3, 4],
  match: [2, 2],
  sprintf: [1, 100],
  sin: [1, 1],
  cos: [1, 1],
  atan2: [2, 2],
  exp: [1, 1],
  log: [1, 1],
  sqrt: [1, 1],
  int: [1, 1],
  rand: [0, 0],
  srand: [0, 1],
  tolower: [1, 1],
  toupper: [1, 1],
  system: [0, 1],
  close: [1, 1],
  fflush: [0, 1],
  systime: [0, 0],
  strftime: [0, 2],
  mktime: [1, 1],
  and: [2, 2],
  or: [2, 2],
  xor: [2, 2],
  lshift: [2, 2],
  rshift: [2, 2],
  compl: [1, 1],
};

const signs = [
  ...['**=', '+=', '-=', '*=', '/=', '%=', '^=', '==', '<=', '>=', '!=', '++', '--', '&&', '||', '>>', '!~', '**'],
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ';',
    '\n',
    ',',
    '+',
    '-',
    '*',
    '/',
    '%',
    '^',
    '!',
    '>',
    '<',
    '|',
    '?',
    ':',
    '~',
    '$',
    '=',
  ],
];

/** Behind these a slash divides; behind everything else it begins a pattern. */
function isOperandEnd(token: AwkToken | undefined): boolean {
  if (!token) return false;
  if (token.kind === 'sign') return [')', ']', '++', '--', '$'].includes(token.value);
  return token.kind === 'number' || token.kind === 'text' || token.kind === 'name' || token.kind === 'builtin';
}

/** A fault of a program, with its place, in busybox's words. */
export function awkFault(message: string, line: number, program = 'cmd. line'): Failure {
  return new Failure(`${program}:${line}: ${message}`);
}

export function readTokens(text: string, program: string): readonly AwkToken[] {
  const tokens: AwkToken[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at, at + 256);
    const skipped = /^(?:[ \t\r\f\v]|\\\r?\n)+|^#[^\n]*/.exec(rest)?.[0];
    if (skipped !== undefined) {
      at += skipped.length;
      line += skipped.split('\n').length - 1;
      continue;
    }
    const {token, length} = readToken(text, at, {line, program, before: tokens.at(-1)});
    tokens.push(token);
    line += text.slice(at, at + length).split('\n').length - 1;
    at += length;
  }
  return [...tokens, {kind: 'end', value: '', line}];
}

interface Place {
  readonly line: number;
  readonly program: string;
  readonly before: AwkToken | undefined;
}

function readToken(text: string, at: number, place: Place): {readonly token: AwkToken; readonly length: number} {
  const {line} = place;
  const character = text[at] ?? '';
  if (character === '"') return readText(text, at, place);
  if (character === '/' && !isOperandEnd(place.before)) return readPattern(text, at, place);
  const rest = text.slice(at, at + 256);
  const hex = /^0[xX][0-9a-fA-F]+|^0[0-7]+(?![\d.eE])/.exec(rest)?.[0];
  if (hex !== undefined) {
    const value = /^0[xX]/.test(hex) ? Number(hex) : Number.parseInt(hex, 8);
    return {token: {kind: 'number', value, line}, length: hex.length};
  }
  const number = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(rest)?.[0];
  if (number !== undefined) return {token: {kind: 'number', value: Number(number), line}, length: number.length};
  const name = /^[A-Za-z_]\w*/.exec(text.slice(at))?.[0];
  if (name !== undefined) return {token: nameToken(name, text[at + name.length] === '(', line), length: name.length};
  const sign = signs.find((each) => text.startsWith(each, at));
  if (sign === undefined) throw awkFault('Unexpected token', line, place.program);
  const value = sign === '**' ? '^' : sign === '**=' ? '^=' : sign;
  return {token: {kind: 'sign', value, line}, length: sign.length};
}

function nameToken(name: string, isCall: boolean, line: number): AwkToken {
  if (awkKeywords.has(name)) return {kind: 'keyword', value: name === 'func' ? 'function' : name, line};
  if (Object.hasOwn(awkBuiltins, name)) return {kind: 'builtin', value: name, line};
  return {kind: isCall ? 'call' : 'name', value: name, line};
}

function readText(text: string, at: number, {line, program}: Place): ReturnType<typeof readToken> {
  let value = '';
  for (let end = at + 1; end < text.length; end += 1) {
    const character = text[end] ?? '';
    if (character === '"') return {token: {kind: 'text', value, line}, length: end + 1 - at};
    if (character === '\n') break;
    if (character !== '\\') {
      value += character;
      continue;
    }
    const next = text[end + 1] ?? '';
    if (next === '"' || next === '/') value += next;
    else if (next !== '\n') {
      const {character: meant, length} = readEscape(text, end + 1);
      value += length === 0 ? next : meant;
      end += Math.max(0, length - 1);
    }
    end += 1;
  }
  throw awkFault('Unexpected end of string', line, program);
}

function readPattern(text: string, at: number, {line, program}: Place): ReturnType<typeof readToken> {
  let value = '';
  for (let end = at + 1; end < text.length; end += 1) {
    const character = text[end] ?? '';
    if (character === '/') return {token: {kind: 'regex', value, line}, length: end + 1 - at};
    if (character === '\n') break;
    if (character !== '\\') value += character;
    else {
      end += 1;
      value += text[end] === '/' ? '/' : text[end] === '"' ? '"' : `\\${text[end] ?? ''}`;
    }
  }
  throw awkFault('Unexpected end of string', line, program);
}
