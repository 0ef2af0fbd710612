import {isObject, type Json} from '../json.ts';
import {doubleQuoted, literalBlock, plain, type ScalarPlace, scalarStyle, singleQuoted} from './yaml-scalar.ts';

/** YAML as Go's sigs.k8s.io/yaml writes it: keys sorted, lists not moved in. Ends with a line end. */
export function toYaml(value: unknown): string {
  if (isBlock(value)) return `${block(value, 0).join('\n')}\n`;
  return `${inline(value, {column: 0, indent: 2, isKey: false})}\n`;
}

function isBlock(value: unknown): value is Json | readonly unknown[] {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) && keysOf(value).length > 0;
}

function keysOf(value: Json): readonly string[] {
  return Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort(compareKeys);
}

/** The lines of a map or a list at an indent; the first has none, since it may follow a dash. */
function block(value: Json | readonly unknown[], indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  const lines = isList(value)
    ? value.map((item) => listItem(item, indent))
    : keysOf(value).map((key) => entry(key, value[key], indent));
  return lines.map((line, index) => (index === 0 ? line : pad + line));
}

function isList(value: Json | readonly unknown[]): value is readonly unknown[] {
  return Array.isArray(value);
}

function listItem(item: unknown, indent: number): string {
  const inner = {column: indent + 2, indent: indent + 2, isKey: false};
  return `- ${isBlock(item) ? block(item, indent + 2).join('\n') : inline(item, inner)}`;
}

function entry(key: string, value: unknown, indent: number): string {
  const name = scalar(key, {column: indent, indent, isKey: true});
  const place = {column: indent + name.length + 2, indent: indent + 2, isKey: false};
  if (!isBlock(value)) return `${name}: ${inline(value, place)}`;
  const inner = isList(value) ? indent : indent + 2;
  return `${name}:\n${' '.repeat(inner)}${block(value, inner).join('\n')}`;
}

function inline(value: unknown, place: ScalarPlace): string {
  if (Array.isArray(value)) return '[]';
  if (isObject(value)) return '{}';
  if (typeof value === 'string') return scalar(value, place);
  if (typeof value === 'number') return numberText(value);
  return value === undefined ? 'null' : String(value);
}

function scalar(text: string, place: ScalarPlace): string {
  switch (scalarStyle(text, place.isKey)) {
    case 'plain':
      return plain(text, place);
    case 'single':
      return singleQuoted(text, place);
    case 'double':
      return doubleQuoted(text, place);
    case 'literal':
      return literalBlock(text, place.indent);
  }
}

function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

const letter = /\p{L}/u;
const digit = /\d/;

/** Go's order of keys: letters after everything else, numbers by their size. */
export function compareKeys(left: string, right: string): number {
  const [a, b] = [[...left], [...right]];
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const [x = '', y = ''] = [a[index], b[index]];
    if (x === y) continue;
    const [xLetter, yLetter] = [letter.test(x), letter.test(y)];
    if (xLetter && yLetter) return x < y ? -1 : 1;
    if (xLetter || yLetter) return yLetter ? -1 : 1;
    return compareDigits(a, b, index) || (x < y ? -1 : 1);
  }
  return a.length - b.length;
}

function compareDigits(a: readonly string[], b: readonly string[], from: number): number {
  // A zero inside a longer number says something: `10` and `1` differ by it.
  const inside = (a[from] === '0' || b[from] === '0') && /[1-9]\d*$/.test(a.slice(0, from).join(''));
  const [x, y] = [a, b].map((chars) => {
    let end = from;
    while (end < chars.length && digit.test(chars[end] ?? '')) end += 1;
    return {value: Number(`${inside ? '1' : ''}${chars.slice(from, end).join('')}` || '0'), end};
  });
  if (x === undefined || y === undefined) return 0;
  return x.value - y.value || x.end - y.end;
}
