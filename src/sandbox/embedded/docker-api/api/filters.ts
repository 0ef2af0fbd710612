import {badRequest} from './refusal.ts';

/** Values by filter, as a client asked for them. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the `filters` of a query: `{"k":{"v":true}}` of the command line, or `{"k":["v"]}`. Throws 400 for what is
 * neither, and for a filter the call does not have. https://docs.docker.com/reference/api/engine/version/v1.46/#section/Filters
 */
export function readFilters(text: string | null, known: readonly string[]): Filters {
  const filters = parseFilters(text);
  for (const name of filters.keys()) if (!known.includes(name)) throw badRequest(`invalid filter '${name}'`);
  return filters;
}

/** The same for calls that overlook filters they do not know. */
export function parseFilters(text: string | null): Filters {
  if (text === null || text === '') return new Map();
  return new Map(Object.entries(objectOf(text)).map(([name, values]) => [name, valuesOf(name, values)]));
}

/** A filter that is true or false; undefined when nobody asked. Throws 400 for anything else. */
export function booleanFilter(filters: Filters, name: string): boolean | undefined {
  const values = filters.get(name) ?? [];
  if (values.length === 0) return undefined;
  const isTrue = values.some((value) => value === 'true' || value === '1');
  const isFalse = values.some((value) => value === 'false' || value === '0');
  if (isTrue === isFalse) throw badRequest(`invalid filter '${name}=[${values.join(' ')}]'`);
  return isTrue;
}

/** Whether a text is one of the values, or matches one as a pattern; true when nobody asked. */
export function matchesFilter(filters: Filters, name: string, text: string): boolean {
  const values = filters.get(name) ?? [];
  return values.length === 0 || values.some((value) => value === text || matchesPattern(value, text));
}

/** Whether a text is one of the values; true when nobody asked. */
export function equalsFilter(filters: Filters, name: string, text: string): boolean {
  const values = filters.get(name) ?? [];
  return values.length === 0 || values.includes(text);
}

/** Whether labels have all of some: `name` or `name=value`. */
export function hasLabels(labels: {readonly [name: string]: string}, wanted: readonly string[]): boolean {
  return wanted.every((text) => {
    const [name = '', ...value] = text.split('=');
    const own = Object.hasOwn(labels, name) ? labels[name] : undefined;
    return own !== undefined && (value.length === 0 || own === value.join('='));
  });
}

/** Whether labels are as the filters `label` and `label!` want them. */
export function matchesLabels(filters: Filters, labels: {readonly [name: string]: string}): boolean {
  const without = filters.get('label!') ?? [];
  return hasLabels(labels, filters.get('label') ?? []) && (without.length === 0 || !hasLabels(labels, without));
}

const longestPattern = 256;
const mostRepetitions = 3;

/** Docker takes values as patterns; what is none, or could take for ever, only matches itself. */
function matchesPattern(pattern: string, text: string): boolean {
  const repetitions = pattern.match(/[+*{]/g)?.length ?? 0;
  if (pattern.length > longestPattern || repetitions > mostRepetitions || /\)[+*{]/.test(pattern)) return false;
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return false;
  }
}

function objectOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below, in the same words.
  }
  throw badRequest(`invalid filter: ${JSON.stringify(text.slice(0, 200))} is no JSON object`);
}

/** The keys count alone, as in Docker: `{"running": false}` asks for running ones. */
function valuesOf(name: string, values: unknown): readonly string[] {
  if (Array.isArray(values) && values.every((value) => typeof value === 'string')) return values;
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) return Object.keys(values);
  throw badRequest(`invalid filter '${name}': its values are a list of texts, or an object`);
}
