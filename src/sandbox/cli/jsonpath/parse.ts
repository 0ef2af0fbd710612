import {unquote} from '../go/quote.ts';
import {Cursor} from './cursor.ts';
import type {Part, Step} from './node.ts';
import {arrayStep, filterStep} from './parse-brackets.ts';

/** What stands between one pair of braces. */
interface Action {
  readonly word: 'range' | 'end' | undefined;
  readonly steps: readonly Step[];
}

/**
 * Reads a template of kubectl's JSONPath; throws in its words.
 * https://kubernetes.io/docs/reference/kubectl/jsonpath/
 */
export function parseTemplate(source: string): readonly Part[] {
  const open: {readonly steps: readonly Step[]; readonly parts: Part[]}[] = [{steps: [], parts: []}];
  const push = (part: Part) => open.at(-1)?.parts.push(part);
  const close = () => {
    const range = open.pop();
    if (range !== undefined) push({kind: 'range', steps: range.steps, body: range.parts});
  };
  let rest = source;
  while (rest !== '') {
    const brace = rest.indexOf('{');
    const text = brace === -1 ? rest : rest.slice(0, brace);
    if (text !== '') push({kind: 'text', text});
    if (brace === -1) break;
    const cursor = new Cursor(rest.slice(brace + 1));
    const {word, steps} = readAction(cursor);
    rest = cursor.rest;
    if (word === 'range') open.push({steps, parts: []});
    else if (word === undefined) push({kind: 'path', steps});
    else if (open.length === 1) throw new Error('not in range, nothing to end');
    else close();
  }
  while (open.length > 1) close();
  return open[0]?.parts ?? [];
}

/** The steps of a path without braces around it, as in a filter. */
export function parsePath(source: string): readonly Step[] {
  return readAction(new Cursor(`${source}}`)).steps;
}

function readAction(cursor: Cursor): Action {
  const steps: Step[] = [];
  let word: Action['word'];
  for (;;) {
    cursor.take(/^[ \t$@]+/);
    if (cursor.take(/^\}/) !== undefined) return {word, steps};
    if (cursor.rest === '' || cursor.rest.startsWith('\n') || cursor.rest.startsWith('\r'))
      throw new Error('unclosed action');
    const identifier = cursor.take(/^[A-Za-z_][A-Za-z0-9_]*/)?.[0];
    if (identifier === 'range' || identifier === 'end') word = identifier;
    else if (identifier === 'true' || identifier === 'false')
      steps.push({kind: 'literal', value: identifier === 'true'});
    else if (identifier !== undefined) throw new Error(`unrecognized identifier ${identifier}`);
    else steps.push(...readStep(cursor));
  }
}

function readStep(cursor: Cursor): readonly Step[] {
  if (cursor.take(/^\.\./) !== undefined) {
    const after = /^[^\s.,[\]$@{}]/.test(cursor.rest) ? readField(cursor) : [];
    return [{kind: 'recursive'}, ...after];
  }
  if (cursor.take(/^\./) !== undefined) return readField(cursor);
  if (cursor.rest.startsWith('[?(')) return [filterStep(cursor, parsePath)];
  if (cursor.rest.startsWith('[')) return arrayStep(cursor, parsePath);
  const quoted = cursor.take(/^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/s)?.[0];
  if (quoted !== undefined) return [{kind: 'literal', value: unquoted(quoted)}];
  if (/^["']/.test(cursor.rest)) throw new Error('unterminated quoted string');
  const number = cursor.take(/^[+-]?\d+(\.\d+)?/)?.[0];
  if (number !== undefined) return [{kind: 'literal', value: Number(number)}];
  const char = cursor.rest.charAt(0);
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw new Error(`unrecognized character in action: U+${code} '${char}'`);
}

function readField(cursor: Cursor): readonly Step[] {
  const name = cursor.take(/^(?:\\.|[^\s.,[\]$@{}\\])+/s)?.[0] ?? '';
  if (name === '*') return [{kind: 'wildcard'}];
  return [{kind: 'field', name: name.replaceAll(/\\(.)/gs, '$1')}];
}

/** A text without its quotes, which may be of either kind. */
export function unquoted(quoted: string): string {
  if (quoted.startsWith('"')) return unquote(quoted) ?? quoted.slice(1, -1);
  const inner = quoted
    .slice(1, -1)
    .replaceAll("\\'", "'")
    .replaceAll(/(?<!\\)"/g, '\\"');
  return unquote(`"${inner}"`) ?? inner;
}
