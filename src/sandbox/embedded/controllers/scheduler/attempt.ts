import type {Pod} from 'kubernetes-types/core/v1';
import type {PodDisruptionBudget} from 'kubernetes-types/policy/v1';
import type {Stored} from '../../kubernetes-api/object.ts';
import type {ControllerContext} from '../controller.ts';
import {chooseNode} from './choose.ts';
import type {ClusterState} from './cluster-state.ts';
import {type FilterName, filterNames} from './filter.ts';
import {factsOf, type PodFacts} from './pod-facts.ts';
import {type Eviction, planPreemption} from './preemption.ts';
import type {ScoreContext} from './score.ts';
import {type Search, searchNodes} from './search.ts';
import {failureSentence} from './sentences.ts';
import type {Failure, Verdicts} from './verdicts.ts';
import {writeChoices} from './volumes.ts';
import {bind, markUnschedulable, sendAway} from './writes.ts';

export interface AttemptContext extends ControllerContext {
  readonly cluster: ClusterState;
  readonly groupOf: ScoreContext['groupOf'];
  readonly schedulerName: string;
  /** What was said of Pods; others that are alike fare the same while nothing has changed. */
  readonly verdicts: Verdicts;
}

/** What came of trying to give a Pod a node. */
export type Outcome =
  | {readonly state: 'bound'}
  /** It has a node, and goes there once its volumes are made and bound. */
  | {readonly state: 'binding'; readonly node: string}
  | {readonly state: 'unschedulable'; readonly waitsFor: ReadonlySet<FilterName>};

/** Tries to give a Pod a node. `saysAgain`: that there is none is said even when it is known. */
export function attempt(pod: Stored<Pod>, context: AttemptContext, saysAgain: boolean): Outcome {
  const {cluster, groupOf, random, client, verdicts} = context;
  const known = verdicts.on(pod, cluster.version);
  // Said once is enough while nothing is new.
  if (known && !saysAgain && known.message === saidOf(pod)) return {state: 'unschedulable', waitsFor: known.waitsFor};
  if (known) return fail(pod, known, context);
  const facts = factsOf(pod);
  const search = searchNodes(facts, cluster);
  const node = chooseNode(facts, {cluster, groupOf, nodes: search.fits}, random);
  if (!node) return fail(pod, makeRoom(facts, search, context), context);
  const choices = cluster.volumes.choose(pod, node) ?? [];
  cluster.withdraw(facts.key);
  if (choices.length === 0) {
    bind(pod, node.name, context);
    return {state: 'bound'};
  }
  cluster.place(facts, node.name);
  writeChoices(choices, node.name, client);
  return {state: 'binding', node: node.name};
}

function makeRoom(pod: PodFacts, search: Search, context: AttemptContext): Failure {
  const {cluster, informers, verdicts} = context;
  const waitsFor = stoppedBy(search);
  const budgets = (namespace: string) =>
    informers.of<Stored<PodDisruptionBudget>>('poddisruptionbudgets.policy').inNamespace(namespace);
  const plan = search.forbidden ? undefined : planPreemption(pod, {cluster, search, budgets});
  if (plan?.eviction) evict(pod, plan.eviction, context);
  const message = failureSentence(cluster.nodes.size, search, plan?.why);
  if (!plan?.eviction) verdicts.note(pod.pod, cluster.version, {message, waitsFor});
  return {message, waitsFor};
}

function stoppedBy({forbidden, refusals}: Search): ReadonlySet<FilterName> {
  if (forbidden) return new Set([forbidden.filter]);
  const names = new Set([...refusals.values()].map(({filter}) => filter));
  // Without any node, any that comes may help.
  return names.size === 0 ? new Set(filterNames) : names;
}

/** The room stays the Pod's until those who leave are gone. */
function evict(pod: PodFacts, {node, victims}: Eviction, context: AttemptContext): void {
  context.cluster.nominate(pod, node.name);
  for (const victim of victims) sendAway(victim.pod, {for: pod.pod, node: node.name}, context);
}

function fail(pod: Stored<Pod>, {message, waitsFor}: Failure, context: AttemptContext): Outcome {
  markUnschedulable(pod, {message, nominated: context.cluster.nominatedNode(pod)}, context);
  return {state: 'unschedulable', waitsFor};
}

function saidOf({status}: Stored<Pod>): string | undefined {
  return status?.conditions?.find(({type}) => type === 'PodScheduled')?.message;
}
