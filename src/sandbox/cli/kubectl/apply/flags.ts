import {bool, duration, int} from '../../cobra/flag-kinds.ts';
import {commaList, optionalWord} from '../flag-kinds.ts';
import {outputFlags} from '../print/output-flags.ts';
import {fileFlags, selector} from '../resources/selection-flags.ts';
import {dryRun, fieldManager, validate} from '../writing/write-flags.ts';

/** The flags of `kubectl apply`. */
export const applyFlags = {
  ...fileFlags('The files that contain the configurations to apply.'),
  ...outputFlags(),
  selector,
  dryRun,
  fieldManager: fieldManager('kubectl-client-side-apply'),
  validate,
  all: bool('all', {usage: 'Select all resources in the namespace of the specified resource types.'}),
  overwrite: bool('overwrite', {
    usage:
      'Automatically resolve conflicts between the modified and live configuration by using values from the modified configuration',
    initial: true,
  }),
  openapiPatch: bool('openapi-patch', {
    usage:
      'If true, use openapi to calculate diff when the openapi presents and the resource can be found in the openapi spec. Otherwise, fall back to use baked-in types.',
    initial: true,
  }),
  prune: bool('prune', {
    usage:
      'Automatically delete resource objects, that do not appear in the configs and are created by either apply or create --save-config. Should be used with either -l or --all.',
  }),
  pruneAllowlist: commaList('prune-allowlist', {
    usage: 'Overwrite the default allowlist with <group/version/kind> for --prune',
  }),
  serverSide: bool('server-side', {usage: 'If true, apply runs in the server instead of the client.'}),
  forceConflicts: bool('force-conflicts', {
    usage: 'If true, server-side apply will force the changes against conflicts.',
  }),
  force: bool('force', {
    usage:
      'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
  }),
  cascade: optionalWord('cascade', {
    usage:
      'Must be "background", "orphan", or "foreground". Selects the deletion cascading strategy for the dependents (e.g. Pods created by a ReplicationController).',
    initial: 'background',
    bare: 'background',
  }),
  gracePeriod: int('grace-period', {
    usage:
      'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
    initial: -1,
  }),
  timeout: duration('timeout', {
    usage:
      'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
  }),
  wait: bool('wait', {usage: 'If true, wait for resources to be gone before returning. This waits for finalizers.'}),
} as const;
