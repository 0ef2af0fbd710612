import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {errorOf, throwAll, UsageError} from '../errors.ts';
import {at, type Json, objects, text} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {fetchSome} from '../resources/fetch.ts';
import {select} from '../resources/select.ts';
import {selector} from '../resources/selection-flags.ts';
import type {Found} from '../resources/target.ts';
import {labelValueProblem, qualifiedNameProblem} from '../writing/label-syntax.ts';
import {tellerFor} from '../writing/teller.ts';
import {dryRun, dryRunOf, fieldManager, validate, writeQuery} from '../writing/write-flags.ts';

const flags = {
  ...outputFlags(),
  selector,
  dryRun,
  validate,
  fieldManager: fieldManager('kubectl-taint'),
  all: bool('all', {usage: 'Select all nodes in the cluster'}),
  overwrite: bool('overwrite', {
    usage: 'If true, allow taints to be overwritten, otherwise reject taint updates that overwrite existing taints.',
  }),
} as const;

export const taint = defineCommand({
  usage: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  short: 'Update the taints on one or more nodes',
  examples: `# No new pods for a node but those that tolerate it
kubectl taint nodes foo dedicated=special-user:NoSchedule

# Take a taint off
kubectl taint nodes foo dedicated:NoSchedule-`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    const mode = dryRunOf(call);
    const first = args.findIndex((arg) => /[=:]/.test(arg) || arg.endsWith('-'));
    const words = first === -1 ? args : args.slice(0, first);
    const changes = parseTaints(first === -1 ? [] : args.slice(first));
    const [type = ''] = words;
    if (type !== '') await checkNodes(app, type);
    if (changes.added.length + changes.removed.length === 0) throw new Error('at least one taint update is required');
    const wanted = await select(app, {args: words, labelSelector: get(selector), all: get(flags.all)});
    const {found, errors: missing} = await fetchSome(app, wanted);
    const tell = await tellerFor(call, flags, mode);
    const errors = [...missing];
    for (const node of found) {
      try {
        await tell(...(await changed(call, node, changes)));
      } catch (error) {
        errors.push(errorOf(error));
      }
    }
    throwAll(errors);
    return 0;
  },
});

interface Taint {
  readonly key: string;
  readonly value: string;
  /** '' where every effect is meant. */
  readonly effect: string;
}

interface TaintChanges {
  readonly added: readonly Taint[];
  readonly removed: readonly Taint[];
}

async function checkNodes({discovery}: Kubectl, type: string): Promise<void> {
  const resource = await discovery.lookUp(type.split('/')[0] ?? '');
  if (resource?.kind !== 'Node') throw new Error(`invalid resource type ${type}, only node types are supported`);
}

function parseTaints(given: readonly string[]): TaintChanges {
  const removed = given.filter((one) => one.endsWith('-')).map((one) => parseTaint(one.slice(0, -1), one));
  const added = given
    .filter((one) => !one.endsWith('-'))
    .map((one) => {
      const taint = parseTaint(one, one);
      if (taint.effect === '') throw invalid(one, `${qualifiedNameProblem(one) ?? ''}`);
      return taint;
    });
  const twice = added.find(
    (one, index) => added.findIndex((other) => other.key === one.key && other.effect === one.effect) !== index,
  );
  if (twice !== undefined)
    throw new UsageError(`duplicated taints with the same key and effect: ${JSON.stringify(twice)}`);
  return {added, removed};
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function parseTaint(spec: string, given: string): Taint {
  const [pair = '', effect = '', ...more] = spec.split(':');
  const [key = '', value = '', ...rest] = pair.split('=');
  if (more.length > 0 || rest.length > 0) throw new UsageError(`invalid taint spec: ${given}`);
  if (effect !== '' && !effects.includes(effect)) {
    throw new UsageError(`invalid taint effect: ${effect}, unsupported taint effect`);
  }
  const problem = qualifiedNameProblem(key) ?? labelValueProblem(value);
  if (problem !== undefined) throw invalid(given, problem);
  return {key, value, effect};
}

function invalid(given: string, why: string): Error {
  return new UsageError(`invalid taint spec: ${given}, ${why}`);
}

async function changed(call: KubectlCall, node: Found, {added, removed}: TaintChanges): Promise<[Json, string]> {
  const {app, get} = call;
  const before = objects(at(node.object, 'spec', 'taints'));
  const same = (one: Taint, other: Json) =>
    other['key'] === one.key && (one.effect === '' || other['effect'] === one.effect);
  const clash = added.filter((one) => before.some((other) => same(one, other)));
  if (clash.length > 0 && !get(flags.overwrite)) {
    throw new Error(
      `node ${node.name} already has ${clash.map(({key}) => key).join(',')} taint(s) with same effect(s) and --overwrite is false`,
    );
  }
  const missing = removed.find((one) => !before.some((other) => same(one, other)));
  if (missing !== undefined) {
    throw new Error(
      `taint ${JSON.stringify(`${missing.key}${missing.effect === '' ? '' : `:${missing.effect}`}`)} not found`,
    );
  }
  const kept = before.filter((other) => ![...added, ...removed].some((one) => same(one, other)));
  const made = added.map(({key, value, effect}): Json => ({effect, key, ...(value === '' ? {} : {value})}));
  const taints = [...made, ...kept];
  const outcome =
    clash.length > 0 || (added.length > 0 && removed.length > 0)
      ? 'modified'
      : added.length > 0
        ? 'tainted'
        : 'untainted';
  const wanted = {...node.object, spec: {...Object(node.object['spec']), taints}};
  const mode = dryRunOf(call);
  if (mode === 'client') return [wanted, outcome];
  const answer = await app.api.json({
    method: 'PATCH',
    path: pathOf(node.resource, node),
    query: writeQuery({dryRun: mode, fieldManager: get(flags.fieldManager)}),
    json: {spec: {taints: taints.length === 0 ? null : taints}},
    contentType: 'application/strategic-merge-patch+json',
  });
  return [text(answer['kind']) === '' ? wanted : answer, outcome];
}
