import {linesOf} from '../../bytes.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {kindName, pathOf} from '../client/api-resource.ts';
import {errorOf, isNotFound, throwAll, UsageError} from '../errors.ts';
import {at, type Json, metaOf, text} from '../json.ts';
import {fetchSome} from '../resources/fetch.ts';
import {isEmptySelection, type Selection, select} from '../resources/select.ts';
import type {Found, Wanted} from '../resources/target.ts';
import {sourceError} from '../writing/source-error.ts';
import {type DryRun, dryRunOf, dryRunSuffix} from '../writing/write-flags.ts';
import {deleteFlags as flags} from './flags.ts';
import {type Going, stillThere, timeoutSignal, waitGone} from './wait-gone.ts';

const aWeekMs = 7 * 24 * 3600 * 1000;

export const deleteObjects = defineCommand({
  usage: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  examples: `# Delete what a file made
kubectl delete -f ./pod.yaml

# Delete a pod and a service of the same name
kubectl delete pod,service baz

# Delete pods and services with a label
kubectl delete pods,services -l name=myLabel

# Delete all pods
kubectl delete pods --all`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, get} = call;
    const raw = get(flags.raw);
    if (raw !== '') {
      await app.print(await app.api.text({method: 'DELETE', path: raw}));
      return 0;
    }
    const plan = planOf(call);
    const selection = selectionOf(call);
    if (isEmptySelection(selection)) throw nothingNamed();
    const wanted = await select(app, selection);
    if (plan.graceSeconds === 0) await app.warn(immediateWarning);
    const {found, errors} = await fetchedOf(app, wanted, plan);
    if (plan.interactive && found.length > 0 && !(await confirmed(app, found))) return 0;
    return deleteAll(app, {found, errors, plan});
  },
});

const immediateWarning =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n';

function nothingNamed(): Error {
  return new Error(
    "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'",
  );
}

interface Plan {
  readonly mode: DryRun;
  /** -1 leaves it to the object. */
  readonly graceSeconds: number;
  readonly propagation: string;
  readonly force: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly ignoreNotFound: boolean;
  readonly interactive: boolean;
  readonly short: boolean;
}

function planOf(call: KubectlCall): Plan {
  const {get, changed} = call;
  const mode = dryRunOf(call);
  const [all, force, now] = [get(flags.all), get(flags.force), get(flags.now)];
  const given = get(flags.gracePeriod);
  if (all && get(flags.fieldSelector) !== '') {
    throw new Error('cannot set --all and --field-selector at the same time');
  }
  if (now && changed(flags.gracePeriod) && given >= 0)
    throw new Error('--now and --grace-period cannot be specified together');
  if (given > 0 && force) throw new Error('--force and --grace-period greater than 0 cannot be specified together');
  const output = get(flags.output);
  if (output !== '' && output !== 'name') {
    throw new Error(`unexpected -o output mode: ${output}. We only support '-o name'`);
  }
  const seconds = now ? 1 : force && given < 0 ? 0 : given === 0 && !force ? 1 : given;
  const timeout = get(flags.timeout);
  return {
    mode,
    graceSeconds: seconds,
    propagation: propagationOf(get(flags.cascade)),
    force,
    wait: get(flags.wait) && mode === 'none',
    timeoutMs: timeout === 0 ? aWeekMs : Math.max(0, timeout / 1e6),
    ignoreNotFound: get(flags.ignoreNotFound) || all,
    interactive: get(flags.interactive),
    short: output === 'name',
  };
}

function propagationOf(cascade: string): string {
  switch (cascade) {
    case 'background':
    case 'true':
      return 'Background';
    case 'foreground':
      return 'Foreground';
    case 'orphan':
    case 'false':
      return 'Orphan';
    default:
      throw new Error(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
  }
}

function selectionOf({args, get}: KubectlCall): Selection {
  if (get(flags.all) && get(flags.selector) !== '') {
    throw new UsageError("setting 'all' parameter but found a non empty selector. ");
  }
  return {
    args,
    filenames: get(flags.filename),
    kustomize: get(flags.kustomize),
    recursive: get(flags.recursive),
    labelSelector: get(flags.selector),
    fieldSelector: get(flags.fieldSelector),
    all: get(flags.all),
    allNamespaces: get(flags.allNamespaces),
  };
}

/** What is named is deleted without a look at it; a list says what is in it. */
async function fetchedOf(
  kubectl: Kubectl,
  wanted: readonly Wanted[],
  {ignoreNotFound}: Plan,
): Promise<{readonly found: readonly Deletable[]; readonly errors: readonly Error[]}> {
  const found: Deletable[] = [];
  const errors: Error[] = [];
  for (const one of wanted) {
    if (one.kind !== 'list') found.push({...one, object: {}, ...(one.kind === 'manifest' ? {source: one.source} : {})});
    else {
      const fetched = await fetchSome(kubectl, [one], {ignoreNotFound});
      found.push(...fetched.found);
      errors.push(...fetched.errors);
    }
  }
  return {found, errors};
}

async function confirmed(kubectl: Kubectl, found: readonly Found[]): Promise<boolean> {
  const names = found.map(({resource, name}) => `${kindName(resource)}/${name}\n`).join('');
  await kubectl.print(
    `You are about to delete the following ${found.length} resource(s):\n${names}Do you want to continue? (y/N): `,
  );
  for await (const line of linesOf(kubectl.context.stdin)) {
    if (/^y(es)?$/i.test(line.trim())) return true;
    break;
  }
  await kubectl.print('deletion is cancelled\n');
  return false;
}

/** `source` is the file that named it. */
interface Deletable extends Found {
  readonly source?: string;
}

interface Deletion {
  readonly found: readonly Deletable[];
  readonly errors: readonly Error[];
  readonly plan: Plan;
}

async function deleteAll(kubectl: Kubectl, {found, errors: before, plan}: Deletion): Promise<number> {
  const errors = [...before];
  const going: Going[] = [];
  for (const one of found) {
    try {
      const answer = plan.mode === 'client' ? {} : await deleteOne(kubectl, one, plan);
      going.push({...one, uid: uidOf(answer)});
      await kubectl.print(told(one, plan));
    } catch (error) {
      if (plan.ignoreNotFound && isNotFound(error)) continue;
      errors.push(one.source === undefined ? errorOf(error) : sourceError('deleting', one.source, error));
    }
  }
  if (found.length === 0 && errors.length === 0) await kubectl.print('No resources found\n');
  throwAll(errors);
  if (plan.wait) await waitForAll(kubectl, going, plan.timeoutMs);
  return 0;
}

/** The uid in a Status, or of the object while it is still there. */
function uidOf(answer: Json): string {
  return text(at(answer, 'details', 'uid')) || metaOf(answer).uid;
}

async function deleteOne({api}: Kubectl, {resource, namespace, name}: Found, plan: Plan): Promise<Json> {
  const grace = plan.graceSeconds < 0 ? {} : {gracePeriodSeconds: plan.graceSeconds};
  return api.json({
    method: 'DELETE',
    path: pathOf(resource, {namespace, name}),
    json: {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      ...grace,
      propagationPolicy: plan.propagation,
      ...(plan.mode === 'server' ? {dryRun: ['All']} : {}),
    },
  });
}

function told({resource, namespace, name}: Found, {short, force, mode}: Plan): string {
  if (short) return `${kindName(resource)}/${name}\n`;
  const how = force ? 'force deleted' : 'deleted';
  const where = namespace === '' ? '' : ` from ${namespace} namespace`;
  return `${kindName(resource)} ${JSON.stringify(name)} ${how}${where}${dryRunSuffix(mode)}\n`;
}

async function waitForAll(kubectl: Kubectl, going: readonly Going[], timeoutMs: number): Promise<void> {
  const {signal, cancel} = timeoutSignal(kubectl, timeoutMs);
  const errors: Error[] = [];
  for (const one of going) if (!(await waitGone(kubectl, one, signal))) errors.push(stillThere(one));
  cancel();
  throwAll(errors);
}
