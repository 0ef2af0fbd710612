import type {Fields, Value} from '../object.ts';
import {badRequest, KubeRefusal} from '../refusal.ts';
import type {Field, ObjectType} from '../schema/field.ts';
import {isFields} from '../values/reading.ts';
import {at, fieldsFrom, goText, has, isList} from './json-value.ts';
import {arranged, type MergedList, mergeLists} from './strategic-list.ts';

const directive = '$patch';
const retain = '$retainKeys';
const orderPrefix = '$setElementOrder';
const deletePrefix = '$deleteFromPrimitiveList';

/**
 * Lays a strategic merge patch over an object. Throws upstream's errors: 400 for directives of the wrong form, 500 for the
 * others. https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function strategicPatch(object: Fields, patch: Fields, type: ObjectType | undefined): Fields {
  const wanted = at(patch, directive);
  if (wanted !== undefined) return replaced(wanted, patch);
  const merged = new Map(Object.entries(object));
  const rest = new Map(Object.entries(patch));
  retainOnly(merged, rest);
  orderLists(merged, rest, type);
  for (const [name, value] of rest) {
    if (name.startsWith(deletePrefix)) deleteFrom(merged, ofDirective(name, deletePrefix), value);
    else mergeField(merged, name, value, type);
  }
  return fieldsFrom(merged);
}

function replaced(wanted: Value, patch: Fields): Fields {
  if (wanted === 'replace') return fieldsFrom(Object.entries(patch).filter(([name]) => name !== directive));
  if (wanted === 'delete') return {};
  throw failed(`unknown patch type: ${goText(wanted)} in map: ${goText(patch)}`);
}

function mergeField(merged: Map<string, Value>, name: string, value: Value, type: ObjectType | undefined): void {
  if (value === null) {
    merged.delete(name);
    return;
  }
  const there = merged.get(name);
  const field = type?.fields.get(name);
  if (isFields(there) && isFields(value)) merged.set(name, strategicPatch(there, value, typeOf(field)));
  else if (isList(there) && isList(value)) merged.set(name, mergeList(there, value, field));
  else {
    const plain = withoutDirectives(value);
    if (plain === undefined) merged.delete(name);
    else merged.set(name, plain);
  }
}

function mergeList(there: readonly Value[], value: readonly Value[], field: Field | undefined): readonly Value[] {
  if (!field?.merge) return value;
  if (there.length === 0 && value.length === 0) return there;
  const {items, order, live} = mergedItems(there, value, field);
  return arranged({items, order, live, key: field.mergeKey});
}

function mergedItems(there: readonly Value[], value: readonly Value[], field: Field): MergedList {
  const item = typeOf(field);
  return mergeLists(there, value, {key: field.mergeKey, merge: (one, other) => strategicPatch(one, other, item)});
}

/** What is merged into a field: the type of an object, or of a list's items. */
function typeOf(field: Field | undefined): ObjectType | undefined {
  const type = field?.type.kind === 'list' ? field.type.item : field?.type;
  return type?.kind === 'object' ? type.type : undefined;
}

/** `$retainKeys`: fields that are not named go away. */
function retainOnly(merged: Map<string, Value>, rest: Map<string, Value>): void {
  const kept = rest.get(retain);
  if (!rest.delete(retain) || kept === undefined) return;
  if (!isList(kept)) throw badRequest('invalid patch format of retainKeys');
  const names = new Set(kept);
  for (const [name, value] of rest) {
    const isDirective = name.startsWith(deletePrefix) || name.startsWith(orderPrefix);
    if (value !== null && !isDirective && !names.has(name)) throw badRequest('invalid patch format of retainKeys');
  }
  for (const name of [...merged.keys()]) if (!names.has(name)) merged.delete(name);
}

/** `$setElementOrder/containers`: the list is merged and put into that order, where the patch says it. */
function orderLists(merged: Map<string, Value>, rest: Map<string, Value>, type: ObjectType | undefined): void {
  for (const [directiveName, order] of [...rest]) {
    if (!directiveName.startsWith(orderPrefix)) continue;
    rest.delete(directiveName);
    const wanted = listOrRefuse(order);
    const name = ofDirective(directiveName, orderPrefix);
    const there = listOrNothing(merged.get(name));
    const value = listOrNothing(rest.get(name));
    const field = fieldOrRefuse(type, name);
    refuseOtherOrder(value ?? [], wanted, field.mergeKey);
    if (!there && !value) continue;
    const items = orderedItems(there, value, field);
    merged.set(name, arranged({items, order: wanted, live: there ?? [], key: field.mergeKey}));
    rest.delete(name);
  }
}

function orderedItems(
  there: readonly Value[] | undefined,
  value: readonly Value[] | undefined,
  field: Field,
): readonly Value[] {
  if (!value) return there ?? [];
  const plain = () => value.flatMap((item) => withoutDirectives(item) ?? []);
  if (!there) return plain();
  if (!field.merge) return value;
  return mergedItems(there, value, field).items;
}

/** The patch's items must come in the order the directive says. */
function refuseOtherOrder(value: readonly Value[], order: readonly Value[], key: string | undefined): void {
  if (value.length === 0 || order.length === 0) return;
  const keyOf = (item: Value) => {
    if (key === undefined) return item;
    if (!isFields(item)) throw failed('expected a map[string]interface {}, but received a string');
    if (!has(item, key)) throw noKey(item, key);
    return item[key];
  };
  let next = 0;
  const items = value.filter((item) => !isFields(item) || !has(item, directive));
  for (const one of order) if (next < items.length && keyOf(items[next] ?? null) === keyOf(one)) next += 1;
  if (next < items.length) {
    const message = `The order in patch list:\n${goText(value)}\n doesn't match ${orderPrefix} list:\n${goText(order)}\n`;
    throw failed(message);
  }
}

function deleteFrom(merged: Map<string, Value>, name: string, values: Value): void {
  const there = merged.get(name);
  if (!isList(there) || !isList(values)) return;
  const gone = new Set(values);
  merged.set(
    name,
    there.filter((item) => !gone.has(item)),
  );
}

/** A value that meets nothing it could be merged with; undefined when it only says what is to go. */
function withoutDirectives(value: Value): Value | undefined {
  if (isList(value)) return value.flatMap((item) => withoutDirectives(item) ?? (item === null ? [null] : []));
  if (!isFields(value)) return value;
  if (has(value, directive)) return undefined;
  const kept: (readonly [string, Value])[] = [];
  for (const [name, inner] of Object.entries(value)) {
    const plain = inner === null ? undefined : withoutDirectives(inner);
    if (plain !== undefined) kept.push([name, plain]);
  }
  return fieldsFrom(kept);
}

function ofDirective(name: string, prefix: string): string {
  const slash = name.indexOf('/');
  if (slash !== -1 && name.slice(0, slash) === prefix) return name.slice(slash + 1);
  const what = prefix === deletePrefix ? 'primitive list' : 'setElementOrder list';
  throw badRequest(`invalid patch format of ${what}`);
}

function fieldOrRefuse(type: ObjectType | undefined, name: string): Field {
  const field = type?.fields.get(name);
  if (field) return field;
  const struct = type?.name.split('.').at(-1) ?? '';
  throw failed(`unable to find api field in struct ${struct} for the json field ${JSON.stringify(name)}`);
}

function listOrNothing(value: Value | undefined): readonly Value[] | undefined {
  return value === undefined ? undefined : listOrRefuse(value);
}

function listOrRefuse(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw failed(`expected a []interface {}, but received a ${goTypeOf(value)}`);
}

function goTypeOf(value: Value): string {
  if (isFields(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (value === null) return '%!s(<nil>)';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

/** An item without the field that tells items apart. */
function noKey(item: Value, key: string): KubeRefusal {
  return failed(`map: ${goText(item)} does not contain declared merge key: ${key}`);
}

function failed(message: string): KubeRefusal {
  return new KubeRefusal(500, '', message);
}
