import type {ManagedFieldsEntry} from 'kubernetes-types/meta/v1';
import type {Frozen} from '../object.ts';
import {isFields} from '../values/reading.ts';
import {difference, type FieldSet, intersection, noFields, sorted, union} from './field-set.ts';
import {isEmpty, isList} from './json-value.ts';

export type Entry = Frozen<ManagedFieldsEntry>;

/** Who set which fields, and when. */
export interface Manager {
  /** `kubectl-create`, `kube-controller-manager` */
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** `status`; '' for the object itself. */
  readonly subresource: string;
  /** RFC 3339; undefined where upstream writes none. */
  readonly time: string | undefined;
  readonly fields: FieldSet;
  /** What `managedFields` has of it, as long as nothing of it changed. */
  readonly stored?: Entry;
}

type Named = Pick<Manager, 'name' | 'operation' | 'apiVersion' | 'subresource'>;

/** The managers of an object by what tells them apart. */
export type Managers = ReadonlyMap<string, Manager>;

/** More managers that updated an object are not remembered: the oldest become `ancient-changes`. */
const mostUpdaters = 10;

/** What tells managers apart; an applier stays the same in another version of the kind. */
export function keyOfManager({name, operation, apiVersion, subresource}: Named): string {
  const version = operation === 'Apply' ? '' : apiVersion;
  return `${name}\n${operation}\n${version}\n${subresource}`;
}

/** Reads `managedFields`; undefined when an entry is not of the form upstream knows. */
export function readManagers(entries: readonly Entry[] | undefined): Managers | undefined {
  const managers = new Map<string, Manager>();
  // A client may send anything here.
  for (const entry of isList(entries) ? entries : []) {
    const manager = isFields(entry) ? readManager(entry) : undefined;
    if (!manager) return undefined;
    managers.set(keyOfManager(manager), manager);
  }
  return managers;
}

function readManager(entry: Entry): Manager | undefined {
  const {operation, apiVersion, fieldsType, fieldsV1} = entry;
  if ((operation !== 'Apply' && operation !== 'Update') || !apiVersion || fieldsType !== 'FieldsV1') return undefined;
  return {
    name: entry.manager ?? '',
    operation,
    apiVersion,
    subresource: entry.subresource ?? '',
    time: entry.time,
    fields: isFieldSet(fieldsV1) ? fieldsV1 : noFields,
    stored: entry,
  };
}

/** What is frozen was looked at before it was stored. */
function isFieldSet(value: unknown): value is FieldSet {
  return isFields(value) && (Object.isFrozen(value) || Object.values(value).every(isFieldSet));
}

/** Writes `managedFields` in upstream's order; undefined for none. */
export function writeManagers(managers: Managers): readonly Entry[] | undefined {
  if (managers.size === 0) return undefined;
  return [...managers.values()].sort(compareManagers).map((manager) => manager.stored ?? writeManager(manager));
}

function writeManager({name, operation, apiVersion, time, fields, subresource}: Manager): Entry {
  return {
    manager: name,
    operation,
    apiVersion,
    ...(time === undefined ? {} : {time}),
    fieldsType: 'FieldsV1',
    fieldsV1: sorted(fields),
    ...(subresource === '' ? {} : {subresource}),
  };
}

function compareManagers(one: Manager, other: Manager): number {
  return (
    compareText(one.operation, other.operation) ||
    compareText(one.time ?? '', other.time ?? '') ||
    compareText(one.name, other.name) ||
    compareText(one.apiVersion, other.apiVersion) ||
    compareText(one.subresource, other.subresource)
  );
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The managers without some fields of theirs; who has none left is no manager any more. */
export function without(managers: Managers, lost: FieldSet, except?: string): Managers {
  const left = new Map<string, Manager>();
  for (const [key, manager] of managers) {
    if (key === except) {
      left.set(key, manager);
      continue;
    }
    const touched = !isEmpty(intersection(manager.fields, lost));
    const fields = touched ? difference(manager.fields, lost) : manager.fields;
    if (isEmpty(fields)) continue;
    left.set(key, touched ? changed(manager, {fields}) : manager);
  }
  return left;
}

/** A manager with other fields, or another time. */
export function changed({stored: _, ...manager}: Manager, to: Partial<Manager>): Manager {
  return {...manager, ...to};
}

/** At most ten that updated the object: the oldest become one, which is known by no name. */
export function withoutAncient(managers: Managers): Managers {
  const updaters = [...managers].filter(([, {operation}]) => operation === 'Update');
  if (updaters.length <= mostUpdaters) return managers;
  updaters.sort(([key, one], [other, two]) => compareText(one.time ?? '', two.time ?? '') || compareText(key, other));
  const kept = new Map(managers);
  const firstOf = new Map<string, string>();
  let count = updaters.length;
  for (const [key, manager] of updaters) {
    if (count <= mostUpdaters) break;
    const first = firstOf.get(manager.apiVersion);
    if (first === undefined) {
      firstOf.set(manager.apiVersion, key);
      continue;
    }
    const ancient = changed(manager, {name: 'ancient-changes', subresource: ''});
    const bucket = keyOfManager(ancient);
    const before = kept.get(bucket) ?? kept.get(first);
    kept.delete(first);
    kept.delete(key);
    kept.set(bucket, {...ancient, fields: union(manager.fields, before?.fields ?? noFields)});
    count -= 1;
  }
  return kept;
}
