import {type Documents, type OpenApiSchema, referenceOf} from './documents.ts';
import {type GoStructs, goField} from './go-types.ts';
import {type Messages, numbersOf} from './numbers.ts';
import {codes} from './wanted.ts';

interface Described {
  readonly name: string;
  /** Its last part. */
  readonly type: string;
  readonly documents: Documents;
  readonly messages: Messages;
  readonly structs: GoStructs;
}

/** One type of the table. */
export function lineOf(described: Described): string {
  const {name, type, documents} = described;
  const schema = documents.get(name) ?? {};
  const isKind = schema['x-kubernetes-group-version-kind'] !== undefined && schema.properties?.['kind'] !== undefined;
  const atomic = schema['x-kubernetes-map-type'] === 'atomic' ? '^' : '';
  const fields = Object.entries(schema.properties ?? {})
    .filter(([field]) => !isKind || (field !== 'apiVersion' && field !== 'kind'))
    .map(([field, value]) => fieldOf(described, field, value));
  return [`${type}${isKind ? '*' : ''}${atomic}`, ...fields].join(' ');
}

function fieldOf({name, documents, messages, structs}: Described, field: string, schema: OpenApiSchema): string {
  const known = new Set(Object.keys(documents.get(name)?.properties ?? {}));
  const numbers = numbersOf(messages, name, {field, known});
  if (numbers.length === 0) process.stderr.write(`${name} has no number for ${field}\n`);
  const code = codeOf(schema, packageOf(name));
  const go = goField(structs, name, field);
  if (!go && field !== 'metadata') process.stderr.write(`${name} has no Go field for ${field}\n`);
  const required = documents.get(name)?.required?.includes(field) ? '!' : '';
  return [
    `${field}:${code}`,
    values(schema),
    goTypeOf(code, go?.type ?? '', name),
    numbers.length === 0 ? '' : `#${numbers.join('/')}`,
    go?.isPointer ? '&' : '',
    required,
    listOf(schema),
    patchOf(schema),
    atomicOf(schema, documents),
    defaultOf(schema),
  ].join('');
}

function codeOf(schema: OpenApiSchema, place: string): string {
  const reference = referenceOf(schema);
  if (reference !== undefined) return codes[reference] ?? `@${relative(reference, place)}`;
  if (schema.items) return `[${codeOf(schema.items, place)}`;
  if (schema.additionalProperties) return `{${codeOf(schema.additionalProperties, place)}`;
  const {type, format} = schema;
  if (type === 'string') return format === 'byte' ? 'y' : 's';
  if (type === 'boolean') return 'b';
  if (type === 'integer') return format === 'int64' ? 'l' : 'i';
  if (type === 'number') return 'd';
  throw new Error(`no code for ${JSON.stringify(schema)}`);
}

/** All values of a text, or of the texts in a list or a map. */
function values({items, additionalProperties, enum: all}: OpenApiSchema): string {
  const inner = items ?? additionalProperties;
  if (inner) return values(inner);
  // Spaces are between fields; no value has an underscore.
  return all ? `<${all.join('|').replaceAll(' ', '_')}>` : '';
}

const plain = /^(string|bool|u?int\d*|float64|byte|map\[.*)$/;

/** What Go calls a plain type, where it has a name for it: its decoder says so to whoever sends something else. */
function goTypeOf(code: string, type: string, name: string): string {
  const isNamed = type !== '' && !plain.test(type);
  const [bare = '', place] = type.split('.').toReversed();
  // Of what may be anything, clients are shown the name.
  if (code.endsWith('a')) return isNamed ? `%${bare}` : '';
  const hasOwnName = /@|[qtuDxy]$/.test(code) && code !== '{q';
  if (!isNamed || hasOwnName) return '';
  const version = name.split('.').at(-2) ?? '';
  const other = place === undefined ? version : (/v\d+$/.exec(place)?.[0] ?? version);
  return other === version ? `%${bare}` : `%${other}.${bare}`;
}

function packageOf(name: string): string {
  return name.replace(/\.\w+$/, '');
}

function relative(reference: string, place: string): string {
  if (packageOf(reference) === place) return reference.replace(/^.*\./, '');
  return reference.replace(/^.*\.(\w+\.\w+\.\w+)$/, '$1');
}

function listOf(schema: OpenApiSchema): string {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (keys) return `m(${keys.join(',')})`;
  return schema['x-kubernetes-list-type'] === 'set' ? 'S' : '';
}

function patchOf(schema: OpenApiSchema): string {
  const strategies = (schema['x-kubernetes-patch-strategy'] ?? '').split(',');
  const merge = strategies.includes('merge') ? `~${schema['x-kubernetes-patch-merge-key'] ?? ''}` : '';
  return `${merge}${strategies.includes('retainKeys') ? '+' : ''}`;
}

/** Atomic maps, and the one reference that is granular though its type is atomic. */
function atomicOf(schema: OpenApiSchema, documents: Documents): string {
  const own = schema['x-kubernetes-map-type'];
  if (own === 'granular') return '';
  const reference = referenceOf(schema);
  const type = reference === undefined ? undefined : documents.get(reference)?.['x-kubernetes-map-type'];
  return own === 'atomic' || type === 'atomic' ? '^' : '';
}

function defaultOf(schema: OpenApiSchema): string {
  const value = schema.default;
  if (value === undefined) return '';
  const isZero = value === '' || value === 0 || value === false || (typeof value === 'object' && value !== null);
  return isZero ? '.' : `=${String(value)}`;
}
