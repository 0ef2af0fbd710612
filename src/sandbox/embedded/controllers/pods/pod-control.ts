import type {Draft, KubeObject} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import type {ControllerContext} from '../controller.ts';
import {collections, type PodObject} from '../workloads/kinds.ts';

/** Creates a Pod for an owner and says so in an event. Throws the refusal, which is an event as well. */
export function createPod(context: ControllerContext, owner: KubeObject, draft: Draft): PodObject {
  try {
    const pod = context.client.create<PodObject>(collections.pods, owner.metadata.namespace ?? '', draft);
    const message = `Created pod: ${pod.metadata.name}`;
    context.event(owner, {type: 'Normal', reason: 'SuccessfulCreate', message});
    return pod;
  } catch (error) {
    if (error instanceof KubeRefusal && !isNamespaceTerminating(error))
      context.event(owner, {type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${error.message}`});
    throw error;
  }
}

/** Deletes a Pod of an owner and says so in an event; one that is gone already is fine. */
export function deletePod(context: ControllerContext, owner: KubeObject, pod: PodObject): void {
  const {namespace, name} = pod.metadata;
  try {
    context.client.delete(collections.pods, namespace ?? '', name);
  } catch (error) {
    if (error instanceof KubeRefusal && error.code === 404) return;
    if (error instanceof KubeRefusal)
      context.event(owner, {type: 'Warning', reason: 'FailedDelete', message: `Error deleting: ${error.message}`});
    throw error;
  }
  context.event(owner, {type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${name}`});
}

/** A refusal there is no point in trying again after: everything in the namespace goes. */
export function isNamespaceTerminating(error: unknown): boolean {
  if (!(error instanceof KubeRefusal)) return false;
  return (
    error.details.causes?.some(({reason}) => reason === 'NamespaceTerminating') === true ||
    (error.code === 403 && error.message.includes('because it is being terminated'))
  );
}

/**
 * Makes many of the same in batches of 1, 2, 4, …: what fails for one is not asked for the others. Returns how many went
 * well and what the first failure was.
 */
export function slowStart(
  count: number,
  make: (index: number) => void,
): {readonly made: number; readonly error: unknown} {
  let made = 0;
  let error: unknown;
  for (let next = 0, batch = 1; next < count && error === undefined; next += batch, batch *= 2) {
    for (let index = next; index < Math.min(next + batch, count); index += 1) {
      try {
        make(index);
        made += 1;
      } catch (failure) {
        error ??= failure;
      }
    }
  }
  return {made, error};
}
