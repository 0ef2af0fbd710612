import type {GoMap, GoSlice, GoStruct, GoValue} from './value.ts';

/** What an action writes: pointers are followed, nothing at all is `<no value>`. */
export function printValue(value: GoValue): string {
  if (value === undefined || value === null) return '<no value>';
  return formatValue(value, 0);
}

/** A value as Go's `%v` prints it at a depth; below the top a pointer is an address. https://pkg.go.dev/fmt */
export function formatValue(value: GoValue, depth: number): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'float':
      return formatFloat(value.value);
    case 'slice':
      return formatSlice(value, depth);
    case 'map':
      return formatMap(value, depth);
    case 'struct':
      return formatStruct(value, depth);
    case 'nil':
      return '<nil>';
    case 'stringer':
      return value.printed;
  }
}

function formatSlice({items}: GoSlice, depth: number): string {
  return `[${items.map((item) => formatValue(item, depth + 1)).join(' ')}]`;
}

function formatMap({entries}: GoMap, depth: number): string {
  const pairs = sortedEntries(entries).map(([key, value]) => `${key}:${formatValue(value, depth + 1)}`);
  return `map[${pairs.join(' ')}]`;
}

/** Go prints an address there; any will do, since no two runs have the same. */
const someAddress = '0xc000010000';

function formatStruct({pointer, fields}: GoStruct, depth: number): string {
  if (pointer && depth > 0) return someAddress;
  return `{${[...fields.values()].map((field) => formatValue(field, depth + 1)).join(' ')}}`;
}

/** The entries of a map in the order in which Go prints and ranges over them. */
export function sortedEntries(entries: ReadonlyMap<string, GoValue>): readonly (readonly [string, GoValue])[] {
  return [...entries].sort(([a], [b]) => compareText(a, b));
}

/** Go compares strings by their bytes. */
export function compareText(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [at, char] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (char !== other) return (char.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return left.length - right.length;
}

/** A float64 as `%v` prints it: an exponent below 1e-4 and from 1e21 on. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e21)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return String(value);
}
