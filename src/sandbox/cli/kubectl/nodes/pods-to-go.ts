import type {KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {isNotFound, throwAll} from '../errors.ts';
import {at, isObject, type Json, metaOf, objects, text} from '../json.ts';
import {itemsOf} from '../resources/fetch.ts';
import {drainFlags as flags} from './drain-flags.ts';

/** What a drain is to do with the Pods of a node. */
export interface PodsToGo {
  readonly pods: readonly Json[];
  /** What is to be known of those that stay or go; '' for nothing. */
  readonly warnings: string;
}

/** What a filter says of a Pod. */
type Verdict =
  | {readonly kind: 'goes'; readonly warning?: string}
  | {readonly kind: 'stays'; readonly warning?: string}
  | {readonly kind: 'refused'; readonly why: string};

const goes: Verdict = {kind: 'goes'};

/** The Pods of a node that a drain evicts; throws what stands against it. */
export async function podsToGo(call: KubectlCall, node: string): Promise<PodsToGo> {
  const {app, get} = call;
  const pods = await app.discovery.find('pods');
  const query = {fieldSelector: `spec.nodeName=${node}`, labelSelector: get(flags.podSelector)};
  const all = itemsOf(await app.api.json({path: pathOf(pods), query}));
  const going: Json[] = [];
  const warnings = new Map<string, string[]>();
  const refusals = new Map<string, string[]>();
  for (const pod of all) {
    const verdict = await verdictOf(call, pod);
    const {namespace, name} = metaOf(pod);
    if (verdict.kind === 'refused') note(refusals, verdict.why, `${namespace}/${name}`);
    else if (verdict.warning !== undefined) note(warnings, verdict.warning, `${namespace}/${name}`);
    if (verdict.kind === 'goes') going.push(pod);
  }
  throwAll([...refusals].map(([why, names]) => new Error(`cannot delete ${why}: ${names.join(', ')}`)));
  return {pods: going, warnings: [...warnings].map(([what, names]) => `${what}: ${names.join(', ')}`).join('; ')};
}

function note(all: Map<string, string[]>, what: string, name: string): void {
  all.set(what, [...(all.get(what) ?? []), name]);
}

async function verdictOf(call: KubectlCall, pod: Json): Promise<Verdict> {
  if (isLongGone(call, pod)) return {kind: 'stays'};
  const daemon = await daemonVerdict(call, pod);
  if (daemon.kind !== 'goes') return daemon;
  if (at(pod, 'metadata', 'annotations', 'kubernetes.io/config.mirror') !== undefined) return {kind: 'stays'};
  const hasLocalData = objects(at(pod, 'spec', 'volumes')).some(({emptyDir}) => emptyDir !== undefined);
  if (hasLocalData && !isFinished(pod) && !call.get(flags.deleteEmptyDir)) {
    return {kind: 'refused', why: 'Pods with local storage (use --delete-emptydir-data to override)'};
  }
  if (isFinished(pod) || controllerOf(pod) !== undefined) return goes;
  if (call.get(flags.force)) return {kind: 'goes', warning: 'deleting Pods that declare no controller'};
  // The words are twice in what kubectl says, and so they are here.
  return {kind: 'refused', why: 'cannot delete Pods that declare no controller (use --force to override)'};
}

function isLongGone({app, get}: KubectlCall, pod: Json): boolean {
  const deleted = text(at(pod, 'metadata', 'deletionTimestamp'));
  const seconds = get(flags.skipWait);
  if (deleted === '' || seconds <= 0) return false;
  return app.context.clock.now() - Date.parse(deleted) > seconds * 1000;
}

function isFinished(pod: Json): boolean {
  return ['Succeeded', 'Failed'].includes(text(at(pod, 'status', 'phase')));
}

function controllerOf(pod: Json): Json | undefined {
  return objects(at(pod, 'metadata', 'ownerReferences')).find(({controller}) => controller === true);
}

async function daemonVerdict({app, get}: KubectlCall, pod: Json): Promise<Verdict> {
  const owner = controllerOf(pod);
  if (owner === undefined || owner['kind'] !== 'DaemonSet' || isFinished(pod)) return goes;
  const {namespace} = metaOf(pod);
  const resource = await app.discovery.find('daemonsets.apps');
  try {
    const set = await app.api.json({path: pathOf(resource, {namespace, name: text(owner['name'])})});
    if (!isObject(set)) return goes;
  } catch (error) {
    if (isNotFound(error) && get(flags.force)) return goes;
    throw error;
  }
  return get(flags.ignoreDaemonSets)
    ? {kind: 'stays', warning: 'ignoring DaemonSet-managed Pods'}
    : {kind: 'refused', why: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)'};
}
