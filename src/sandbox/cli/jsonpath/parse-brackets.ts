import type {Cursor} from './cursor.ts';
import type {Bound, Operator, Step} from './node.ts';

/** Reads what stands between brackets as a path of its own. */
type ParsePath = (source: string) => readonly Step[];

const slice = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;

/** `[0]`, `[1:3]`, `[*]`, `['key']`, `[0,2]`. */
export function arrayStep(cursor: Cursor, parsePath: ParsePath): readonly Step[] {
  const inside = cursor.take(/^\[((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\]'"])*)\]/s)?.[1];
  if (inside === undefined) throw new Error('unterminated array');
  const text = inside.trim();
  if (text === '*') return [{kind: 'wildcard'}];
  const members = splitMembers(text);
  if (members.length > 1) return [{kind: 'union', paths: members.map((member) => parsePath(`[${member.trim()}]`))}];
  const key = /^'((?:[^'\\]|\\.)*)'$/s.exec(text)?.[1] ?? /^"((?:[^"\\]|\\.)*)"$/s.exec(text)?.[1];
  if (key !== undefined) return [{kind: 'field', name: key.replaceAll(/\\(.)/gs, '$1')}];
  const match = slice.exec(text);
  if (match === null || text === '') throw new Error(`invalid array index ${text}`);
  return [{kind: 'array', bounds: boundsOf(match)}];
}

/** The parts between commas that stand in no quotes. */
function splitMembers(text: string): readonly string[] {
  return text.match(/(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,'"])+/gs) ?? [];
}

function boundsOf([, from = '', to, step]: RegExpExecArray): readonly [Bound, Bound, Bound] {
  const first = boundOf(from);
  const single: Bound = {value: first.value + 1, known: true, derived: true};
  return [first, to === undefined ? single : boundOf(to.slice(1)), boundOf((step ?? ':').slice(1))];
}

function boundOf(text: string): Bound {
  return {value: Number(text || '0'), known: text !== '', derived: false};
}

const operators: readonly Operator[] = ['==', '!=', '<=', '>=', '<', '>'];

/** `[?(@.name == "x")]`. */
export function filterStep(cursor: Cursor, parsePath: ParsePath): Step {
  cursor.take(/^\[\?\(/);
  const inside = insideParentheses(cursor);
  if (cursor.take(/^\]/) === undefined) throw new Error('unclosed array expect ]');
  const found = findOperator(inside);
  if (found === undefined) return {kind: 'filter', left: parsePath(inside), right: [], operator: 'exists'};
  const {operator, at} = found;
  const left = parsePath(inside.slice(0, at));
  return {kind: 'filter', left, right: parsePath(inside.slice(at + operator.length)), operator};
}

/** Takes the text up to the parenthesis that closes the filter. */
function insideParentheses(cursor: Cursor): string {
  let text = '';
  let depth = 0;
  for (;;) {
    const piece = cursor.take(/^(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^'"])/s)?.[0];
    if (piece === undefined) throw new Error('unterminated filter');
    if (piece === ')' && depth === 0) return text;
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    text += piece;
  }
}

function findOperator(text: string): {readonly operator: Operator; readonly at: number} | undefined {
  for (const match of text.matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|==|!=|<=|>=|<|>/gs)) {
    const operator = operators.find((known) => known === match[0]);
    if (operator !== undefined) return {operator, at: match.index};
  }
  return undefined;
}
