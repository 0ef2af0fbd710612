import type {Flag} from '../../cobra/flag.ts';
import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall, type KubectlCommand} from '../app.ts';
import {patchRulesOf} from '../apply/client-side.ts';
import {pathOf} from '../client/api-resource.ts';
import {errorOf, throwAll} from '../errors.ts';
import type {Json} from '../json.ts';
import {twoWayPatch} from '../patch/three-way.ts';
import {outputFlags} from '../print/output-flags.ts';
import {type Fetched, fetchSome} from '../resources/fetch.ts';
import {select} from '../resources/select.ts';
import {fileFlags, selector} from '../resources/selection-flags.ts';
import type {Found} from '../resources/target.ts';
import {type Teller, tellerFor} from '../writing/teller.ts';
import {dryRun, dryRunOf, fieldManager, writeQuery} from '../writing/write-flags.ts';

/** A sub-command of `set`. */
export interface SetKind {
  readonly usage: string;
  readonly short: string;
  readonly examples: string;
  readonly flags: readonly Flag<unknown>[];
  /** `image updated`. */
  readonly outcome: string;
  /** Told even where nothing changed. */
  readonly tellsUnchanged?: boolean;
  /** Reads the command line: which arguments name objects, and how one of them changes. */
  plan(call: KubectlCall): SetPlan | Promise<SetPlan>;
}

export interface SetPlan {
  readonly names: readonly string[];
  /** The object as it is to be; throws in kubectl's words. Undefined has nothing sent or told. */
  change(found: Found): Json | undefined | Promise<Json | undefined>;
}

const files = fileFlags('Filename, directory, or URL to files identifying the resource to get from a server.');
const output = outputFlags();
const manager = fieldManager('kubectl-set');
const all = bool('all', {usage: 'Select all resources, in the namespace of the specified resource types'});
const local = bool('local', {usage: 'If true, the command will NOT contact api-server but run locally.'});

/** What is said where nothing is named. */
export const nothingNamed =
  "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'";

/** The command of a kind of change. */
export function setCommand(kind: SetKind): KubectlCommand {
  const flags = [
    ...Object.values(files),
    ...Object.values(output),
    selector,
    all,
    local,
    dryRun,
    manager,
    ...kind.flags,
  ];
  return defineCommand({
    usage: kind.usage,
    short: kind.short,
    examples: kind.examples,
    flags,
    args: {kind: 'atLeast', count: 0},
    run: (call) => runSet(kind, call),
  });
}

async function runSet(kind: SetKind, call: KubectlCall): Promise<number> {
  const {app, get} = call;
  const mode = dryRunOf(call);
  const filenames = get(files.filename);
  if (call.args.length + filenames.length === 0 && get(files.kustomize) === '') throw new Error(nothingNamed);
  const plan = await kind.plan(call);
  const wanted = await select(app, {
    args: plan.names,
    filenames,
    kustomize: get(files.kustomize),
    recursive: get(files.recursive),
    labelSelector: get(selector),
    all: get(all),
  });
  const {found, errors}: Fetched = get(local)
    ? {found: wanted.flatMap((one) => (one.kind === 'manifest' ? [one] : [])), errors: []}
    : await fetchSome(app, wanted);
  const tell = await tellerFor(call, output, mode);
  const failed = [...errors, ...(await changeAll(call, {kind, plan, found, tell}))];
  throwAll(failed);
  return 0;
}

interface Changing {
  readonly kind: SetKind;
  readonly plan: SetPlan;
  readonly found: readonly Found[];
  readonly tell: Teller;
}

async function changeAll(call: KubectlCall, {kind, plan, found, tell}: Changing): Promise<readonly Error[]> {
  const errors: Error[] = [];
  for (const one of found) {
    try {
      const wanted = await plan.change(one);
      if (wanted === undefined) continue;
      const patch = twoWayPatch(one.object, wanted, patchRulesOf(one).rules);
      const unchanged = Object.keys(patch).length === 0;
      if (unchanged && kind.tellsUnchanged !== true && call.get(output.output) === '') continue;
      await tell(await outcomeOf(call, {one, wanted, patch}), kind.outcome);
    } catch (error) {
      errors.push(errorOf(error));
    }
  }
  return errors;
}

interface OneChange {
  readonly one: Found;
  readonly wanted: Json;
  readonly patch: Json;
}

async function outcomeOf(call: KubectlCall, {one, wanted, patch}: OneChange): Promise<Json> {
  const mode = dryRunOf(call);
  if (mode === 'client' || call.get(local)) return wanted;
  return call.app.api.json({
    method: 'PATCH',
    path: pathOf(one.resource, one),
    query: writeQuery({dryRun: mode, fieldManager: call.get(manager)}),
    json: patch,
    contentType: patchRulesOf(one).contentType,
  });
}
