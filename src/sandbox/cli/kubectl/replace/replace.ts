import {bool, duration, int, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {recreate} from '../apply/recreate.ts';
import {kindName, pathOf} from '../client/api-resource.ts';
import {errorOf, throwAll, UsageError} from '../errors.ts';
import {optionalWord} from '../flag-kinds.ts';
import {type Json, metaOf, object} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {manifestTargets} from '../resources/manifests.ts';
import {fileFlags} from '../resources/selection-flags.ts';
import type {ManifestTarget} from '../resources/target.ts';
import {lastAppliedOf, withLastApplied} from '../writing/last-applied.ts';
import {placedObject} from '../writing/namespaced.ts';
import {readToWrite} from '../writing/read-to-write.ts';
import {sourceError} from '../writing/source-error.ts';
import {tellerFor} from '../writing/teller.ts';
import {
  dryRun,
  dryRunOf,
  fieldManager,
  fieldValidationOf,
  saveConfig,
  validate,
  writeQuery,
} from '../writing/write-flags.ts';

const flags = {
  ...fileFlags('The files that contain the configurations to replace.'),
  ...outputFlags(),
  dryRun,
  fieldManager: fieldManager('kubectl-replace'),
  saveConfig,
  validate,
  cascade: optionalWord('cascade', {
    usage: 'Must be "background", "orphan", or "foreground".',
    initial: 'background',
    bare: 'background',
  }),
  force: bool('force', {usage: 'If true, immediately remove resources from API and bypass graceful deletion.'}),
  gracePeriod: int('grace-period', {
    usage: 'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative.',
    initial: -1,
  }),
  raw: textFlag('raw', {usage: 'Raw URI to PUT to the server.  Uses the transport specified by the kubeconfig file.'}),
  subresource: textFlag('subresource', {
    usage: 'If specified, replace will operate on the subresource of the requested object.',
  }),
  timeout: duration('timeout', {
    usage:
      'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
  }),
  wait: bool('wait', {usage: 'If true, wait for resources to be gone before returning. This waits for finalizers.'}),
} as const;

export const replace = defineCommand({
  usage: '-f FILENAME',
  short: 'Replace a resource by file name or stdin',
  examples: `# Put what a file says in place of what there is
kubectl replace -f ./pod.json

# Delete, and make anew
kubectl replace --force -f ./pod.json`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    if (args.length > 0) throw new UsageError(`Unexpected args: [${args.join(' ')}]`);
    const source = {filenames: get(flags.filename), kustomize: get(flags.kustomize), recursive: get(flags.recursive)};
    if (source.filenames.length === 0 && source.kustomize === '') throw new Error('must specify one of -f and -k');
    if (get(flags.gracePeriod) >= 0 && !get(flags.force)) throw new Error('--grace-period must have --force specified');
    if (get(flags.timeout) !== 0 && !get(flags.force)) throw new Error('--timeout must have --force specified');
    const raw = get(flags.raw);
    if (raw !== '') return replaceRaw(call, raw);
    const targets = await manifestTargets(app, await readToWrite(app, source));
    if (targets.length === 0) throw new Error('no objects passed to replace');
    return replaceAll(call, targets);
  },
});

async function replaceRaw({app, get}: KubectlCall, path: string): Promise<number> {
  const [filename = ''] = get(flags.filename);
  const body = filename === '-' ? app.context.stdin : app.context.files.read(filename);
  await app.print(await app.api.text({method: 'PUT', path, body}));
  return 0;
}

async function replaceAll(call: KubectlCall, targets: readonly ManifestTarget[]): Promise<number> {
  const tell = await tellerFor(call, flags, dryRunOf(call));
  const errors: Error[] = [];
  for (const target of targets) {
    try {
      await tell(await replaceOne(call, target), 'replaced');
    } catch (error) {
      errors.push(errorOf(error));
    }
  }
  throwAll(errors);
  return 0;
}

async function replaceOne(call: KubectlCall, target: ManifestTarget): Promise<Json> {
  const {app, get} = call;
  const {resource, namespace, name, source} = target;
  const placed = placedObject(target);
  const wanted = get(flags.saveConfig) || lastAppliedOf(placed) !== '' ? withLastApplied(placed) : placed;
  const mode = dryRunOf(call);
  if (mode === 'client') return wanted;
  const query = writeQuery({
    dryRun: mode,
    fieldManager: get(flags.fieldManager),
    fieldValidation: fieldValidationOf(call),
  });
  if (get(flags.force)) {
    const seconds = get(flags.gracePeriod);
    const tellDeleted = () =>
      app.print(
        `${kindName(resource)} ${JSON.stringify(name)} deleted${namespace === '' ? '' : ` from ${namespace} namespace`}\n`,
      );
    return recreate(app, {target, wanted, query, gracePeriodSeconds: seconds < 0 ? 0 : seconds, tellDeleted});
  }
  const subresource = get(flags.subresource);
  const path = pathOf(resource, {namespace, name, ...(subresource === '' ? {} : {subresource})});
  try {
    return await app.api.json({method: 'PUT', path, query, json: await versioned(call, path, wanted)});
  } catch (error) {
    throw sourceError('replacing', source, error);
  }
}

/** Without a version the object replaces whatever there is; some kinds want to be told the version though. */
async function versioned({app}: KubectlCall, path: string, wanted: Json): Promise<Json> {
  if (metaOf(wanted).resourceVersion !== '') return wanted;
  const now = await app.api.json({path});
  return {...wanted, metadata: {...object(wanted['metadata']), resourceVersion: metaOf(now).resourceVersion}};
}
