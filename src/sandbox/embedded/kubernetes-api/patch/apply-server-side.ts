import {type Draft, type Fields, type KubeObject, same} from '../object.ts';
import {badRequest} from '../refusal.ts';
import type {ObjectType} from '../schema/field.ts';
import {isFields} from '../values/reading.ts';
import {mergeApplied} from './apply-merge.ts';
import {kindText, refuseUntyped} from './check-applied.ts';
import {applyConflict, type Conflict, conflictsBeside, conflictsOf} from './conflicts.ts';
import {draftOf, fieldsOfDraft, withManagedFields} from './draft.ts';
import {difference, type FieldSet, intersection, noFields, union} from './field-set.ts';
import {fieldsOfObject} from './fields-of.ts';
import {at, isEmpty} from './json-value.ts';
import {lastAppliedFields, withLastApplied} from './last-applied.ts';
import {changed, keyOfManager, type Managers, readManagers, without, writeManagers} from './managers.ts';
import {compareWritten, ownable, withoutFields} from './ownership.ts';
import {removeFields, withNamedFields} from './remove-fields.ts';
import {updated} from './track-update.ts';
import {withoutEmpty} from './without-empty.ts';

export interface ServerSideApply {
  /** The object as it is stored; undefined when apply is to create it. */
  readonly live: KubeObject | undefined;
  readonly patch: Fields;
  readonly manager: string;
  /** Takes over the fields of others instead of refusing. */
  readonly force: boolean;
  readonly type: ObjectType;
  /** `apps/v1` and `Deployment`: what the patch must say it is. */
  readonly kind: {readonly apiVersion: string; readonly kind: string};
  /** `status`, `scale`; '' for the object itself. */
  readonly subresource: string;
  /** RFC 3339, whole seconds. */
  readonly now: string;
  /** Fields of the object this write does not set: `status` where it is a subresource. */
  readonly ignored?: readonly string[];
}

interface Applied {
  readonly object: Fields;
  readonly managers: Managers;
  readonly conflicts: readonly Conflict[];
}

/**
 * Server-side apply: what the object is to be, with its managers, defaults not yet filled in. Throws 409 with every
 * conflict, 400 for a patch of another kind, 500 for fields the kind has not (as upstream does).
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function applyServerSide(call: ServerSideApply): Draft {
  const {live, patch, type, manager} = call;
  if (at(patch, 'apiVersion') !== call.kind.apiVersion || at(patch, 'kind') !== call.kind.kind)
    throw badRequest(`invalid object type: ${kindText(patch)}`);
  const metadata = at(patch, 'metadata');
  if (isFields(metadata) && (at(metadata, 'managedFields') ?? null) !== null)
    throw badRequest('metadata.managedFields must be nil');
  refuseUntyped(patch, type);
  const managers = managersOf(call);
  const applied = apply(call, managers);
  const conflicts = call.force ? [] : notAllowed(call, applied.conflicts);
  if (conflicts.length > 0) throw applyConflict(conflicts);
  const object = withManagedFields(
    draftOf(withoutEmpty(applied.object, type, {nulls: false, unknown: false})),
    writeManagers(applied.managers),
  );
  const result = manager === 'kubectl' ? withLastApplied(object, patch) : object;
  return live && same(result, live) ? live : result;
}

/** Who manages the object so far. Whoever made it what it is before the first apply has a name, too. */
function managersOf(call: ServerSideApply): Managers {
  const {live, type, now} = call;
  const managers = readManagers(live?.metadata.managedFields) ?? new Map();
  if (!live || managers.size > 0) return managers;
  const update = {
    before: undefined,
    after: live,
    manager: 'before-first-apply',
    subresource: call.subresource,
    type,
    now,
  };
  return updated(managers, {...update, ignored: call.ignored ?? []});
}

/** What `kubectl` took over from its own client-side apply is no conflict, if nothing else is one. */
function notAllowed(call: ServerSideApply, conflicts: readonly Conflict[]): readonly Conflict[] {
  if (call.manager !== 'kubectl' || !call.live || conflicts.length === 0) return conflicts;
  const allowed = lastAppliedFields(call.live, fieldsOfDraft(call.live), call.type);
  return allowed ? conflictsBeside(conflicts, allowed) : conflicts;
}

function apply(call: ServerSideApply, managers: Managers): Applied {
  const {type, ignored = [], now} = call;
  const live = call.live ? fieldsOfDraft(call.live) : {};
  const named = {
    name: call.manager,
    operation: 'Apply',
    apiVersion: call.kind.apiVersion,
    subresource: call.subresource,
  } as const;
  const key = keyOfManager(named);
  const last = managers.get(key);
  const set = withoutFields(fieldsOfObject(call.patch, type), ignored);
  const claimed = new Map(managers).set(key, {...named, time: last?.time, fields: set});
  const merged = mergeApplied(live, call.patch, type);
  const object = last ? prune(merged, last.fields, claimed, type) : merged;
  const {removed, modified, added} = compareWritten({before: live, after: object}, type, ignored);
  const conflicts = conflictsOf(claimed, union(modified, added), key);
  const left = new Map(without(claimed, union(union(modified, added), removed), key));
  const fields = ownable(set);
  const isChanged = !call.live || !same(live, object);
  const time = isChanged ? now : last?.time;
  left.delete(key);
  if (isEmpty(fields)) return {object, conflicts, managers: left};
  if (!last) return {object, conflicts, managers: left.set(key, {...named, time, fields})};
  const isSame = !isChanged && last.apiVersion === named.apiVersion && same(last.fields, fields);
  return {object, conflicts, managers: left.set(key, isSame ? last : changed(last, {...named, time, fields}))};
}

/** Takes away what this applier applied the last time and does not now, unless somebody else owns it. */
function prune(merged: Fields, last: FieldSet, managers: Managers, type: ObjectType): Fields {
  if (isEmpty(last)) return merged;
  const whole = (set: FieldSet) => withNamedFields(set, type);
  const owned = [...managers.values()].reduce((all, {fields}) => union(all, fields), noFields);
  const all = whole(fieldsOfObject(merged, type));
  const bare = removeFields(merged, whole(last), type);
  const kept = union(whole(fieldsOfObject(bare, type)), whole(owned));
  const backed = removeFields(merged, difference(all, kept), type);
  // Items and fields nobody owned were not this applier's to take away.
  const gone = intersection(difference(all, whole(fieldsOfObject(backed, type))), whole(last));
  return removeFields(merged, gone, type);
}
