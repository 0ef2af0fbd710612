import {badRequest} from '../api/refusal.ts';
import {familiarName, familiarText, parseReference} from './reference.ts';

/** Values by filter, as a client asked for them. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the `filters` of a query: `{"k":{"v":true}}` or `{"k":["v"]}`. Throws 400 for what is neither, and for a filter
 * the call does not have.
 */
export function readFilters(text: string, known: readonly string[]): Filters {
  const filters = new Map(Object.entries(parsed(text)).map(([name, values]) => [name, valuesOf(values)]));
  for (const name of filters.keys()) if (!known.includes(name)) throw badRequest(`invalid filter '${name}'`);
  return filters;
}

/** A filter that is true or false; `absent` when nobody asked. Throws 400 for anything else. */
export function booleanFilter(filters: Filters, name: string, absent: boolean): boolean {
  const values = filters.get(name);
  if (!values || values.length === 0) return absent;
  const isTrue = values.some((value) => value === 'true' || value === '1');
  const isFalse = values.some((value) => value === 'false' || value === '0');
  if (isTrue === isFalse) throw badRequest(`invalid filter '${name}=[${values.join(' ')}]'`);
  return isTrue;
}

/** Whether labels have all of some: `name` or `name=value`. */
export function hasLabels(labels: {readonly [name: string]: string}, wanted: readonly string[]): boolean {
  return wanted.every((text) => {
    const [name = '', ...value] = text.split('=');
    const own = Object.hasOwn(labels, name) ? labels[name] : undefined;
    return own !== undefined && (value.length === 0 || own === value.join('='));
  });
}

/**
 * Whether a reference matches a pattern of `docker images --filter reference=…`: the whole name, or without its tag.
 * Throws 400 for no pattern.
 */
export function matchesReference(reference: string, pattern: string): boolean {
  const tokens = glob(pattern);
  const name = parseReference(reference);
  return [familiarText(name), familiarName(name)].some((text) => matches(tokens, text));
}

type Token = 'star' | ((character: string) => boolean);

/** Go's path.Match: https://pkg.go.dev/path#Match Throws 400 for no pattern. */
function glob(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (character === '*') {
      if (tokens.at(-1) !== 'star') tokens.push('star');
    } else if (character === '?') tokens.push((other) => other !== '/');
    else if (character === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) throw badRequest('syntax error in pattern');
      tokens.push(characterClass(pattern.slice(at + 1, end)));
      at = end;
    } else tokens.push((other) => other === character);
  }
  return tokens;
}

/** What is between brackets: `a-c`, `^x`. */
function characterClass(inside: string): Token {
  const isNot = inside.startsWith('^');
  const text = isNot ? inside.slice(1) : inside;
  return (character) => {
    for (let at = 0; at < text.length; at += 1) {
      const first = text[at] ?? '';
      const last = text[at + 1] === '-' && at + 2 < text.length ? (text[at + 2] ?? '') : first;
      if (character >= first && character <= last) return !isNot;
      if (last !== first) at += 2;
    }
    return isNot && character !== '/';
  };
}

/** Goes back to the last star alone, so that no pattern takes long. */
function matches(tokens: readonly Token[], text: string): boolean {
  let token = 0;
  let star = -1;
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const now = tokens[token];
    if (now === 'star') {
      star = token;
      from = at;
      token += 1;
    } else if (now?.(text[at] ?? '')) {
      token += 1;
      at += 1;
    } else if (star >= 0 && text[from] !== '/') {
      from += 1;
      at = from;
      token = star + 1;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === 'star');
}

function parsed(text: string): object {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below, in the same words.
  }
  throw badRequest(`invalid filters: ${JSON.stringify(text.slice(0, 200))} is no JSON object`);
}

function valuesOf(values: unknown): readonly string[] {
  if (Array.isArray(values)) return values.map(String);
  if (typeof values === 'object' && values !== null)
    return Object.entries(values)
      .filter(([, isSet]) => isSet === true)
      .map(([value]) => value);
  throw badRequest('invalid filters: the values of a filter are a list, or an object of true');
}
