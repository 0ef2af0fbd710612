import type {Flag} from '../../cobra/flag.ts';
import {bool, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall, type KubectlCommand} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {errorOf, throwAll} from '../errors.ts';
import {type Json, metaOf, object, text, withKey} from '../json.ts';
import {equalJson} from '../patch/equal.ts';
import {twoWayPatch} from '../patch/three-way.ts';
import {outputFlags} from '../print/output-flags.ts';
import {fetchSome} from '../resources/fetch.ts';
import {isEmptySelection, select} from '../resources/select.ts';
import {allNamespaces, fieldSelector, fileFlags, selector} from '../resources/selection-flags.ts';
import type {Found} from '../resources/target.ts';
import {tellerFor} from '../writing/teller.ts';
import {dryRun, dryRunOf, fieldManager, writeQuery} from '../writing/write-flags.ts';
import {type PairChanges, parsePairs} from './pairs.ts';

/** What is different between labels and annotations. */
export interface PairKind {
  readonly word: 'label' | 'annotation';
  readonly field: 'labels' | 'annotations';
  readonly usage: string;
  readonly short: string;
  readonly examples: string;
  readonly manager: string;
  /** Throws for a value that may not be. */
  check(key: string, value: string): void;
  /** Throws what stands in the way of a change without `--overwrite`. */
  refuse(found: readonly (readonly [string, string])[]): never;
  /** `labeled`. */
  outcome(changed: {readonly before: Json; readonly after: Json; readonly changes: PairChanges}): string;
}

const all = bool('all', {usage: 'Select all resources, in the namespace of the specified resource types'});
const listOnly = bool('list', {usage: 'If true, display the pairs for a given resource.'});
const local = bool('local', {usage: 'If true, the command will NOT contact api-server but run locally.'});
const overwrite = bool('overwrite', {
  usage: 'If true, allow pairs to be overwritten, otherwise reject updates that overwrite existing ones.',
});
const resourceVersion = textFlag('resource-version', {
  usage:
    'If non-empty, the update will only succeed if this is the current resource-version for the object. Only valid when specifying a single resource.',
});

/** `label` or `annotate`. */
export function pairCommand(kind: PairKind): KubectlCommand {
  const files = fileFlags(`Filename, directory, or URL to files identifying the resource to update the ${kind.field}`);
  const output = outputFlags();
  const manager = fieldManager(kind.manager);
  const flags: readonly Flag<unknown>[] = [
    ...Object.values(files),
    ...Object.values(output),
    selector,
    fieldSelector,
    allNamespaces,
    dryRun,
    manager,
    all,
    listOnly,
    local,
    overwrite,
    resourceVersion,
  ];
  return defineCommand({
    usage: kind.usage,
    short: kind.short,
    examples: kind.examples,
    flags,
    args: {kind: 'atLeast', count: 0},
    run: (call) => changePairs(call, {kind, files, output, manager}),
  });
}

interface PairFlags {
  readonly kind: PairKind;
  readonly files: ReturnType<typeof fileFlags>;
  readonly output: ReturnType<typeof outputFlags>;
  readonly manager: ReturnType<typeof fieldManager>;
}

async function changePairs(call: KubectlCall, {kind, files, output, manager}: PairFlags): Promise<number> {
  const {app, args, get} = call;
  const mode = dryRunOf(call);
  const {names, changes} = parsePairs(args, kind.word);
  if (!get(listOnly) && changes.set.size + changes.removed.length === 0) {
    throw new Error(`at least one ${kind.word} update is required`);
  }
  for (const [key, value] of changes.set) kind.check(key, value);
  const selection = {
    args: names,
    filenames: get(files.filename),
    kustomize: get(files.kustomize),
    recursive: get(files.recursive),
    labelSelector: get(selector),
    fieldSelector: get(fieldSelector),
    all: get(all),
    allNamespaces: get(allNamespaces),
  };
  if (isEmptySelection(selection))
    throw new Error('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  const {found, errors: missing} = await fetchSome(app, await select(app, selection));
  const errors = [...missing];
  const tell = await tellerFor(call, output, mode);
  const asked = {kind, changes, manager: get(manager)};
  for (const one of found) {
    try {
      if (get(listOnly)) await listPairs(call, one, {kind, several: found.length > 1});
      else await tell(...(await changeOne(call, one, asked)));
    } catch (error) {
      errors.push(errorOf(error));
    }
  }
  throwAll(errors);
  return 0;
}

async function listPairs(
  {app}: KubectlCall,
  {object: found, resource, name}: Found,
  {kind, several}: {readonly kind: PairKind; readonly several: boolean},
): Promise<void> {
  if (several)
    await app.print(`Listing ${kind.field} for ${resource.kind}.${resource.group}/${name}:\n`.replace('./', '/'));
  const pairs = Object.entries(object(object(found['metadata'])[kind.field]));
  await app.print(pairs.map(([key, value]) => `${several ? ' ' : ''}${key}=${text(value)}\n`).join(''));
}

interface Change {
  readonly kind: PairKind;
  readonly changes: PairChanges;
  readonly manager: string;
}

async function changeOne(call: KubectlCall, found: Found, {kind, changes, manager}: Change): Promise<[Json, string]> {
  const {app, get} = call;
  const meta = object(found.object['metadata']);
  const before = object(meta[kind.field]);
  const declared = [...changes.set].filter(
    ([key, value]) => key in before && (kind.word === 'annotation' || before[key] !== value),
  );
  if (!get(overwrite) && declared.length > 0) kind.refuse(declared.map(([key]) => [key, text(before[key])]));
  for (const key of changes.removed) {
    if (!(key in before) && kind.word === 'label') await app.print(`label ${JSON.stringify(key)} not found.\n`);
  }
  const after = changed(before, changes);
  const outcome = kind.outcome({before, after, changes});
  const wanted = {...found.object, metadata: {...meta, [kind.field]: after}};
  const mode = dryRunOf(call);
  if (mode === 'client' || get(local)) return [wanted, outcome];
  if (kind.word === 'label' && equalJson(before, after)) return [found.object, outcome];
  const patch = twoWayPatch(found.object, withVersion(wanted, get(resourceVersion)), {kind: 'merge'});
  const answer = await app.api.json({
    method: 'PATCH',
    path: pathOf(found.resource, found),
    query: writeQuery({dryRun: mode, fieldManager: manager}),
    json: patch,
    contentType: 'application/merge-patch+json',
  });
  return [answer, outcome];
}

function withVersion(wanted: Json, version: string): Json {
  return version === '' || version === metaOf(wanted).resourceVersion
    ? wanted
    : {...wanted, metadata: {...object(wanted['metadata']), resourceVersion: version}};
}

function changed(before: Json, {set, removed}: PairChanges): Json {
  const kept = removed.reduce<Json>((rest, key) => withKey(rest, key, undefined), before);
  return {...kept, ...Object.fromEntries(set)};
}
