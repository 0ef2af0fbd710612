import type {Kubectl} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {at, isObject, type Json, metaOf, object, objects, text} from '../json.ts';
import {itemsOf} from '../resources/fetch.ts';
import {selectorText} from '../rollout/revisions.ts';
import {until} from '../writing/until.ts';

/** A Pod by its own name or by that of what made it. */
export interface PodArgument {
  /** `web`, `pod/web`, `deploy/web`, `svc/web`. */
  readonly given: string;
  readonly timeoutMs: number;
}

/** The first Pod that is meant; waits for one where its owner has none yet. Throws in kubectl's words. */
export async function podOf(kubectl: Kubectl, {given, timeoutMs}: PodArgument): Promise<Json> {
  const found = await ownerOf(kubectl, given);
  if (text(found['kind']) === 'Pod') return found;
  const labelSelector = podSelectorOf(found, given);
  let pods: readonly Json[] = [];
  const there = await until(
    kubectl,
    async () => {
      pods = await podsWith(kubectl, {namespace: metaOf(found).namespace, labelSelector});
      return pods.length > 0;
    },
    {timeoutMs},
  );
  const [first] = pods;
  if (!there || first === undefined) throw new Error('timed out waiting for the condition');
  return first;
}

/** The object of `pod`, `pod/x` or `type/x`. */
export async function ownerOf(kubectl: Kubectl, given: string): Promise<Json> {
  const [type = '', name] = given.includes('/') ? given.split('/') : ['pods', given];
  const resource = await kubectl.discovery.find(type);
  return kubectl.api.json({path: pathOf(resource, {namespace: await kubectl.namespace(), name: name ?? ''})});
}

/** What selects the Pods of an object; throws for a kind that has none. */
export function podSelectorOf(found: Json, given: string): string {
  const selector = at(found, 'spec', 'selector');
  const flat = ['Service', 'ReplicationController'].includes(text(found['kind']));
  const labels = flat ? {matchLabels: object(selector)} : object(selector);
  const words = isObject(selector) ? selectorText(labels) : '';
  if (words !== '') return words;
  throw new Error(
    `cannot attach to *${text(found['apiVersion'])}.${text(found['kind'])}: selector for ${given} not implemented`,
  );
}

/** Pods with labels, those that answer before those that do not, the older before the younger. */
export async function podsWith(
  kubectl: Kubectl,
  {namespace, labelSelector}: {readonly namespace: string; readonly labelSelector: string},
): Promise<readonly Json[]> {
  const resource = await kubectl.discovery.find('pods');
  const list = await kubectl.api.json({path: pathOf(resource, {namespace}), query: {labelSelector}});
  return itemsOf(list).toSorted((a, b) => rank(b) - rank(a) || created(a).localeCompare(created(b)));
}

function rank(pod: Json): number {
  const ready = objects(at(pod, 'status', 'conditions')).some(
    ({type, status}) => type === 'Ready' && status === 'True',
  );
  return text(at(pod, 'status', 'phase')) === 'Running' ? (ready ? 2 : 1) : 0;
}

function created(pod: Json): string {
  return text(at(pod, 'metadata', 'creationTimestamp'));
}
