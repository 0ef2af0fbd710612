import {bool, duration, int, text} from '../../cobra/flag-kinds.ts';
import {chunkSize, selector} from '../resources/selection-flags.ts';
import {dryRun} from '../writing/write-flags.ts';

/** The flags of `kubectl drain`. */
export const drainFlags = {
  chunkSize,
  selector,
  dryRun,
  deleteEmptyDir: bool('delete-emptydir-data', {
    usage: 'Continue even if there are pods using emptyDir (local data that will be deleted when the node is drained).',
  }),
  disableEviction: bool('disable-eviction', {
    usage:
      'Force drain to use delete, even if eviction is supported. This will bypass checking PodDisruptionBudgets, use with caution.',
  }),
  force: bool('force', {usage: 'Continue even if there are pods that do not declare a controller.'}),
  gracePeriod: int('grace-period', {
    usage:
      'Period of time in seconds given to each pod to terminate gracefully. If negative, the default value specified in the pod will be used.',
    initial: -1,
  }),
  ignoreDaemonSets: bool('ignore-daemonsets', {usage: 'Ignore DaemonSet-managed pods.'}),
  podSelector: text('pod-selector', {usage: 'Label selector to filter pods on the node'}),
  skipWait: int('skip-wait-for-delete-timeout', {
    usage:
      'If pod DeletionTimestamp older than N seconds, skip waiting for the pod.  Seconds must be greater than 0 to skip.',
  }),
  timeout: duration('timeout', {usage: 'The length of time to wait before giving up, zero means infinite'}),
} as const;
