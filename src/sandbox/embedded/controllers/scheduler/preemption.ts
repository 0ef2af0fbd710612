import type {PodDisruptionBudget} from 'kubernetes-types/policy/v1';
import type {Stored} from '../../kubernetes-api/object.ts';
import {msOf} from '../../kubernetes-api/values/durations.ts';
import {labelMatcher} from '../../kubernetes-api/values/label-selector.ts';
import type {ClusterState} from './cluster-state.ts';
import type {NodeState} from './node-state.ts';
import type {PodFacts} from './pod-facts.ts';
import {type Refusal, type Search, testWithNominated} from './search.ts';
import {unavailable} from './sentences.ts';

/** A node on which a Pod would have room if some of lower priority were not there. */
export interface Eviction {
  readonly node: NodeState;
  readonly victims: readonly PodFacts[];
  /** How many of them a PodDisruptionBudget would rather keep. */
  readonly violations: number;
}

export type Preemption =
  | {readonly eviction: Eviction; readonly why?: undefined}
  /** Why nobody is sent away, as FailedScheduling says it. */
  | {readonly eviction?: undefined; readonly why: string};

export interface PreemptionContext {
  readonly cluster: ClusterState;
  readonly search: Search;
  readonly budgets: (namespace: string) => Iterable<Stored<PodDisruptionBudget>>;
}

const unhelpful: Pick<Refusal, 'reasons'> = {reasons: ['Preemption is not helpful for scheduling']};
const nobody: Pick<Refusal, 'reasons'> = {reasons: ['No preemption victims found for incoming pod']};

/** Chooses whom to send away for a Pod. https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/ */
export function planPreemption(pod: PodFacts, context: PreemptionContext): Preemption {
  const {cluster, search} = context;
  const refusedEligibility = ineligible(pod, cluster);
  if (refusedEligibility !== undefined) return {why: refusedEligibility};
  const evictions: Eviction[] = [];
  const reasons: Pick<Refusal, 'reasons'>[] = [];
  for (const node of cluster.nodes.values()) {
    const found = search.refusals.get(node.name)?.final === false ? evictionOn(node, pod, context) : unhelpful;
    if ('victims' in found) evictions.push(found);
    else reasons.push(found);
  }
  const best = evictions.sort(compareEvictions)[0];
  return best ? {eviction: best} : {why: unavailable(cluster.nodes.size, reasons)};
}

function ineligible({pod, priority}: PodFacts, {nodes}: ClusterState): string | undefined {
  if (pod.spec?.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominated = nodes.get(pod.status?.nominatedNodeName ?? '');
  for (const other of nominated?.pods() ?? [])
    if (other.terminating && other.priority < priority)
      return 'not eligible due to a terminating pod on the nominated node.';
  return undefined;
}

/** Takes all that are less important away, then lets back in whoever still has room, the most important first. */
function evictionOn(node: NodeState, pod: PodFacts, context: PreemptionContext): Eviction | Pick<Refusal, 'reasons'> {
  const {cluster} = context;
  const lower = [...node.pods()].filter(({priority}) => priority < pod.priority);
  if (lower.length === 0) return nobody;
  for (const {key} of lower) cluster.displace(key);
  const refusal = testWithNominated({pod, node, cluster});
  if (refusal) {
    for (const other of lower) cluster.place(other, node.name);
    return refusal;
  }
  const protectedPods = protectedBy(context.budgets, lower);
  const order = [...lower].sort(
    (one, other) =>
      Number(protectedPods.has(other)) - Number(protectedPods.has(one)) ||
      other.priority - one.priority ||
      startedMs(one) - startedMs(other),
  );
  const victims = order.filter((other) => {
    cluster.place(other, node.name);
    if (!testWithNominated({pod, node, cluster})) return false;
    cluster.displace(other.key);
    return true;
  });
  for (const victim of victims) cluster.place(victim, node.name);
  return {node, victims, violations: victims.filter((victim) => protectedPods.has(victim)).length};
}

/** The Pods whose going would break a budget. */
function protectedBy(budgets: PreemptionContext['budgets'], pods: readonly PodFacts[]): ReadonlySet<PodFacts> {
  const left = new Map<Stored<PodDisruptionBudget>, number>();
  const kept = new Set<PodFacts>();
  for (const pod of pods)
    for (const budget of budgets(pod.namespace)) {
      if (!labelMatcher(budget.spec?.selector)(pod.labels)) continue;
      const allowed = (left.get(budget) ?? budget.status?.disruptionsAllowed ?? 0) - 1;
      left.set(budget, allowed);
      if (allowed < 0) kept.add(pod);
    }
  return kept;
}

function compareEvictions(one: Eviction, other: Eviction): number {
  return (
    one.violations - other.violations ||
    highest(one) - highest(other) ||
    sum(one) - sum(other) ||
    one.victims.length - other.victims.length ||
    latestStart(other) - latestStart(one)
  );
}

function highest({victims}: Eviction): number {
  return Math.max(...victims.map(({priority}) => priority));
}

/** Priorities may be negative: each is lifted, so that more Pods are always more. */
function sum({victims}: Eviction): number {
  return victims.reduce((total, {priority}) => total + priority + 2 ** 31, 0);
}

function latestStart(eviction: Eviction): number {
  const top = highest(eviction);
  return Math.min(...eviction.victims.filter(({priority}) => priority === top).map(startedMs));
}

function startedMs({pod}: PodFacts): number {
  return msOf(pod.status?.startTime ?? pod.metadata.creationTimestamp) ?? 0;
}
