import type {Condition} from 'kubernetes-types/meta/v1';
import type {PodDisruptionBudgetStatus} from 'kubernetes-types/policy/v1';
import {controllerOf, type Frozen, type KubeObject, keyOfObject, same} from '../../../kubernetes-api/object.ts';
import {msOf} from '../../../kubernetes-api/values/durations.ts';
import {percentOf, scaledValue} from '../../../kubernetes-api/values/int-or-string.ts';
import {labelMatcher} from '../../../kubernetes-api/values/label-selector.ts';
import type {Controller, ControllerContext} from '../../controller.ts';
import {timestamp} from '../../event-recorder.ts';
import {isActive, isReady} from '../../pods/pod-facts.ts';
import {
  collections,
  type PodDisruptionBudgetObject,
  type PodObject,
  type ReplicaSetObject,
  type StatefulSetObject,
} from '../kinds.ts';

/** How long a Pod that was evicted may take to go. */
const disruptedMs = 120_000;

interface Expected {
  readonly expected: number;
  readonly healthyWanted: number;
}

/** Says how many Pods may be evicted now. https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
export function createDisruptionController(): Controller {
  let enqueueLater: (key: string, afterMs: number) => void = () => {};
  return {
    name: 'disruption',
    component: 'controllermanager',
    setup({informers}, enqueue) {
      enqueueLater = enqueue;
      const budgets = informers.of<PodDisruptionBudgetObject>(collections.disruptionBudgets);
      const ofPod = (pod: PodObject) => {
        for (const budget of budgets.inNamespace(pod.metadata.namespace ?? ''))
          if (labelMatcher(budget.spec.selector)(pod.metadata.labels)) enqueue(keyOfObject(budget));
      };
      const ofNamespace = ({metadata}: KubeObject) => {
        for (const budget of budgets.inNamespace(metadata.namespace ?? '')) enqueue(keyOfObject(budget));
      };
      budgets.on({
        added: (budget) => enqueue(keyOfObject(budget)),
        changed: (budget) => enqueue(keyOfObject(budget)),
      });
      informers.of<PodObject>(collections.pods).on({
        added: ofPod,
        changed(pod, before) {
          ofPod(pod);
          if (!same(pod.metadata.labels, before.metadata.labels)) ofPod(before);
        },
        removed: ofPod,
      });
      for (const resource of [collections.deployments, collections.statefulSets, collections.replicaSets])
        informers.of<KubeObject>(resource).on({
          changed: (object, before) => object.metadata.generation !== before.metadata.generation && ofNamespace(object),
        });
    },
    reconcile(key, context) {
      const budget = context.informers.of<PodDisruptionBudgetObject>(collections.disruptionBudgets).byKey(key);
      if (!budget || budget.metadata.deletionTimestamp !== undefined) return;
      const next = look(context, budget);
      if (next !== undefined) enqueueLater(key, next);
    },
  };
}

function look(context: ControllerContext, budget: PodDisruptionBudgetObject): number | undefined {
  const pods = podsOf(context, budget);
  if (pods.length === 0) context.event(budget, {type: 'Normal', reason: 'NoPods', message: 'No matching pods found'});
  const expected = expectedOf(context, budget, pods);
  if (typeof expected === 'string') {
    const message = `Failed to calculate the number of expected pods: ${expected}`;
    context.event(budget, {type: 'Warning', reason: 'CalculateExpectedPodCountFailed', message});
    writeStatus(context, budget, failedStatus(budget, {message: expected, now: context.clock.now()}));
    return undefined;
  }
  const now = context.clock.now();
  const disrupted = stillDisrupted(budget, pods, now);
  const healthy = pods.filter(
    (pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined && !(pod.metadata.name in disrupted),
  ).length;
  const allowed = expected.expected > 0 ? Math.max(0, healthy - expected.healthyWanted) : 0;
  const {generation} = budget.metadata;
  const names = Object.keys(disrupted);
  writeStatus(context, budget, {
    ...(names.length > 0 ? {disruptedPods: disrupted} : {}),
    currentHealthy: healthy,
    desiredHealthy: expected.healthyWanted,
    disruptionsAllowed: allowed,
    expectedPods: expected.expected,
    ...(generation === undefined ? {} : {observedGeneration: generation}),
    conditions: conditionsOf(budget, allowed > 0 ? enough : tooFew, now),
  });
  return names.length > 0
    ? Math.min(...names.map((name) => (msOf(disrupted[name]) ?? now) + disruptedMs - now))
    : undefined;
}

function podsOf({informers}: ControllerContext, {metadata, spec}: PodDisruptionBudgetObject): readonly PodObject[] {
  const matches = labelMatcher(spec.selector);
  const all = informers.of<PodObject>(collections.pods).inNamespace(metadata.namespace ?? '');
  return [...all].filter((pod) => matches(pod.metadata.labels) && (isActive(pod) || isGoing(pod)));
}

function isGoing({status}: PodObject): boolean {
  return status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}

/** How many Pods there should be and how many of them healthy; a sentence when nobody can say. */
function expectedOf(
  context: ControllerContext,
  {spec}: PodDisruptionBudgetObject,
  pods: readonly PodObject[],
): Expected | string {
  const {minAvailable, maxUnavailable} = spec;
  if (maxUnavailable !== undefined) {
    const expected = wantedByOwners(context, pods);
    if (typeof expected === 'string') return expected;
    const unavailable = scaledValue(maxUnavailable, expected, 'up') ?? 0;
    return {expected, healthyWanted: Math.max(0, expected - unavailable)};
  }
  if (percentOf(minAvailable) === undefined)
    return {expected: pods.length, healthyWanted: typeof minAvailable === 'number' ? minAvailable : 0};
  const expected = wantedByOwners(context, pods);
  if (typeof expected === 'string') return expected;
  return {expected, healthyWanted: scaledValue(minAvailable, expected, 'up') ?? 0};
}

/** The replicas of everything that owns one of the Pods. */
function wantedByOwners(context: ControllerContext, pods: readonly PodObject[]): number | string {
  const wanted = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owner) {
      const where = JSON.stringify(pod.metadata.name);
      return `found no controller ref for pod ${where}`;
    }
    if (wanted.has(owner.uid)) continue;
    const scale = scaleOf(context, pod, owner);
    if (typeof scale === 'string') return scale;
    wanted.set(scale.uid, scale.replicas);
    // Several sets of one Deployment count once, by the Deployment's uid.
    if (scale.uid !== owner.uid) wanted.set(owner.uid, 0);
  }
  let sum = 0;
  for (const replicas of wanted.values()) sum += replicas;
  return sum;
}

function scaleOf(
  {informers}: ControllerContext,
  {metadata}: PodObject,
  {kind, name, uid}: {readonly kind: string; readonly name: string; readonly uid: string},
): {readonly uid: string; readonly replicas: number} | string {
  const namespace = metadata.namespace;
  const found = (resource: string): StatefulSetObject | undefined => {
    const object = informers.of<StatefulSetObject>(resource).get(namespace, name);
    return object?.metadata.uid === uid ? object : undefined;
  };
  if (kind === 'StatefulSet') return scaleIn(found(collections.statefulSets), kind);
  if (kind === 'ReplicationController') return scaleIn(found(collections.replicationControllers), kind);
  if (kind !== 'ReplicaSet') return `${kind}.apps does not implement the scale subresource`;
  const set = informers.of<ReplicaSetObject>(collections.replicaSets).get(namespace, name);
  const owner = set && controllerOf(set);
  if (!set || owner?.kind !== 'Deployment') return scaleIn(found(collections.replicaSets), kind);
  return scaleIn(informers.of<StatefulSetObject>(collections.deployments).get(namespace, owner.name), 'Deployment');
}

function scaleIn(object: StatefulSetObject | undefined, kind: string) {
  if (!object) return {uid: `no ${kind}`, replicas: 0};
  return {uid: object.metadata.uid, replicas: object.spec.replicas ?? 1};
}

/** Pods whose eviction was granted and that are not on their way yet; after a while they count as they are. */
function stillDisrupted(
  {status}: PodDisruptionBudgetObject,
  pods: readonly PodObject[],
  now: number,
): {readonly [name: string]: string} {
  const names = new Set(
    pods.filter((pod) => pod.metadata.deletionTimestamp === undefined).map(({metadata}) => metadata.name),
  );
  const all = Object.entries(status?.disruptedPods ?? {});
  return Object.fromEntries(all.filter(([name, time]) => names.has(name) && (msOf(time) ?? 0) + disruptedMs > now));
}

type Status = Frozen<PodDisruptionBudgetStatus>;
type Said = {readonly status: 'True' | 'False'; readonly reason: string; readonly message: string};

const enough: Said = {status: 'True', reason: 'SufficientPods', message: ''};
const tooFew: Said = {status: 'False', reason: 'InsufficientPods', message: ''};

function conditionsOf(budget: PodDisruptionBudgetObject, said: Said, now: number): readonly Frozen<Condition>[] {
  const before = budget.status?.conditions ?? [];
  const type = 'DisruptionAllowed';
  const known = before.find((condition) => condition.type === type);
  const lastTransitionTime = known?.status === said.status ? known.lastTransitionTime : timestamp(now);
  const {generation} = budget.metadata;
  const observed = generation === undefined ? {} : {observedGeneration: generation};
  const condition = {type, ...said, lastTransitionTime, ...observed};
  return known ? before.map((one) => (one === known ? condition : one)) : [...before, condition];
}

function failedStatus(
  budget: PodDisruptionBudgetObject,
  {message, now}: {readonly message: string; readonly now: number},
): Status {
  const none = {currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0};
  const conditions = conditionsOf(budget, {status: 'False', reason: 'SyncFailed', message}, now);
  return {...none, ...budget.status, disruptionsAllowed: 0, conditions};
}

function writeStatus({client}: ControllerContext, budget: PodDisruptionBudgetObject, status: Status): void {
  if (same(status, budget.status)) return;
  client.update(collections.disruptionBudgets, {...budget, status}, {subresource: 'status'});
}
