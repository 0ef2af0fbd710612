import type {Client} from '../../kubernetes-api/client.ts';
import type {KubeObject} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import type {Labels} from '../../kubernetes-api/values/label-selector.ts';
import type {Informer} from '../informer.ts';
import {controllerReference} from './make-pod.ts';

export interface ClaimOptions<T extends KubeObject> {
  readonly client: Client;
  /** `pods`, `replicasets.apps` */
  readonly resource: string;
  /** What the owner's collection is called: whether it is still there is asked before it adopts. */
  readonly ownerResource: string;
  readonly owner: KubeObject;
  readonly candidates: Informer<T>;
  readonly matches: (labels: Labels) => boolean;
}

/**
 * The objects that belong to an owner: those it controls and selects. What it selects and nobody controls is adopted, what it
 * controls and no longer selects is let go.
 * https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#non-template-pod-acquisitions
 */
export function claim<T extends KubeObject>(options: ClaimOptions<T>): readonly T[] {
  const {owner, candidates, matches} = options;
  const going = owner.metadata.deletionTimestamp !== undefined;
  const claimed: T[] = [];
  for (const object of candidates.ownedBy(owner.metadata.uid)) {
    if (matches(object.metadata.labels)) claimed.push(object);
    else if (!going) release(options, object);
  }
  if (going) return claimed;
  for (const object of candidates.orphans(owner.metadata.namespace ?? '')) {
    if (object.metadata.deletionTimestamp !== undefined || !matches(object.metadata.labels)) continue;
    const adopted = adopt(options, object);
    if (adopted) claimed.push(adopted);
  }
  return claimed;
}

function release<T extends KubeObject>({client, resource, owner}: ClaimOptions<T>, object: T): void {
  const ownerReferences = object.metadata.ownerReferences?.filter(({uid}) => uid !== owner.metadata.uid) ?? [];
  attempt(() => client.update(resource, {...object, metadata: {...object.metadata, ownerReferences}}));
}

function adopt<T extends KubeObject>(options: ClaimOptions<T>, object: T): T | undefined {
  const {client, resource, ownerResource, owner} = options;
  const live = client.find(ownerResource, owner.metadata.namespace ?? '', owner.metadata.name);
  if (live?.metadata.uid !== owner.metadata.uid || live.metadata.deletionTimestamp !== undefined) return undefined;
  const ownerReferences = [...(object.metadata.ownerReferences ?? []), controllerReference(owner)];
  return attempt(() => client.update<T>(resource, {...object, metadata: {...object.metadata, ownerReferences}}));
}

/** What is gone, or cannot be changed, is somebody else's. */
function attempt<T>(change: () => T): T | undefined {
  try {
    return change();
  } catch (error) {
    if (error instanceof KubeRefusal && (error.code === 404 || error.code === 422)) return undefined;
    throw error;
  }
}
