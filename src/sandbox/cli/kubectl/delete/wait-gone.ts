import type {Kubectl} from '../app.ts';
import {type ApiResource, pathOf, resourceName} from '../client/api-resource.ts';
import {isNotFound, StatusError} from '../errors.ts';
import {metaOf} from '../json.ts';

/** An object that is to go. */
export interface Going {
  readonly resource: ApiResource;
  readonly namespace: string;
  readonly name: string;
  /** Another object of the same name does not count; '' counts any. */
  readonly uid: string;
}

/** The sentence of an object that is still there when the time is over. */
export function stillThere({resource, name}: Going): Error {
  return new Error(`timed out waiting for the condition on ${resource.plural}/${name}`);
}

/** Waits until an object is gone; false when `signal` ended that first. */
export async function waitGone(kubectl: Kubectl, going: Going, signal: AbortSignal): Promise<boolean> {
  const {resource, namespace, name} = going;
  while (!signal.aborted) {
    const seen = await current(kubectl, going);
    if (seen === undefined) return true;
    const watching = new AbortController();
    const ended = AbortSignal.any([signal, watching.signal]);
    try {
      const events = kubectl.api.watch({
        path: pathOf(resource, {namespace}),
        query: {fieldSelector: `metadata.name=${name}`, resourceVersion: seen},
        signal: ended,
      });
      for await (const {type} of events) if (type === 'DELETED') break;
    } catch (error) {
      // A version that is too old, or a kind that cannot be watched: looked at again.
      if (!(error instanceof StatusError) && !signal.aborted) throw error;
    } finally {
      watching.abort();
    }
  }
  return false;
}

/** The list's version while the object is there. */
async function current({api}: Kubectl, {resource, namespace, name, uid}: Going): Promise<string | undefined> {
  try {
    const found = await api.json({path: pathOf(resource, {namespace, name})});
    const meta = metaOf(found);
    return uid !== '' && meta.uid !== uid ? undefined : meta.resourceVersion;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error instanceof StatusError && error.status === 403
      ? new Error(
          `${resourceName(resource)} ${JSON.stringify(name)} is deleted, but nobody may look whether it is gone: ${error.message}`,
        )
      : error;
  }
}

/** A signal that ends after so long. */
export function timeoutSignal({context}: Kubectl, ms: number): {readonly signal: AbortSignal; cancel(): void} {
  const ending = new AbortController();
  const cancel = Number.isFinite(ms) ? context.clock.after(ms, () => ending.abort()) : () => undefined;
  return {signal: ending.signal, cancel};
}
