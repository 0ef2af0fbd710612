import {bool, duration, int, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {pathOf, resourceName} from '../client/api-resource.ts';
import type {Query} from '../client/kube-api.ts';
import {requireFlags} from '../create/generator.ts';
import {errorOf, isConflict, StatusError, throwAll} from '../errors.ts';
import {at, number, object} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {fetchSome} from '../resources/fetch.ts';
import {isEmptySelection, select} from '../resources/select.ts';
import {fileFlags, selector} from '../resources/selection-flags.ts';
import type {Found} from '../resources/target.ts';
import {tellerFor} from '../writing/teller.ts';
import {until} from '../writing/until.ts';
import {dryRun, dryRunOf} from '../writing/write-flags.ts';

const flags = {
  ...fileFlags('Filename, directory, or URL to files identifying the resource to set a new size'),
  ...outputFlags(),
  selector,
  dryRun,
  all: bool('all', {usage: 'Select all resources in the namespace of the specified resource types'}),
  currentReplicas: int('current-replicas', {
    usage:
      'Precondition for current size. Requires that the current size of the resource match this value in order to scale. -1 (default) for no condition.',
    initial: -1,
  }),
  replicas: int('replicas', {usage: 'The new desired number of replicas. Required.'}),
  resourceVersion: textFlag('resource-version', {
    usage:
      'Precondition for resource version. Requires that the current resource version match this value in order to scale.',
  }),
  timeout: duration('timeout', {
    usage: "The length of time to wait before giving up on a scale operation, zero means don't wait.",
  }),
} as const;

export const scale = defineCommand({
  usage: '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  short: 'Set a new size for a deployment, replica set, or replication controller',
  examples: `# Scale a replica set named foo to 3
kubectl scale --replicas=3 rs/foo

# Scale a deployment to 3, if it has 2 now
kubectl scale --current-replicas=2 --replicas=3 deployment/mysql`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    requireFlags(call, [flags.replicas]);
    if (get(flags.replicas) < 0)
      throw new Error('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    if (get(flags.currentReplicas) < -1)
      throw new Error('The --current-replicas must specify an integer of -1 or greater');
    const selection = {
      args,
      filenames: get(flags.filename),
      kustomize: get(flags.kustomize),
      recursive: get(flags.recursive),
      labelSelector: get(flags.selector),
      all: get(flags.all),
    };
    if (isEmptySelection(selection)) throw new Error('must specify one of -f and -k');
    const {found, errors} = await fetchSome(app, await select(app, selection));
    if (found.length === 0 && errors.length > 0) {
      throw new Error(`no objects passed to scale ${errors.map(({message}) => message).join(', ')}`);
    }
    if (found.length === 0) throw new Error('no objects passed to scale');
    return scaleAll(call, found, errors);
  },
});

async function scaleAll(call: KubectlCall, found: readonly Found[], before: readonly Error[]): Promise<number> {
  const tell = await tellerFor(call, flags, dryRunOf(call));
  const errors = [...before];
  for (const one of found) {
    try {
      await scaleOne(call, one);
      await tell(one.object, 'scaled');
    } catch (error) {
      errors.push(errorOf(error));
    }
  }
  throwAll(errors);
  return 0;
}

async function scaleOne(call: KubectlCall, found: Found): Promise<void> {
  const {app, get} = call;
  const mode = dryRunOf(call);
  if (mode === 'client') return;
  if (!found.resource.subresources.some(({name}) => name === 'scale')) {
    throw new StatusError(404, {reason: 'NotFound', message: 'the server could not find the requested resource'});
  }
  const query: Query = mode === 'server' ? {dryRun: 'All'} : {};
  const path = pathOf(found.resource, {...found, subresource: 'scale'});
  const replicas = get(flags.replicas);
  const [wanted, version] = [get(flags.currentReplicas), get(flags.resourceVersion)];
  if (wanted < 0 && version === '') {
    const contentType = 'application/merge-patch+json';
    await app.api.json({method: 'PATCH', path, query, json: {spec: {replicas}}, contentType});
  } else await replaceScale(call, {path, query, wanted, version});
  const waitMs = get(flags.timeout) / 1e6;
  if (waitMs > 0 && mode === 'none') await waitForSize(call, {path, replicas, waitMs, found});
}

interface Replacement {
  readonly path: string;
  readonly query: Query;
  readonly wanted: number;
  readonly version: string;
}

async function replaceScale({app, get}: KubectlCall, {path, query, wanted, version}: Replacement): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const now = await app.api.json({path});
    const size = number(at(now, 'spec', 'replicas'));
    const seen = String(at(now, 'metadata', 'resourceVersion'));
    if (wanted >= 0 && size !== wanted) throw new Error(`Expected replicas to be ${wanted}, was ${size}`);
    if (version !== '' && version !== seen) throw new Error(`Expected resource version to be ${version}, was ${seen}`);
    const json = {...now, spec: {...object(now['spec']), replicas: get(flags.replicas)}};
    try {
      await app.api.json({method: 'PUT', path, query, json});
      return;
    } catch (error) {
      if (!isConflict(error) || attempt === 5) throw error;
    }
  }
}

interface SizeWait {
  readonly path: string;
  readonly replicas: number;
  readonly waitMs: number;
  readonly found: Found;
}

async function waitForSize({app}: KubectlCall, {path, replicas, waitMs, found}: SizeWait): Promise<void> {
  const reached = await until(
    app,
    async () => number(at(await app.api.json({path}), 'status', 'replicas')) === replicas,
    {timeoutMs: waitMs},
  );
  if (!reached)
    throw new Error(
      `timed out waiting for ${JSON.stringify(found.name)} to be synced (${resourceName(found.resource)})`,
    );
}
