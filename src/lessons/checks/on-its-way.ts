import {type JsonObject as KubeObject, listIn, numberIn, textIn, valueIn} from './json.ts';

/**
 * Whether an object is still on its way to what its spec asks for, by its own conditions: then a status that is not as
 * wanted yet may become so by itself.
 */
export function isOnItsWay(object: KubeObject): boolean {
  if (textIn(object, 'metadata', 'deletionTimestamp') !== '') return true;
  switch (textIn(object, 'kind')) {
    case 'Pod':
      return isPodOnItsWay(object);
    case 'Deployment':
      return isRollingOut(object) && conditionOf(object, 'Progressing')?.['reason'] !== 'ProgressDeadlineExceeded';
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
      return isRollingOut(object);
    case 'Job':
      return numberIn(object, 'status', 'active') > 0 || conditionsOf(object).length === 0;
    case 'PersistentVolumeClaim':
      return textIn(object, 'status', 'phase') === 'Pending';
    default:
      return false;
  }
}

/** Reasons of a waiting container that nothing but a change can end. */
export const stuckReasons: ReadonlySet<string> = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

function isPodOnItsWay(pod: KubeObject): boolean {
  const phase = textIn(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') return false;
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled?.['status'] === 'False') return false;
  const statuses = [...listIn(pod, 'status', 'initContainerStatuses'), ...listIn(pod, 'status', 'containerStatuses')];
  if (statuses.some((status) => stuckReasons.has(textIn(status, 'state', 'waiting', 'reason')))) return false;
  return phase !== 'Running' || conditionOf(pod, 'Ready')?.['status'] !== 'True';
}

/** What was asked for last is not seen to yet, or not all copies of it are there. */
function isRollingOut(object: KubeObject): boolean {
  if (numberIn(object, 'status', 'observedGeneration') < numberIn(object, 'metadata', 'generation')) return true;
  const wanted =
    textIn(object, 'kind') === 'DaemonSet'
      ? numberIn(object, 'status', 'desiredNumberScheduled')
      : numberIn(object, 'spec', 'replicas');
  const counts = [
    ...['updatedReplicas', 'readyReplicas', 'availableReplicas'],
    ...['updatedNumberScheduled', 'numberReady', 'numberAvailable'],
  ].filter((name) => valueIn(object, ['status', name]) !== undefined);
  if (counts.length === 0) return wanted > 0;
  return (
    counts.some((name) => numberIn(object, 'status', name) !== wanted) ||
    numberIn(object, 'status', 'replicas') > wanted
  );
}

export function conditionsOf(object: KubeObject): readonly KubeObject[] {
  return listIn(object, 'status', 'conditions');
}

export function conditionOf(object: KubeObject, type: string): KubeObject | undefined {
  return conditionsOf(object).find((condition) => condition['type'] === type);
}
