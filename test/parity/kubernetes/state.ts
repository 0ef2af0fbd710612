import {stringify} from 'yaml';
import {z} from 'zod';
import {until} from '../../support/until.ts';
import type {KubectlScene} from './corpus.ts';
import {normaliseKubectl} from './normalise.ts';

/** What is in a namespace, without what differs from run to run. */
export interface SeenNamespace {
  /** Each as YAML. */
  readonly objects: readonly string[];
  /** `Normal Scheduled Pod/web: Successfully assigned …`, each once. */
  readonly events: readonly string[];
}

/** What is looked for; what nobody made is not there. */
const kinds = [
  'pods,services,endpoints,endpointslices,configmaps,secrets,serviceaccounts,persistentvolumeclaims,resourcequotas',
  'limitranges,deployments,replicasets,statefulsets,daemonsets,controllerrevisions,jobs,cronjobs,ingresses',
  'networkpolicies,horizontalpodautoscalers,poddisruptionbudgets,roles,rolebindings',
].join(',');

const lists = z.object({items: z.array(z.unknown())});
const leaving = z.object({metadata: z.object({deletionTimestamp: z.string()})});
const events = z.object({
  items: z.array(
    z.object({
      type: z.string(),
      reason: z.string(),
      message: z.string(),
      involvedObject: z.object({kind: z.string(), name: z.string()}),
    }),
  ),
});

/** Fields that say when, or who of many, and nothing else. */
const fleeting = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'time',
  'startTime',
  'startedAt',
  'finishedAt',
  'completionTime',
  'lastTransitionTime',
  'lastUpdateTime',
  'lastProbeTime',
  'lastScheduleTime',
  'lastSuccessfulTime',
  'renewTime',
  'containerID',
  'imageID',
  'ca.crt',
  'nodeName',
  'restartCount',
  // As the groups of the image have it.
  'supplementalGroups',
]);

/** The generation of an EndpointSlice: how many steps it took to get there. */
const countedSteps = /^(addressType: .*)^ {2}generation: \d+\n/ms;

/** Reads the objects and events of the namespace that `kubectl` looks into. */
export async function observeNamespace(
  read: (line: string) => Promise<string>,
  {passing = [], objectsDiffer}: KubectlScene,
): Promise<SeenNamespace> {
  const seen = objectsDiffer === undefined ? await lastingObjects(read) : [];
  const told = events.parse(JSON.parse(await read('kubectl get events -o json'))).items;
  const lines = told
    .filter(({reason}) => !passing.includes(reason))
    .map(({type, reason, message, involvedObject: {kind, name}}) => `${type} ${reason} ${kind}/${name}: ${message}`)
    .map(normaliseKubectl);
  return {
    objects: seen
      .map((object) => normaliseKubectl(stringify(lasting('', object), {lineWidth: 0}).replace(countedSteps, '$1')))
      .sort(),
    events: [...new Set(lines)].sort(),
  };
}

/** What is there when all that is on its way out is gone. */
async function lastingObjects(read: (line: string) => Promise<string>): Promise<readonly unknown[]> {
  return until(
    async () => lists.parse(JSON.parse(await read(`kubectl get ${kinds} -o json --show-managed-fields`))).items,
    (items) => items.every((item) => !leaving.safeParse(item).success),
    {timeoutMs: 20_000, intervalMs: 500},
  );
}

/** A value without fleeting fields, its keys in order. */
function lasting(key: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => lasting('', item));
    // Told in the order of a Go map, or in which they came.
    return key === 'conditions' || key === 'managedFields' || key === 'endpoints' ? items.toSorted(byText) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !fleeting.has(name))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, item]) => [name, lasting(name, item)]),
  );
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
