import type {Fields, Value} from '../object.ts';
import {KubeRefusal} from '../refusal.ts';
import type {ObjectType, ScalarKind, ValueType} from '../schema/field.ts';
import {isFields, textOf} from '../values/reading.ts';
import {type Element, pathText} from './field-set.ts';
import {at, goSyntax, goText, isList} from './json-value.ts';
import {fieldElement, fieldOf, itemElement, rootType} from './typed-value.ts';

/** Throws upstream's 500 when what is applied has fields the kind has not, or values of other types. */
export function refuseUntyped(applied: Fields, type: ObjectType): void {
  const problems = problemsOf(applied, rootType(type), []);
  if (problems.length === 0) return;
  const list = problems.length === 1 ? problems.join('') : ['errors:', ...problems.map((one) => `  ${one}`)].join('\n');
  throw new KubeRefusal(500, '', `failed to create typed patch object (${nameOf(applied)}): ${list}`);
}

/** `default/web; apps/v1, Kind=Deployment` */
function nameOf(applied: Fields): string {
  const metadata = at(applied, 'metadata');
  const {namespace, name} = isFields(metadata) ? metadata : {namespace: '', name: ''};
  return `${textOf(namespace)}/${textOf(name)}; ${kindText(applied)}`;
}

/** `apps/v1, Kind=Deployment`; `/v1, Kind=Pod` for the core group. */
export function kindText({apiVersion, kind}: {readonly apiVersion?: unknown; readonly kind?: unknown}): string {
  const version = textOf(apiVersion);
  return `${version.includes('/') ? version : `/${version}`}, Kind=${textOf(kind)}`;
}

function problemsOf(value: Value, type: ValueType, path: readonly Element[]): readonly string[] {
  const problem = (what: string) => [`${pathText(path)}${path.length === 0 ? '' : ': '}${what}`];
  if (value === null) return [];
  switch (type.kind) {
    case 'object':
    case 'map':
      if (!isFields(value)) return problem(`expected map, got &{${goText(value)}}`);
      return fieldProblems(value, type, path);
    case 'list':
      if (!isList(value)) return problem(`expected list, got &{${goText(value)}}`);
      return itemProblems(value, type, path);
    default: {
      const what = scalarProblem(value, type.kind);
      return what === undefined ? [] : problem(what);
    }
  }
}

function fieldProblems(fields: Fields, type: ValueType, path: readonly Element[]): readonly string[] {
  const problems: string[] = [];
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name] ?? null;
    const there = [...path, fieldElement(name)];
    const field = fieldOf(type, name);
    const inner = type.kind === 'map' ? type.value : field?.type;
    if (inner) problems.push(...problemsOf(value, inner, there));
    else if (type.kind === 'object' && !type.type.open) {
      // Upstream looks no further at this object's fields.
      problems.push(`${pathText(there)}: field not declared in schema`);
      break;
    }
  }
  return problems;
}

function itemProblems(
  list: readonly Value[],
  type: Extract<ValueType, {kind: 'list'}>,
  path: readonly Element[],
): readonly string[] {
  const problems: string[] = [];
  const seen = new Set<Element>();
  for (const [index, value] of list.entries()) {
    if (type.list === 'atomic') {
      problems.push(...problemsOf(value, type.item, [...path, `i:${index}`]));
      continue;
    }
    const element = itemElement(value, type);
    if (element === undefined) {
      problems.push(`${pathText(path)}: element ${index}: ${noElement(value, type.keys)}`);
      break;
    }
    if (seen.has(element)) problems.push(`${pathText(path)}: duplicate entries for key ${pathText([element])}`);
    seen.add(element);
    problems.push(...problemsOf(value, type.item, [...path, element]));
  }
  return problems;
}

function noElement(value: Value, keys: readonly string[]): string {
  if (keys.length === 0) {
    if (value === null) return "associative list without keys has an element that's an explicit null";
    return isList(value)
      ? 'not supported: associative list with lists as elements'
      : "associative list without keys has an element that's a map type";
  }
  if (value === null) return 'associative list with keys may not have a null element';
  if (!isFields(value)) return 'associative list with keys may not have non-map elements';
  const list = `[${keys.map((key) => JSON.stringify(key)).join(' ')}]`;
  return `associative list with keys has an element that omits all key fields ${list} (and doesn't have default values for any key fields)`;
}

function scalarProblem(value: Value, kind: ScalarKind): string | undefined {
  switch (kind) {
    case 'any':
      return undefined;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got &{${goText(value)}}`;
    case 'int32':
    case 'int64':
    case 'double':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goTypeOf(value)}`;
    case 'quantity':
    case 'int-or-string':
      return typeof value === 'object' ? `expected any scalar, got &{${goText(value)}}` : undefined;
    default:
      return typeof value === 'string'
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
  }
}

function goTypeOf(value: Value): string {
  if (isList(value)) return '[]interface {}';
  if (isFields(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
