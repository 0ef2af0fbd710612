import type {Pod} from 'kubernetes-types/core/v1';
import {type KubeObject, keyOf, keyOfObject, type Stored} from '../../kubernetes-api/object.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {type Claim, claimNamesOf, claimResource, type Volume, volumeResource} from './claims.ts';

const claimFinalizer = 'kubernetes.io/pvc-protection';
const volumeFinalizer = 'kubernetes.io/pv-protection';

/** Keeps a claim that is to go until no Pod uses it any more. */
export function createClaimProtection(): Controller {
  /** The Pods that use each claim. */
  const users = new Map<string, Set<string>>();
  return {
    name: 'persistentvolumeclaim-protection-controller',
    component: 'pvc-protection-controller',
    setup({informers}, enqueue) {
      const add = (claim: Claim): void => enqueue(keyOfObject(claim));
      informers.of<Claim>(claimResource).on({added: add, changed: add});
      const note = (pod: Stored<Pod>, uses: boolean): void => {
        for (const name of claimNamesOf(pod)) {
          const key = keyOf(pod.metadata.namespace, name);
          const known = users.get(key) ?? new Set();
          if (uses) users.set(key, known.add(keyOfObject(pod)));
          else if (known.delete(keyOfObject(pod))) enqueue(key);
        }
      };
      informers.of<Stored<Pod>>('pods').on({
        added: (pod) => note(pod, uses(pod)),
        changed: (pod) => note(pod, uses(pod)),
        removed: (pod) => note(pod, false),
      });
    },
    reconcile(key, context) {
      const claim = context.informers.of<Claim>(claimResource).byKey(key);
      const used = (users.get(key)?.size ?? 0) > 0;
      if (claim) protect(claim, {resource: claimResource, finalizer: claimFinalizer, used}, context);
    },
  };
}

/** Keeps a volume that is to go until no claim has it any more. */
export function createVolumeProtection(): Controller {
  return {
    name: 'persistentvolume-protection-controller',
    component: 'pv-protection-controller',
    setup({informers}, enqueue) {
      const add = (volume: Volume): void => enqueue(volume.metadata.name);
      informers.of<Volume>(volumeResource).on({added: add, changed: add});
    },
    reconcile(name, context) {
      const volume = context.informers.of<Volume>(volumeResource).byKey(name);
      const used = volume?.status?.phase === 'Bound';
      if (volume) protect(volume, {resource: volumeResource, finalizer: volumeFinalizer, used}, context);
    },
  };
}

/** A Pod that ended, or never got a node, uses nothing. */
function uses({spec, status}: Stored<Pod>): boolean {
  return Boolean(spec?.nodeName) && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

function protect(
  object: KubeObject,
  {resource, finalizer, used}: {readonly resource: string; readonly finalizer: string; readonly used: boolean},
  {client}: ControllerContext,
): void {
  const {finalizers = [], ...metadata} = object.metadata;
  const isProtected = finalizers.includes(finalizer);
  if (metadata.deletionTimestamp === undefined) {
    if (!isProtected)
      client.update(resource, {...object, metadata: {...metadata, finalizers: [...finalizers, finalizer]}});
  } else if (isProtected && !used) {
    const kept = finalizers.filter((one) => one !== finalizer);
    client.update(resource, {...object, metadata: {...metadata, ...(kept.length === 0 ? {} : {finalizers: kept})}});
  }
}
