import {quote} from '../go/quote.ts';
import {compareValues, equalValues} from './compare.ts';
import {GoCallError} from './errors.ts';
import {marshalJson} from './marshal.ts';
import {formatValue} from './print.ts';
import {formatPrintf} from './printf.ts';
import {type GoMethod, type GoValue, isTrue, strings, typeName} from './value.ts';

/** What a template may call, by name. */
export type GoFunctions = ReadonlyMap<string, GoMethod>;

function withArity(arity: number | undefined, call: (args: readonly GoValue[]) => GoValue): GoMethod {
  return {arity, call};
}

/** The functions of every Go template. https://pkg.go.dev/text/template#hdr-Functions */
export const builtins: GoFunctions = new Map([
  ['and', withArity(undefined, (args) => firstOrLast(args, false))],
  ['or', withArity(undefined, (args) => firstOrLast(args, true))],
  ['not', withArity(1, ([value]) => !isTrue(value))],
  ['len', withArity(1, ([value]) => lengthOf(value))],
  ['index', withArity(undefined, ([value, ...keys]) => keys.reduce(indexOne, value))],
  ['slice', withArity(undefined, ([value, ...bounds]) => sliceOf(value, bounds))],
  ['print', withArity(undefined, (args) => printAll(args))],
  ['println', withArity(undefined, (args) => `${args.map((arg) => formatValue(arg, 0)).join(' ')}\n`)],
  ['printf', withArity(undefined, ([format, ...args]) => formatPrintf(textOf(format), args))],
  ['html', withArity(undefined, (args) => escapeHtml(printAll(args)))],
  ['urlquery', withArity(undefined, (args) => encodeURIComponent(printAll(args)).replaceAll('%20', '+'))],
  ['eq', withArity(undefined, ([first, ...others]) => others.some((other) => equalValues(first, other)))],
  ['ne', withArity(2, ([a, b]) => !equalValues(a, b))],
  ['lt', withArity(2, ([a, b]) => compareValues(a, b) < 0)],
  ['le', withArity(2, ([a, b]) => compareValues(a, b) <= 0)],
  ['gt', withArity(2, ([a, b]) => compareValues(a, b) > 0)],
  ['ge', withArity(2, ([a, b]) => compareValues(a, b) >= 0)],
]);

/** The functions that docker adds. https://docs.docker.com/engine/cli/formatting/ */
export const dockerFunctions: GoFunctions = new Map([
  ['json', withArity(1, ([value]) => marshalJson(value, {escapeHtml: false}))],
  ['split', withArity(2, ([text, separator]) => strings(textOf(text).split(textOf(separator))))],
  ['join', withArity(2, ([list, separator]) => itemsOf(list).map(textOf).join(textOf(separator)))],
  [
    'title',
    withArity(1, ([text]) => textOf(text).replaceAll(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (match) => match.toUpperCase())),
  ],
  ['lower', withArity(1, ([text]) => textOf(text).toLowerCase())],
  ['upper', withArity(1, ([text]) => textOf(text).toUpperCase())],
  ['pad', withArity(3, ([text, before, after]) => padded(textOf(text), numberOf(before), numberOf(after)))],
  ['truncate', withArity(2, ([text, length]) => [...textOf(text)].slice(0, numberOf(length)).join(''))],
]);

function firstOrLast(args: readonly GoValue[], truth: boolean): GoValue {
  const at = args.findIndex((arg) => isTrue(arg) === truth);
  return args.at(at);
}

function padded(text: string, before: number, after: number): string {
  return text === '' ? text : ' '.repeat(before) + text + ' '.repeat(after);
}

function textOf(value: GoValue): string {
  if (typeof value === 'string') return value;
  throw new GoCallError(`wrong type for value; expected string; got ${typeName(value)}`);
}

function numberOf(value: GoValue): number {
  if (typeof value === 'number') return value;
  throw new GoCallError(`wrong type for value; expected int; got ${typeName(value)}`);
}

function itemsOf(value: GoValue): readonly GoValue[] {
  if (typeof value === 'object' && value !== null && value.kind === 'slice') return value.items;
  throw new GoCallError(`wrong type for value; expected []string; got ${typeName(value)}`);
}

/** Blanks stand between two arguments when neither is a string. */
function printAll(args: readonly GoValue[]): string {
  return args.reduce<string>((text, arg, at) => {
    const before = args[at - 1];
    const blank = at > 0 && typeof arg !== 'string' && typeof before !== 'string' ? ' ' : '';
    return text + blank + formatValue(arg, 0);
  }, '');
}

function lengthOf(value: GoValue): number {
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (value === undefined || value === null) throw new GoCallError('len of nil pointer');
  if (typeof value === 'object' && value.kind === 'slice') return value.items.length;
  if (typeof value === 'object' && value.kind === 'map') return value.entries.size;
  throw new GoCallError(`len of type ${typeName(value)}`);
}

function indexOne(value: GoValue, key: GoValue): GoValue {
  if (value === undefined || value === null) throw new GoCallError('index of untyped nil');
  if (typeof value === 'string') return byteAt(value, key);
  if (typeof value === 'object' && value.kind === 'slice') {
    if (typeof key !== 'number') throw new GoCallError(`cannot index slice/array with type ${typeName(key)}`);
    checkIndex(key, value.items.length, 'slice');
    return value.items[key];
  }
  if (typeof value === 'object' && value.kind === 'map') {
    if (typeof key !== 'string') throw new GoCallError(`value has type ${typeName(key)}; should be string`);
    return value.entries.has(key) ? value.entries.get(key) : value.zero;
  }
  throw new GoCallError(`can't index item of type ${typeName(value)}`);
}

function byteAt(text: string, key: GoValue): number {
  if (typeof key !== 'number') throw new GoCallError(`cannot index slice/array with type ${typeName(key)}`);
  const bytes = new TextEncoder().encode(text);
  checkIndex(key, bytes.length, 'string');
  return bytes[key] ?? 0;
}

/** Go lets the length itself pass, and stumbles over it later. */
function checkIndex(index: number, length: number, what: 'slice' | 'string'): void {
  if (index < 0 || index > length) throw new GoCallError(`index out of range: ${index}`);
  if (index === length) throw new GoCallError(`reflect: ${what} index out of range`);
}

function sliceOf(value: GoValue, bounds: readonly GoValue[]): GoValue {
  const size = lengthOf(value);
  const [from = 0, to = size] = bounds.map(numberOf);
  if (to > size || from > to || from < 0) throw new GoCallError(`index out of range: ${to > size ? to : from}`);
  if (typeof value === 'string') return new TextDecoder().decode(new TextEncoder().encode(value).slice(from, to));
  if (typeof value === 'object' && value !== null && value.kind === 'slice') {
    return {...value, items: value.items.slice(from, to)};
  }
  throw new GoCallError(`can't slice item of type ${typeName(value)}`);
}

const htmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => htmlEntities[char] ?? quote(char));
}
