import type {Kubectl} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import type {Query} from '../client/kube-api.ts';
import {isNotFound} from '../errors.ts';
import type {Json} from '../json.ts';
import type {ManifestTarget} from '../resources/target.ts';
import {until} from '../writing/until.ts';

/** An object that is taken away and made anew. */
export interface Recreation {
  readonly target: ManifestTarget;
  readonly wanted: Json;
  readonly query: Query;
  readonly gracePeriodSeconds?: number;
  /** Called when the old one is told to go. */
  readonly tellDeleted?: () => Promise<void>;
}

/** Deletes an object, waits until it is gone, and makes it again. */
export async function recreate(kubectl: Kubectl, recreation: Recreation): Promise<Json> {
  const {target, wanted, query, gracePeriodSeconds = 0} = recreation;
  const {resource, namespace, name} = target;
  const path = pathOf(resource, {namespace, name});
  const options = {kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background', gracePeriodSeconds};
  try {
    await kubectl.api.json({method: 'DELETE', path, json: options});
    await recreation.tellDeleted?.();
    await until(kubectl, async () => !(await isThere(kubectl, path)));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return kubectl.api.json({method: 'POST', path: pathOf(resource, {namespace}), query, json: wanted});
}

async function isThere({api}: Kubectl, path: string): Promise<boolean> {
  try {
    await api.json({path});
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
