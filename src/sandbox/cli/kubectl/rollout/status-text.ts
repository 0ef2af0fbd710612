import {at, type Json, number, objects, text} from '../json.ts';

/** How far a rollout is, in a sentence with its line end. */
export interface RolloutStatus {
  readonly said: string;
  readonly done: boolean;
}

/** The state of an object's rollout; throws for a kind that has none, or one that has failed. */
export function rolloutStatus(
  found: Json,
  {name, revision}: {readonly name: string; readonly revision: number},
): RolloutStatus {
  switch (text(found['kind'])) {
    case 'Deployment':
      return deploymentStatus(found, name, revision);
    case 'DaemonSet':
      return daemonSetStatus(found, name);
    case 'StatefulSet':
      return statefulSetStatus(found);
    default:
      throw new Error(`no status viewer has been implemented for ${text(found['kind'])}`);
  }
}

const waiting = (said: string): RolloutStatus => ({said: `${said}...\n`, done: false});

function field(found: Json, ...path: readonly string[]): number {
  return number(at(found, ...path));
}

function isObserved(found: Json): boolean {
  return field(found, 'metadata', 'generation') <= field(found, 'status', 'observedGeneration');
}

function deploymentStatus(found: Json, name: string, revision: number): RolloutStatus {
  if (revision > 0) {
    const now = Number(at(found, 'metadata', 'annotations', 'deployment.kubernetes.io/revision') ?? 0);
    if (now !== revision)
      throw new Error(`desired revision (${revision}) is different from the running revision (${now})`);
  }
  if (!isObserved(found)) return waiting('Waiting for deployment spec update to be observed');
  const progressing = objects(at(found, 'status', 'conditions')).find(({type}) => type === 'Progressing');
  if (progressing?.['reason'] === 'ProgressDeadlineExceeded') {
    throw new Error(`deployment ${JSON.stringify(name)} exceeded its progress deadline`);
  }
  const [wanted, all] = [field(found, 'spec', 'replicas'), field(found, 'status', 'replicas')];
  const [updated, available] = [field(found, 'status', 'updatedReplicas'), field(found, 'status', 'availableReplicas')];
  const subject = `Waiting for deployment ${JSON.stringify(name)} rollout to finish:`;
  if (updated < wanted) return waiting(`${subject} ${updated} out of ${wanted} new replicas have been updated`);
  if (all > updated) return waiting(`${subject} ${all - updated} old replicas are pending termination`);
  if (available < updated) return waiting(`${subject} ${available} of ${updated} updated replicas are available`);
  return {said: `deployment ${JSON.stringify(name)} successfully rolled out\n`, done: true};
}

function requireRollingUpdate(found: Json): void {
  if (text(at(found, 'spec', 'updateStrategy', 'type')) !== 'RollingUpdate') {
    throw new Error('rollout status is only available for RollingUpdate strategy type');
  }
}

function daemonSetStatus(found: Json, name: string): RolloutStatus {
  requireRollingUpdate(found);
  if (!isObserved(found)) return waiting('Waiting for daemon set spec update to be observed');
  const wanted = field(found, 'status', 'desiredNumberScheduled');
  const updated = field(found, 'status', 'updatedNumberScheduled');
  const available = field(found, 'status', 'numberAvailable');
  const subject = `Waiting for daemon set ${JSON.stringify(name)} rollout to finish:`;
  if (updated < wanted) return waiting(`${subject} ${updated} out of ${wanted} new pods have been updated`);
  if (available < wanted) return waiting(`${subject} ${available} of ${wanted} updated pods are available`);
  return {said: `daemon set ${JSON.stringify(name)} successfully rolled out\n`, done: true};
}

function statefulSetStatus(found: Json): RolloutStatus {
  requireRollingUpdate(found);
  if (!isObserved(found)) return waiting('Waiting for statefulset spec update to be observed');
  const wanted = field(found, 'spec', 'replicas');
  const [ready, updated] = [field(found, 'status', 'readyReplicas'), field(found, 'status', 'updatedReplicas')];
  if (ready < wanted) return waiting(`Waiting for ${wanted - ready} pods to be ready`);
  const partition = field(found, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  if (partition > 0) {
    const due = wanted - partition;
    if (updated < due)
      return waiting(`Waiting for partitioned roll out to finish: ${updated} out of ${due} new pods have been updated`);
    return {said: `partitioned roll out complete: ${updated} new pods have been updated...\n`, done: true};
  }
  const [next, current] = [text(at(found, 'status', 'updateRevision')), text(at(found, 'status', 'currentRevision'))];
  if (next !== current)
    return waiting(`waiting for statefulset rolling update to complete ${updated} pods at revision ${next}`);
  const all = field(found, 'status', 'currentReplicas');
  return {said: `statefulset rolling update complete ${all} pods at revision ${current}...\n`, done: true};
}
