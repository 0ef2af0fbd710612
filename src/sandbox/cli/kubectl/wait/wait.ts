import {bool, duration, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {stillThere, timeoutSignal, waitGone} from '../delete/wait-gone.ts';
import {errorOf, isNotFound, StatusError, throwAll} from '../errors.ts';
import {type Json, metaOf} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {fetchSome} from '../resources/fetch.ts';
import {isEmptySelection, select} from '../resources/select.ts';
import {allNamespaces, fieldSelector, fileFlags, selector} from '../resources/selection-flags.ts';
import type {Found, Wanted} from '../resources/target.ts';
import {nothingNamed} from '../set/set-command.ts';
import {type Teller, tellerFor} from '../writing/teller.ts';
import {pause} from '../writing/until.ts';
import {type Goal, parseGoal} from './condition.ts';

const aWeekMs = 7 * 24 * 3600 * 1000;

const flags = {
  ...fileFlags('identifying the resource.'),
  ...outputFlags(),
  selector,
  fieldSelector,
  allNamespaces,
  all: bool('all', {usage: 'Select all resources in the namespace of the specified resource types'}),
  for: textFlag('for', {
    usage:
      "The condition to wait on: [create|delete|condition=condition-name[=condition-value]|jsonpath='{JSONPath expression}'=[JSONPath value]]. The default condition-value is true.",
  }),
  local: bool('local', {usage: 'If true, annotation will NOT contact api-server but run locally.'}),
  timeout: duration('timeout', {
    usage:
      "The length of time to wait before giving up.  Zero means check once and don't wait, negative means wait for a week.",
    initial: 30e9,
  }),
} as const;

export const wait = defineCommand({
  usage:
    "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  short: 'Wait for a specific condition on one or many resources',
  examples: `# Wait until a pod is ready
kubectl wait --for=condition=Ready pod/busybox1

# Wait until a pod is gone, at most a minute
kubectl wait --for=delete pod/busybox1 --timeout=60s

# Wait for a value
kubectl wait --for=jsonpath='{.status.phase}'=Running pod/busybox1`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    const selection = {
      args,
      filenames: get(flags.filename),
      kustomize: get(flags.kustomize),
      recursive: get(flags.recursive),
      labelSelector: get(flags.selector),
      fieldSelector: get(flags.fieldSelector),
      all: get(flags.all),
      allNamespaces: get(flags.allNamespaces),
    };
    const goal = parseGoal(get(flags.for));
    if (isEmptySelection(selection)) throw new Error(nothingNamed);
    const given = get(flags.timeout);
    const timeoutMs = given < 0 ? aWeekMs : given / 1e6;
    return waitForAll(call, await select(app, selection), {goal, timeoutMs});
  },
});

interface Waiting {
  readonly goal: Goal;
  readonly timeoutMs: number;
}

async function waitForAll(call: KubectlCall, wanted: readonly Wanted[], {goal, timeoutMs}: Waiting): Promise<number> {
  const {app} = call;
  const tell = await tellerFor(call, flags, 'none');
  const {signal, cancel} = timeoutSignal(app, timeoutMs === 0 ? 1 : timeoutMs);
  if (goal.kind === 'create') await untilAllThere(app, wanted, signal);
  const {found, errors: missing} = await fetchSome(app, wanted, {ignoreNotFound: goal.kind === 'delete'});
  throwAll(missing);
  if (found.length === 0) {
    cancel();
    if (goal.kind === 'delete') return 0;
    throw new Error('no matching resources found');
  }
  const errors: Error[] = [];
  for (const one of found) {
    try {
      await waitForOne(app, one, {goal, signal, tell});
    } catch (error) {
      errors.push(errorOf(error));
    }
  }
  cancel();
  throwAll(errors);
  return 0;
}

async function untilAllThere(app: Kubectl, wanted: readonly Wanted[], signal: AbortSignal): Promise<void> {
  for (;;) {
    const {found, errors} = await fetchSome(app, wanted);
    const other = errors.find((error) => !isNotFound(error));
    if (other !== undefined) throw other;
    if (errors.length === 0 && found.length > 0) return;
    if (signal.aborted) throw new Error('timed out waiting for the condition');
    await pause(app.context.clock, 200);
  }
}

interface OneWait {
  readonly goal: Goal;
  readonly signal: AbortSignal;
  readonly tell: Teller;
}

async function waitForOne(app: Kubectl, found: Found, {goal, signal, tell}: OneWait): Promise<void> {
  switch (goal.kind) {
    case 'create':
      return tell(found.object, 'condition met');
    case 'delete': {
      const going = {...found, uid: metaOf(found.object).uid};
      if (!(await waitGone(app, going, signal))) throw stillThere(going);
      return tell(found.object, 'condition met');
    }
    case 'state': {
      const met = await stateMet(app, found, {isMet: goal.isMet, signal});
      if (met === undefined) throw stillThere({...found, uid: ''});
      return tell(met, 'condition met');
    }
  }
}

interface StateWait {
  readonly signal: AbortSignal;
  isMet(object: Json): boolean;
}

/** The object as it was when it met the goal; undefined when the time was over first. */
async function stateMet(app: Kubectl, found: Found, {isMet, signal}: StateWait): Promise<Json | undefined> {
  const {resource, namespace, name} = found;
  let seen = found.object;
  for (;;) {
    if (isMet(seen)) return seen;
    if (signal.aborted) return undefined;
    const watching = new AbortController();
    const query = {fieldSelector: `metadata.name=${name}`, resourceVersion: metaOf(seen).resourceVersion};
    const request = {path: pathOf(resource, {namespace}), query, signal: AbortSignal.any([signal, watching.signal])};
    try {
      for await (const {type, object} of app.api.watch(request)) {
        if (type === 'DELETED') throw deleted(found);
        if (type !== 'BOOKMARK' && isMet(object)) return object;
      }
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!(error instanceof StatusError && error.status === 410)) throw error;
    } finally {
      watching.abort();
    }
    if (signal.aborted) return undefined;
    seen = await app.api.json({path: pathOf(resource, {namespace, name})});
  }
}

function deleted({resource, name}: Found): Error {
  const kind = resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
  return new StatusError(404, {
    status: 'Failure',
    reason: 'NotFound',
    message: `${kind} ${JSON.stringify(name)} not found`,
  });
}
