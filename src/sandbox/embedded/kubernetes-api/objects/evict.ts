import type {DeleteOptions} from '../client.ts';
import type {KubeObject} from '../object.ts';
import {KubeRefusal} from '../refusal.ts';
import {labelMatcher} from '../values/label-selector.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../values/reading.ts';
import {removeObject} from './remove.ts';
import {type ApiState, type Target, timestamp} from './state.ts';
import type {UpdateCall} from './update.ts';

const budgets = 'poddisruptionbudgets.policy';

/**
 * A Pod deleted if its PodDisruptionBudget can spare it. Throws 429.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 */
export function evicted(state: ApiState, {target, draft, dryRun}: UpdateCall, pod: KubeObject): KubeObject {
  const options = evictionOptions(fieldsOf(draft.deleteOptions), dryRun);
  if (!isCounted(pod)) return removeObject(state, target, options);
  const matching = state.store.list(budgets, target.namespace).filter((budget) => covers(budget, pod));
  if (matching.length > 1) throw severalBudgets();
  const [budget] = matching;
  if (budget && !(isSpared(budget) && !isReady(pod))) takeFrom(state, target, budget, options.dryRun === true);
  return removeObject(state, target, options);
}

function evictionOptions(fields: {readonly [field: string]: unknown}, dryRun: boolean): DeleteOptions {
  const {gracePeriodSeconds, preconditions, propagationPolicy} = fields;
  const {uid, resourceVersion} = fieldsOf(preconditions);
  return {
    ...(dryRun || listOf(fields.dryRun).length > 0 ? {dryRun: true} : {}),
    ...(typeof gracePeriodSeconds === 'number' ? {gracePeriodSeconds} : {}),
    ...(propagationPolicy === 'Foreground' || propagationPolicy === 'Background' || propagationPolicy === 'Orphan'
      ? {propagation: propagationPolicy}
      : {}),
    ...(typeof uid === 'string' ? {uid} : {}),
    ...(typeof resourceVersion === 'string' ? {resourceVersion} : {}),
  };
}

/** Pods that wait, are through or on their way may always go. */
function isCounted({metadata, status}: KubeObject): boolean {
  const phase = textOf(fieldsOf(status).phase);
  return metadata.deletionTimestamp === undefined && !['Pending', 'Succeeded', 'Failed', ''].includes(phase);
}

function isReady({status}: KubeObject): boolean {
  return listOf(fieldsOf(status).conditions).some((one) => {
    const {type, status: is} = fieldsOf(one);
    return type === 'Ready' && is === 'True';
  });
}

function covers({spec}: KubeObject, {metadata}: KubeObject): boolean {
  const selector = fieldsOf(spec).selector;
  return selector !== undefined && selector !== null && labelMatcher(fieldsOf(selector))(metadata.labels);
}

/** Whether a Pod that is not ready may go: enough others are, or the budget says so. */
function isSpared({spec, status}: KubeObject): boolean {
  if (fieldsOf(spec).unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const {currentHealthy, desiredHealthy} = fieldsOf(status);
  return numberOf(currentHealthy) >= numberOf(desiredHealthy) && numberOf(desiredHealthy) > 0;
}

function takeFrom(state: ApiState, {name}: Target, budget: KubeObject, dryRun: boolean): void {
  const status = fieldsOf(budget.status);
  const {metadata} = budget;
  if (numberOf(status.observedGeneration) < (metadata.generation ?? 0)) throw stillProcessed(metadata.name);
  const allowed = numberOf(status.disruptionsAllowed);
  if (allowed <= 0) throw violates(metadata.name, status);
  if (dryRun) return;
  const disruptedPods = {...fieldsOf(status.disruptedPods), [name]: timestamp(state.store.clock.now())};
  state.store.put(budgets, {...budget, status: {...status, disruptionsAllowed: allowed - 1, disruptedPods}});
}

function violates(name: string, status: {readonly [field: string]: unknown}): KubeRefusal {
  const needs = numberOf(status.desiredHealthy);
  const has = numberOf(status.currentHealthy);
  const message = `The disruption budget ${name} needs ${needs} healthy pods and has ${has} currently`;
  return tooMany([{reason: 'DisruptionBudget', message, field: ''}]);
}

function stillProcessed(name: string): KubeRefusal {
  const message = `The disruption budget ${name} is still being processed by the server.`;
  const refusal = tooMany([{reason: 'DisruptionBudget', message, field: ''}]);
  return new KubeRefusal(429, 'TooManyRequests', refusal.message, {...refusal.details, retryAfterSeconds: 10});
}

function tooMany(causes: readonly {readonly reason: string; readonly message: string; readonly field: string}[]) {
  const message = "Cannot evict pod as it would violate the pod's disruption budget.";
  return new KubeRefusal(429, 'TooManyRequests', message, {causes});
}

function severalBudgets(): KubeRefusal {
  const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
  return new KubeRefusal(500, 'InternalError', `Internal error occurred: ${message}`, {});
}
