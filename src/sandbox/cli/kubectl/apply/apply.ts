import {defineCommand, type KubectlCall} from '../app.ts';
import {errorOf, throwAll, UsageError} from '../errors.ts';
import {metaOf} from '../json.ts';
import {type ManifestObject, manifestTargets} from '../resources/manifests.ts';
import type {ManifestTarget} from '../resources/target.ts';
import {readToWrite} from '../writing/read-to-write.ts';
import {type Teller, tellerFor} from '../writing/teller.ts';
import {dryRunOf, fieldValidationOf} from '../writing/write-flags.ts';
import {type Applied, applyClientSide} from './client-side.ts';
import {applyFlags as flags} from './flags.ts';
import {prune} from './prune.ts';
import {applyServerSide} from './server-side.ts';

export const apply = defineCommand({
  usage: '(-f FILENAME | -k DIRECTORY)',
  short: 'Apply a configuration to a resource by file name or stdin',
  long: 'Apply a configuration to a resource by file name or stdin. The resource name must be specified. This resource will be created if it does not exist yet.\n\n JSON and YAML formats are accepted.',
  examples: `# Apply what a file asks for
kubectl apply -f ./pod.yaml

# Apply all files of a folder
kubectl apply -f ./manifests

# Apply what standard input asks for
cat pod.yaml | kubectl apply -f -`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    if (args.length > 0) throw new UsageError(`Unexpected args: [${args.join(' ')}]`);
    const source = {filenames: get(flags.filename), kustomize: get(flags.kustomize), recursive: get(flags.recursive)};
    if (source.filenames.length === 0 && source.kustomize === '') throw new Error('must specify one of -f and -k');
    checkFlags(call);
    const manifests = await readToWrite(app, source);
    return applyAll(call, manifests);
  },
});

function checkFlags({get}: KubectlCall): void {
  if (get(flags.forceConflicts) && !get(flags.serverSide)) {
    throw new Error('--force-conflicts only works with --server-side');
  }
  if (get(flags.serverSide) && get(flags.force)) throw new Error('--force cannot be used with --server-side');
  if (get(flags.prune) && !get(flags.all) && get(flags.selector) === '') {
    throw new Error(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  }
}

async function applyAll(call: KubectlCall, manifests: readonly ManifestObject[]): Promise<number> {
  const {app, get} = call;
  const mode = dryRunOf(call);
  if (get(flags.serverSide) && mode === 'client') {
    throw new Error("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  }
  const tell = await tellerFor(call, flags, mode);
  const errors: Error[] = [];
  const applied: ManifestTarget[] = [];
  const kept = new Set<string>();
  let count = 0;
  for (const manifest of manifests) {
    count += 1;
    try {
      const [target] = await manifestTargets(app, [manifest]);
      if (target === undefined || !isSelected(target, get(flags.selector))) continue;
      applied.push(target);
      kept.add(await applyOne(call, target, tell));
    } catch (error) {
      errors.push(errorOf(error));
    }
  }
  if (count === 0) throw new Error('no objects passed to apply');
  if (get(flags.prune) && errors.length === 0) await pruneRest(call, applied, kept);
  throwAll(errors);
  return 0;
}

function isSelected({object}: ManifestTarget, selector: string): boolean {
  if (selector === '') return true;
  const labels = Object(Object(object['metadata'])['labels']);
  return selector.split(',').every((one) => {
    const [key = '', value] = one.split(/==?/);
    return value === undefined ? key in labels : labels[key] === value;
  });
}

async function applyOne(call: KubectlCall, target: ManifestTarget, tell: Teller): Promise<string> {
  const {object, operation} = await outcomeOf(call, target);
  await tell(object, operation);
  return metaOf(object).uid;
}

function outcomeOf(call: KubectlCall, target: ManifestTarget): Promise<Applied> {
  const {app, get, changed} = call;
  const given = get(flags.fieldManager);
  const rules = {dryRun: dryRunOf(call), fieldValidation: fieldValidationOf(call)};
  if (!get(flags.serverSide)) {
    return applyClientSide(app, target, {...rules, fieldManager: given, force: get(flags.force)});
  }
  const fieldManager = changed(flags.fieldManager) ? given : 'kubectl';
  return applyServerSide(app, target, {...rules, fieldManager, forceConflicts: get(flags.forceConflicts)});
}

async function pruneRest(
  call: KubectlCall,
  applied: readonly ManifestTarget[],
  kept: ReadonlySet<string>,
): Promise<void> {
  const {app, get} = call;
  const mode = dryRunOf(call);
  const tell = get(flags.output) === '' ? undefined : await tellerFor(call, flags, mode);
  await prune(app, {
    labelSelector: get(flags.selector),
    namespaces: new Set(applied.map(({namespace}) => namespace)),
    kept,
    allowlist: get(flags.pruneAllowlist),
    dryRun: mode,
    tell: tell === undefined ? undefined : (object) => tell(object, 'pruned'),
  });
}
