import {check} from '../admission/chain.ts';
import type {DeleteOptions} from '../client.ts';
import {type Draft, freeze, type KubeObject, keyOf, same} from '../object.ts';
import {conflict, notFound} from '../refusal.ts';
import type {Resource} from '../resources/resource.ts';
import {fieldsOf, listOf} from '../values/reading.ts';
import {type ApiState, asObject, contextOf, type Target, timestamp} from './state.ts';

/** Keeps an object until the garbage collector has deleted what it owns. */
const foregroundFinalizer = 'foregroundDeletion';
/** Keeps an object until the garbage collector has taken it out of its dependents' owners. */
const orphanFinalizer = 'orphan';

/** Deletes an object, or sets it on its way. Returns it as it is then. Throws 404, 409. */
export function removeObject(state: ApiState, target: Target, options: DeleteOptions): KubeObject {
  const {resource, collection, namespace, name, user} = target;
  const key = keyOf(namespace, name);
  const before = state.store.get(collection, key);
  if (!before) throw notFound(resource, name);
  refuseOther(target, before, options);
  check(state, collection, {
    operation: 'delete',
    resource,
    namespace,
    name,
    subresource: '',
    object: before,
    before,
    user,
    context: contextOf(state, user),
  });
  const marked = onItsWay(state, target, before, options);
  if (marked === undefined) {
    if (options.dryRun !== true) goneForGood(state, resource, collection, key);
    return resource.gracePeriodSeconds ? freeze(asObject(ended(state, before))) : before;
  }
  if (marked === before) return before;
  return options.dryRun === true ? freeze(asObject(marked)) : state.store.put(collection, marked);
}

/** Whether nothing keeps an object any more that was to be deleted. */
export function isDone({metadata, spec, kind}: KubeObject): boolean {
  if (metadata.deletionTimestamp === undefined || (metadata.finalizers?.length ?? 0) > 0) return false;
  if (kind === 'Namespace' && hasNamespaceFinalizers(spec)) return false;
  return (metadata.deletionGracePeriodSeconds ?? 0) === 0;
}

/** Takes an object out of the store, and with it what only it held. */
export function goneForGood(
  {store}: ApiState,
  {strategy}: Resource,
  collection: string,
  key: string,
): KubeObject | undefined {
  const gone = store.remove(collection, key);
  if (gone) strategy.released?.(gone);
  return gone;
}

/** The object with its time of deletion; undefined when it may go at once. */
function onItsWay(state: ApiState, {resource}: Target, before: KubeObject, options: DeleteOptions): Draft | undefined {
  const finalizers = finalizersOf(resource, before, options);
  const seconds = graceOf(resource, before, options);
  const waits = finalizers.length > 0 || (before.kind === 'Namespace' && hasNamespaceFinalizers(before.spec));
  if (seconds === 0 && !waits) return undefined;
  const {metadata} = before;
  const known = metadata.deletionGracePeriodSeconds;
  const sameFinalizers = same(finalizers, metadata.finalizers ?? []);
  // A second delete may only make it quicker.
  if (metadata.deletionTimestamp !== undefined && sameFinalizers && (known ?? 0) <= seconds) return before;
  const grace = known === undefined ? seconds : Math.min(known, seconds);
  const at = timestamp(state.store.clock.now() + grace * 1000);
  const {finalizers: _, ...rest} = metadata;
  const first = metadata.deletionTimestamp === undefined;
  const generation = metadata.generation !== undefined && first ? {generation: metadata.generation + 1} : {};
  return terminating({
    ...before,
    metadata: {
      ...rest,
      ...generation,
      ...(finalizers.length === 0 ? {} : {finalizers}),
      deletionTimestamp: first || known !== grace ? at : metadata.deletionTimestamp,
      deletionGracePeriodSeconds: grace,
    },
  });
}

/** What could have been given time and was not, as it was in its last moment. */
function ended({store}: ApiState, before: KubeObject): Draft {
  const {metadata} = before;
  const first = metadata.deletionTimestamp === undefined;
  const generation = metadata.generation !== undefined && first ? {generation: metadata.generation + 1} : {};
  const deletionTimestamp = timestamp(store.clock.now());
  return {...before, metadata: {...metadata, ...generation, deletionTimestamp, deletionGracePeriodSeconds: 0}};
}

/** A Namespace says in its phase that it is on its way, and has no grace period. */
function terminating(draft: Draft): Draft {
  if (draft.kind !== 'Namespace') return draft;
  const {deletionGracePeriodSeconds: _, ...metadata} = draft.metadata ?? {};
  return {...draft, metadata, status: {...fieldsOf(draft.status), phase: 'Terminating'}};
}

function graceOf({gracePeriodSeconds}: Resource, before: KubeObject, options: DeleteOptions): number {
  if (!gracePeriodSeconds) return 0;
  const usual = gracePeriodSeconds(before);
  // Nobody has to be told of the end of what never ran, or does not run any more.
  if (usual === 0) return 0;
  return Math.max(0, options.gracePeriodSeconds ?? usual);
}

function finalizersOf(resource: Resource, {metadata}: KubeObject, {propagation}: DeleteOptions): readonly string[] {
  const given = metadata.finalizers ?? [];
  const {deleteFinalizer} = resource;
  const isNew = deleteFinalizer !== undefined && metadata.deletionTimestamp === undefined;
  const kept = isNew && !given.includes(deleteFinalizer) ? [...given, deleteFinalizer] : given;
  const wanted = propagation ?? (kept.includes(foregroundFinalizer) ? 'Foreground' : resource.defaultPropagation);
  const others = kept.filter((one) => one !== foregroundFinalizer && one !== orphanFinalizer);
  if (wanted === 'Foreground') return [...others, foregroundFinalizer];
  if (wanted === 'Orphan') return [...others, orphanFinalizer];
  return propagation === undefined ? kept : others;
}

function refuseOther({resource, name}: Target, {metadata}: KubeObject, {uid, resourceVersion}: DeleteOptions): void {
  // Upstream names the kind here where others name the resource.
  const named = {group: resource.group, plural: resource.kind};
  if (uid !== undefined && uid !== metadata.uid) {
    const differs = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid})`;
    throw conflict(named, name, `${differs}. The object might have been deleted and then recreated`);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const record = `the ResourceVersion in record (${metadata.resourceVersion})`;
    const differs = `the ResourceVersion in the precondition (${resourceVersion}) does not match ${record}`;
    throw conflict(named, name, `${differs}. The object might have been modified`);
  }
}

function hasNamespaceFinalizers(spec: unknown): boolean {
  return listOf(fieldsOf(spec).finalizers).length > 0;
}
