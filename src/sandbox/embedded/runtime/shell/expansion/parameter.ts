import {encode} from '../../../bytes/bytes.ts';
import {isName} from '../state/name.ts';
import {type ParameterValue, parameterValue} from '../state/parameters.ts';
import type {Shell} from '../state/shell.ts';
import type {Operation, ParameterPart, Word} from '../syntax/ast.ts';
import type {Pattern} from './pattern.ts';
import type {Segment} from './spans.ts';
import {replaceMatches, slice, trim} from './trim.ts';

/** Where a word stands: in a command, in the braces of an expansion there, as a text, as the value of an assignment. */
export type Context = 'field' | 'braces' | 'text' | 'assigned';

/** Expands the words within a parameter's braces. */
export interface Expander {
  readonly shell: Shell;
  segments(word: Word, context: Context): Promise<readonly Segment[]>;
  text(word: Word): Promise<string>;
  pattern(word: Word): Promise<Pattern>;
  arithmetic(word: Word): Promise<bigint>;
}

/** What `$name` or `${name...}` comes to. Throws ShellFault. */
export async function expandParameter(
  expander: Expander,
  part: ParameterPart,
  context: Context,
): Promise<Iterable<Segment>> {
  const {name, operation, quoted} = part;
  const {shell} = expander;
  const value = parameterValue(shell, name);
  if (operation === undefined) return valueSegments(required(shell, name, value), part);
  switch (operation.kind) {
    case 'length':
      return oneSegment(lengthOf(required(shell, name, value)), quoted);
    case 'bad':
      throw shell.fault('syntax error: bad substitution');
    case 'default':
    case 'assign':
    case 'error':
    case 'alternative':
      return expandDefault(expander, {part, operation, value, context});
    default: {
      const known = required(shell, name, value);
      return valueSegments(known && (await changed(expander, known, operation)), part);
    }
  }
}

type DefaultOperation = Extract<Operation, {kind: 'default' | 'assign' | 'error' | 'alternative'}>;

async function expandDefault(
  expander: Expander,
  options: {
    readonly part: ParameterPart;
    readonly operation: DefaultOperation;
    readonly value: ParameterValue;
    readonly context: Context;
  },
): Promise<Iterable<Segment>> {
  const {part, operation, value, context} = options;
  const isThere = hasValue(value, operation.colon);
  const wordSegments = async (): Promise<readonly Segment[]> =>
    operation.word.length === 0
      ? emptySegments(part.quoted)
      : expander.segments(
          operation.word,
          context === 'field' && !part.quoted ? 'braces' : context === 'field' ? 'text' : context,
        );
  if (operation.kind === 'alternative') return isThere ? wordSegments() : emptySegments(part.quoted);
  if (isThere) return valueSegments(value, part);
  if (operation.kind === 'default') return wordSegments();
  const text = await expander.text(operation.word);
  if (operation.kind === 'assign') {
    assign(expander.shell, part.name, text);
    return oneSegment(text, part.quoted);
  }
  const message = text === '' ? `parameter not set${operation.colon ? ' or null' : ''}` : text;
  throw expander.shell.fault(`${part.name}: ${message}`);
}

function assign(shell: Shell, name: string, value: string): void {
  if (!isName(name)) throw shell.fault(`${name}: bad variable name`);
  shell.set(name, value);
}

function hasValue(value: ParameterValue, notEmpty: boolean): boolean {
  if (value === undefined) return false;
  if (value.kind === 'one') return value.value !== '' || !notEmpty;
  return !notEmpty || value.values.some((one) => one !== '');
}

function required(shell: Shell, name: string, value: ParameterValue): ParameterValue {
  if (value === undefined && shell.options.has('u')) throw shell.fault(`${name}: parameter not set`);
  return value;
}

function lengthOf(value: ParameterValue): string {
  if (value === undefined) return '0';
  // In bytes, as busybox counts.
  return String(encode(value.kind === 'one' ? value.value : value.values.join(value.join)).length);
}

type ChangingOperation = Extract<Operation, {kind: 'trim' | 'slice' | 'replace'}>;

async function changed(
  expander: Expander,
  value: Exclude<ParameterValue, undefined>,
  operation: ChangingOperation,
): Promise<ParameterValue> {
  const change = await changeOf(expander, operation);
  if (value.kind === 'one') return {kind: 'one', value: await change(value.value)};
  const values: string[] = [];
  for (const one of value.values) values.push(await change(one));
  return {...value, values};
}

async function changeOf(
  expander: Expander,
  operation: ChangingOperation,
): Promise<(value: string) => Promise<string> | string> {
  const breathe = (): Promise<void> => expander.shell.process.breathe();
  switch (operation.kind) {
    case 'trim': {
      const pattern = await expander.pattern(operation.pattern);
      return (value) => trim(value, pattern, {...operation, breathe});
    }
    case 'slice': {
      const offset = Number(await expander.arithmetic(operation.offset));
      const length = operation.length ? Number(await expander.arithmetic(operation.length)) : undefined;
      return (value) => slice(value, offset, length);
    }
    case 'replace': {
      const pattern = await expander.pattern(operation.pattern);
      const replacement = operation.replacement ? await expander.text(operation.replacement) : '';
      return (value) => replaceMatches(value, pattern, {replacement, all: operation.all, breathe});
    }
  }
}

function valueSegments(value: ParameterValue, {name, quoted}: ParameterPart): Iterable<Segment> {
  if (value === undefined) return emptySegments(quoted);
  if (value.kind === 'one') return oneSegment(value.value, quoted);
  // "$*" is one word; "$@" is as many as there are parameters, maybe none.
  if (quoted && name === '*') return oneSegment(value.values.join(value.join), true);
  return manySegments(value.values, {quoted, join: value.join});
}

/** One by one: there may be very many. */
function* manySegments(
  values: readonly string[],
  {quoted, join}: {readonly quoted: boolean; readonly join: string},
): Generator<Segment, void> {
  for (const [index, text] of values.entries()) {
    if (index > 0) yield {boundary: true, join};
    yield {text, quoted, split: !quoted};
  }
}

function oneSegment(text: string, quoted: boolean): readonly Segment[] {
  return [{text, quoted, split: !quoted}];
}

/** Within quotes nothing is still a field. */
function emptySegments(quoted: boolean): readonly Segment[] {
  return quoted ? [{text: '', quoted: true, split: false}] : [];
}
