import {admit, check, counting} from '../admission/chain.ts';
import {type Draft, freeze, type KubeObject, keyOf, keyOfObject, same} from '../object.ts';
import {conflict, type FieldCause, invalid, modifiedSince, notFound} from '../refusal.ts';
import type {StrategyContext} from '../resources/resource.ts';
import {trackFields} from './fields.ts';
import {goneForGood, isDone} from './remove.ts';
import {type ApiState, asObject, contextOf, type Target} from './state.ts';

export interface UpdateCall {
  readonly target: Target;
  readonly draft: Draft;
  readonly dryRun: boolean;
  readonly manager: string;
  /** '' for the object itself, `status` for that, or another one that changes the object. */
  readonly subresource: string;
  /** As what `managedFields` know the change: `scale` for a change of the object by its scale. */
  readonly trackedAs?: string;
  /** `managedFields` say it all already, or are to stay as they are. */
  readonly isTracked?: boolean;
  /** Is told what admission warns of. */
  readonly warn?: (warning: string) => void;
}

/** Stores an object anew and returns it; a change that changes nothing is not stored. Throws 404, 409, 422, 403. */
export function updateObject(state: ApiState, call: UpdateCall): KubeObject {
  const {target, draft, subresource} = call;
  const {resource, collection} = target;
  const before = state.store.get(collection, keyOf(target.namespace, target.name));
  if (!before) throw notFound(resource, target.name);
  refuseStale(target, draft, before);
  const context = contextOf(state, target.user);
  const wanted = withKeptMetadata(draft, before);
  const next =
    subresource === 'status'
      ? track(state, call, withStatus(wanted, before, draft.metadata?.resourceVersion !== undefined), {before, context})
      : changed(state, call, wanted, {before, context});
  const kept = {...next, apiVersion: before.apiVersion, kind: before.kind};
  if (same(kept, before)) return before;
  // A node is not asked for by whoever asked for the Pod.
  const counts = resource.hasGeneration && subresource !== 'binding';
  const told = resource.countsAnnotations === true && subresource === '';
  const counted = withGeneration(kept, before, {counts, told});
  return call.dryRun ? freeze(asObject(counted)) : store(state, target, counted);
}

interface Around {
  readonly before: KubeObject;
  readonly context: StrategyContext;
}

function track(state: ApiState, call: UpdateCall, after: Draft, {before, context}: Around): Draft {
  if (call.isTracked === true || same(after, before)) return after;
  const {target, manager, trackedAs, subresource} = call;
  const {now} = context;
  return trackFields(state, {
    resource: target.resource,
    before,
    after,
    manager,
    subresource: trackedAs ?? subresource,
    now,
  });
}

/** A change of the object itself, with everything upstream does to one. */
function changed(state: ApiState, call: UpdateCall, wanted: Draft, around: Around): Draft {
  const {before, context} = around;
  const {target, subresource} = call;
  const {resource, collection, namespace, name, user} = target;
  // Subresources that change the object bring what the object itself does not let through.
  const rules = subresource === '' ? resource.strategy : {};
  const {strategy} = resource;
  const defaulted = (subresource === 'binding' ? undefined : strategy.defaults?.(wanted)) ?? wanted;
  const isChecked = subresource === '' || subresource === 'ephemeralcontainers' || subresource === 'resize';
  const withOldStatus = resource.hasStatus && subresource === '' ? withStatusOf(defaulted, before) : defaulted;
  const tracked = track(state, call, withOldStatus, around);
  const request = {operation: 'update' as const, resource, namespace, name, subresource, before, user, context};
  const admitted = admit(state, collection, {...request, object: tracked});
  const prepared = rules.prepareUpdate?.(admitted, before, context) ?? admitted;
  // Nothing to validate in what is stored already.
  if (same(prepared, before)) return before;
  const changes = rules.validateUpdate?.(prepared, before, context) ?? [];
  const causes = [
    // Upstream looks twice, once for every kind and once for this one.
    ...newFinalizers(prepared, before),
    ...(resource.schema ? [] : newFinalizers(prepared, before)),
    ...(strategy.changesFirst ? changes : []),
    ...((isChecked ? strategy.validate?.(prepared, context) : undefined) ?? []),
    ...(strategy.changesFirst ? [] : changes),
    ...(subresource === '' ? [] : (resource.strategy.validateSubresource?.(prepared, before, subresource) ?? [])),
  ];
  if (causes.length > 0) throw invalid({group: resource.group, kind: resource.kind, name}, causes);
  check(state, collection, {...request, object: prepared, ...counting(state, call)});
  return prepared;
}

/** Puts a changed object into the store; one that only waited for its last finalizer is gone instead. */
function store(state: ApiState, target: Target, draft: Draft): KubeObject {
  const object = asObject(draft);
  if (!isDone(object)) return state.store.put(target.collection, draft);
  goneForGood(state, target.resource, target.collection, keyOfObject(object));
  return freeze(object);
}

function refuseStale({resource, name}: Target, {metadata}: Draft, before: KubeObject): void {
  if (metadata?.uid !== undefined && metadata.uid !== before.metadata.uid) {
    const failed = `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${before.metadata.uid}`;
    const key = `/registry/${resource.plural}/${keyOfObject(before)}`;
    const why = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${failed}`;
    throw conflict(resource, name, why);
  }
  const revision = metadata?.resourceVersion;
  if (revision !== undefined && revision !== '' && revision !== before.metadata.resourceVersion)
    throw conflict(resource, name, modifiedSince);
}

/** What of the metadata no client may change stays as it is. */
function withKeptMetadata(draft: Draft, {metadata: kept}: KubeObject): Draft {
  const {
    generation: _generation,
    deletionTimestamp: _deleted,
    deletionGracePeriodSeconds: _grace,
    selfLink: _link,
    ...given
  } = draft.metadata ?? {};
  const metadata = {
    ...given,
    name: kept.name,
    ...(kept.namespace === undefined ? {} : {namespace: kept.namespace}),
    uid: kept.uid,
    resourceVersion: kept.resourceVersion,
    ...(kept.creationTimestamp === undefined ? {} : {creationTimestamp: kept.creationTimestamp}),
    ...(kept.generation === undefined ? {} : {generation: kept.generation}),
    ...(kept.deletionTimestamp === undefined ? {} : {deletionTimestamp: kept.deletionTimestamp}),
    ...(kept.deletionGracePeriodSeconds === undefined
      ? {}
      : {deletionGracePeriodSeconds: kept.deletionGracePeriodSeconds}),
    ...(given.managedFields === undefined && kept.managedFields ? {managedFields: kept.managedFields} : {}),
  };
  return {...draft, metadata};
}

/**
 * Of a write of the status: that, and of the metadata what upstream lets through, if the client knew which revision it
 * changes.
 */
function withStatus(draft: Draft, before: KubeObject, isKnown: boolean): Draft {
  if (!isKnown) return withStatusOf(before, draft);
  const {ownerReferences: _owners, ...given} = draft.metadata ?? {};
  const owners = before.metadata.ownerReferences ? {ownerReferences: before.metadata.ownerReferences} : {};
  return withStatusOf({...before, metadata: {...given, ...owners}}, draft);
}

function withStatusOf(object: Draft, from: Draft): Draft {
  const {status: _, ...rest} = object;
  return from.status === undefined ? rest : {...rest, status: from.status};
}

/** The generation counts changes of what is asked for: everything but the metadata and the status; of some kinds, what annotations tell too. */
function withGeneration(
  draft: Draft,
  before: KubeObject,
  {counts, told}: {readonly counts: boolean; readonly told: boolean},
): Draft {
  const sameNotes = !told || same(draft.metadata?.annotations, before.metadata.annotations);
  if (!counts || (sameNotes && askedSame(draft, before))) return draft;
  return {...draft, metadata: {...draft.metadata, generation: (before.metadata.generation ?? 0) + 1}};
}

function askedSame(one: Draft, other: Draft): boolean {
  if (one.spec !== undefined || other.spec !== undefined) return same(one.spec, other.spec);
  const {metadata: _m, status: _s, ...asked} = one;
  const {metadata: _n, status: _t, ...before} = other;
  return same(asked, before);
}

function newFinalizers(draft: Draft, {metadata}: KubeObject): readonly FieldCause[] {
  if (metadata.deletionTimestamp === undefined) return [];
  const added = (draft.metadata?.finalizers ?? []).filter((one) => !metadata.finalizers?.includes(one));
  if (added.length === 0) return [];
  const list = `[]string{${added.map((one) => JSON.stringify(one)).join(', ')}}`;
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  return [{reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field: 'metadata.finalizers'}];
}
