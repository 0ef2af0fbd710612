import type {Draft, Fields, KubeObject} from '../object.ts';
import type {ObjectType} from '../schema/field.ts';
import {draftOf, fieldsOfDraft, withManagedFields} from './draft.ts';
import {union} from './field-set.ts';
import {isEmpty} from './json-value.ts';
import {
  changed,
  keyOfManager,
  type Manager,
  type Managers,
  readManagers,
  without,
  withoutAncient,
  writeManagers,
} from './managers.ts';
import {compareWritten, ownable} from './ownership.ts';
import {withoutEmpty} from './without-empty.ts';

export interface TrackedUpdate {
  /** The object as it is stored; undefined on create. */
  readonly before: KubeObject | undefined;
  /** What it is to be, defaults filled in, and what the server sets itself (addresses, a node) not yet. */
  readonly after: Draft;
  readonly manager: string;
  /** `status`, `scale`; '' for the object itself. */
  readonly subresource: string;
  readonly type: ObjectType;
  /** RFC 3339, whole seconds. */
  readonly now: string;
  /** Fields of the object this write does not set: `status` where it is a subresource. */
  readonly ignored?: readonly string[];
}

/**
 * Notes in `managedFields` what a create, update or patch changed, and who did it, and leaves out what upstream's types
 * leave out (see withoutEmpty). An object that nobody tracked so far stays untracked.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function trackUpdate(update: TrackedUpdate): Draft {
  const {before, type} = update;
  const after = draftOf(withoutEmpty(fieldsOfDraft(update.after), type, {nulls: true, unknown: false}));
  const known = knownManagers(update);
  if (before && known.size === 0) return withManagedFields(after, undefined);
  const managers = updated(known, {...update, after});
  return withManagedFields(after, writeManagers(managers));
}

/** The managers after a write. Those that were there when it changes nothing. */
export function updated(known: Managers, update: TrackedUpdate): Managers {
  const {before, after, type, ignored = []} = update;
  const objects = {before: before ? fieldsOfDraft(before) : nullsOf(fieldsOfDraft(after)), after: fieldsOfDraft(after)};
  const {removed, modified, added} = compareWritten(objects, type, ignored);
  const set = ownable(union(modified, added));
  if (isEmpty(set) && isEmpty(ownable(removed))) return known;
  const left = without(known, union(union(modified, added), removed));
  if (isEmpty(set)) return withoutAncient(left);
  return withoutAncient(new Map(left).set(...taken(left, update, set)));
}

/** The manager of this write, with what it changed and what it had. */
function taken(
  left: Managers,
  {after, manager, subresource, now}: TrackedUpdate,
  fields: Manager['fields'],
): [string, Manager] {
  const named = {
    name: manager || 'unknown',
    operation: 'Update',
    apiVersion: after.apiVersion ?? '',
    subresource,
  } as const;
  const key = keyOfManager(named);
  const previous = left.get(key);
  if (!previous) return [key, {...named, time: now, fields}];
  return [key, changed(previous, {time: now, fields: union(fields, previous.fields)})];
}

/** Who manages the object so far: as the client says, if it says so, or as it is stored. */
function knownManagers({before, after, subresource}: TrackedUpdate): Managers {
  const stored = readManagers(before?.metadata.managedFields) ?? new Map();
  // A client may send null, whatever the type says.
  const sent = after.metadata?.managedFields ?? undefined;
  if (subresource !== '' || sent === undefined || sent === before?.metadata.managedFields) return stored;
  // An empty list, and a list of one empty entry, forget everybody.
  if (sent.length === 0 || (sent.length === 1 && Object.keys(sent[0] ?? {}).length === 0)) return new Map();
  const managers = readManagers(sent);
  return managers && managers.size > 0 ? managers : stored;
}

/** Nobody sets what is null in an object that has just been made: in upstream's type it is null before anybody writes. */
function nullsOf(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value === null));
}
