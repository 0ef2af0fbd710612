import {bool, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {errorOf, throwAll, UsageError} from '../errors.ts';
import type {Json} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {manifestTargets} from '../resources/manifests.ts';
import {fileFlags, selector} from '../resources/selection-flags.ts';
import type {ManifestTarget} from '../resources/target.ts';
import {withLastApplied} from '../writing/last-applied.ts';
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
  ...fileFlags('Filename, directory, or URL to files to use to create the resource'),
  ...outputFlags(),
  selector,
  dryRun,
  fieldManager: fieldManager('kubectl-create'),
  saveConfig,
  validate,
  edit: bool('edit', {usage: 'Edit the API resource before creating'}),
  raw: textFlag('raw', {usage: 'Raw URI to POST to the server.  Uses the transport specified by the kubeconfig file.'}),
} as const;

export const create = defineCommand({
  usage: '-f FILENAME',
  short: 'Create a resource from a file or from stdin',
  long: 'Create a resource from a file or from stdin.\n\n JSON and YAML formats are accepted.',
  examples: `# Create what a file asks for
kubectl create -f ./pod.yaml

# Create what standard input asks for
cat pod.yaml | kubectl create -f -`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    const source = {filenames: get(flags.filename), kustomize: get(flags.kustomize), recursive: get(flags.recursive)};
    if (args.length > 0) throw new UsageError(`Unexpected args: [${args.join(' ')}]`);
    if (source.filenames.length === 0 && source.kustomize === '') throw new Error('must specify one of -f and -k');
    if (get(flags.edit)) throw new Error('--edit is not part of this kubectl; edit the file, then create it');
    const raw = get(flags.raw);
    if (raw !== '') return createRaw(call, raw, source.filenames);
    return createAll(call, await manifestTargets(app, await readToWrite(app, source)));
  },
});

async function createAll(call: KubectlCall, targets: readonly ManifestTarget[]): Promise<number> {
  if (targets.length === 0) throw new Error('no objects passed to create');
  const mode = dryRunOf(call);
  const tell = await tellerFor(call, flags, mode);
  const errors: Error[] = [];
  for (const target of targets) {
    try {
      const placed = placedObject(target);
      const wanted = call.get(flags.saveConfig) ? withLastApplied(placed) : placed;
      await tell(mode === 'client' ? wanted : await post(call, target, wanted), 'created');
    } catch (error) {
      errors.push(sourceError('creating', target.source, error));
    }
  }
  throwAll(errors);
  return 0;
}

async function post(call: KubectlCall, {resource, namespace}: ManifestTarget, json: Json): Promise<Json> {
  const query = writeQuery({
    dryRun: dryRunOf(call),
    fieldManager: call.get(flags.fieldManager),
    fieldValidation: fieldValidationOf(call),
  });
  return call.app.api.json({method: 'POST', path: pathOf(resource, {namespace}), query, json});
}

async function createRaw({app}: KubectlCall, path: string, filenames: readonly string[]): Promise<number> {
  const [filename, ...more] = filenames;
  if (filename === undefined || more.length > 0)
    throw new UsageError('--raw can only use a single local file or stdin');
  const body = filename === '-' ? app.context.stdin : app.context.files.read(filename);
  try {
    await app.print(await app.api.text({method: 'POST', path, body}));
  } catch (error) {
    throw errorOf(error);
  }
  return 0;
}
