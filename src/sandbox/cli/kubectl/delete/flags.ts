import {bool, duration, int, text} from '../../cobra/flag-kinds.ts';
import {optionalWord} from '../flag-kinds.ts';
import {allNamespaces, fieldSelector, fileFlags, selector} from '../resources/selection-flags.ts';
import {dryRun} from '../writing/write-flags.ts';

/** The flags of `kubectl delete`. */
export const deleteFlags = {
  ...fileFlags('containing the resource to delete.'),
  selector,
  fieldSelector,
  allNamespaces,
  dryRun,
  all: bool('all', {usage: 'Delete all resources, in the namespace of the specified resource types.'}),
  cascade: optionalWord('cascade', {
    usage:
      'Must be "background", "orphan", or "foreground". Selects the deletion cascading strategy for the dependents (e.g. Pods created by a ReplicationController). Defaults to background.',
    initial: 'background',
    bare: 'background',
  }),
  force: bool('force', {
    usage:
      'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
  }),
  gracePeriod: int('grace-period', {
    usage:
      'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
    initial: -1,
  }),
  ignoreNotFound: bool('ignore-not-found', {
    usage: 'Treat "resource not found" as a successful delete. Defaults to "true" when --all is specified.',
  }),
  interactive: bool('interactive', {short: 'i', usage: 'If true, delete resource only when user confirms.'}),
  now: bool('now', {usage: 'If true, resources are signaled for immediate shutdown (same as --grace-period=1).'}),
  output: text('output', {short: 'o', usage: 'Output mode. Use "-o name" for shorter output (resource/name).'}),
  raw: text('raw', {usage: 'Raw URI to DELETE to the server.  Uses the transport specified by the kubeconfig file.'}),
  timeout: duration('timeout', {
    usage:
      'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
  }),
  wait: bool('wait', {
    usage: 'If true, wait for resources to be gone before returning. This waits for finalizers.',
    initial: true,
  }),
} as const;
