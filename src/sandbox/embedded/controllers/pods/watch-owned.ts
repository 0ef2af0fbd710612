import {controllerOf, type KubeObject, keyOfObject} from '../../kubernetes-api/object.ts';
import type {Labels} from '../../kubernetes-api/values/label-selector.ts';
import type {Informer} from '../informer.ts';

export interface WatchOwnedOptions<Owner extends KubeObject, T extends KubeObject> {
  readonly owners: Informer<Owner>;
  /** `ReplicaSet` */
  readonly ownerKind: string;
  readonly owned: Informer<T>;
  /** Whether an owner would adopt what has these labels. */
  readonly matches: (owner: Owner, labels: Labels) => boolean;
  readonly enqueue: (key: string, afterMs?: number) => void;
}

/** Of so many objects of one owner, one millisecond's changes are looked at together. */
const ownedPerMs = 50;

/** Has an owner looked at whenever something of its own changes, or something it could adopt. */
export function watchOwned<Owner extends KubeObject, T extends KubeObject>(options: WatchOwnedOptions<Owner, T>): void {
  const {owners, owned, enqueue} = options;
  owners.on({
    added: (owner) => enqueue(keyOfObject(owner)),
    changed: (owner) => enqueue(keyOfObject(owner)),
    removed: (owner) => enqueue(keyOfObject(owner)),
  });
  owned.on({
    added: (object) => notify(options, object),
    changed(object, before) {
      if (controllerOf(before)?.uid !== controllerOf(object)?.uid) notifyOwner(options, before);
      notify(options, object);
    },
    removed: (object) => notifyOwner(options, object),
  });
}

function notify<Owner extends KubeObject, T extends KubeObject>(options: WatchOwnedOptions<Owner, T>, object: T): void {
  const {owners, matches, enqueue} = options;
  if (controllerOf(object)) return notifyOwner(options, object);
  if (object.metadata.deletionTimestamp !== undefined) return;
  for (const owner of owners.inNamespace(object.metadata.namespace ?? ''))
    if (matches(owner, object.metadata.labels)) enqueue(keyOfObject(owner));
}

function notifyOwner<Owner extends KubeObject, T extends KubeObject>(
  {owners, owned, ownerKind, enqueue}: WatchOwnedOptions<Owner, T>,
  object: T,
): void {
  const reference = controllerOf(object);
  if (reference?.kind !== ownerKind) return;
  const owner = owners.get(object.metadata.namespace, reference.name);
  if (owner?.metadata.uid !== reference.uid) return;
  // A look at an owner costs as much as it owns: who owns many is not looked at for each of them.
  enqueue(keyOfObject(owner), Math.floor(owned.ownedCount(reference.uid) / ownedPerMs));
}
