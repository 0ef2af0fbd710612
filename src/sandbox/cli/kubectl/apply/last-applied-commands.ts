import {bool, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {object} from '../json.ts';
import {toJson} from '../print/json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {toYaml} from '../print/yaml.ts';
import {fetchAll} from '../resources/fetch.ts';
import {manifestTargets, readManifests} from '../resources/manifests.ts';
import {isEmptySelection, select} from '../resources/select.ts';
import {fileFlags, selector} from '../resources/selection-flags.ts';
import type {ManifestTarget} from '../resources/target.ts';
import {nothingNamed} from '../set/set-command.ts';
import {configurationText, lastAppliedAnnotation, lastAppliedOf} from '../writing/last-applied.ts';
import {placedObject} from '../writing/namespaced.ts';
import {type Teller, tellerFor} from '../writing/teller.ts';
import {dryRun, dryRunOf} from '../writing/write-flags.ts';

const viewFlags = {
  ...fileFlags('Filename, directory, or URL to files that contains the last-applied-configuration annotations'),
  selector,
  all: bool('all', {usage: 'Select all resources in the namespace of the specified resource types'}),
  output: textFlag('output', {short: 'o', usage: 'Output format. Must be one of (yaml, json)', initial: 'yaml'}),
} as const;

export const viewLastApplied = defineCommand({
  usage: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  short: 'View the latest last-applied-configuration annotations of a resource/object',
  flags: Object.values(viewFlags),
  args: {kind: 'atLeast', count: 0},
  async run({app, args, get}) {
    const selection = {
      args,
      filenames: get(viewFlags.filename),
      labelSelector: get(viewFlags.selector),
      all: get(viewFlags.all),
    };
    const output = get(viewFlags.output);
    if (output !== 'yaml' && output !== 'json') {
      throw new Error(
        `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json\nSee 'kubectl apply view-last-applied -h' for help and examples`,
      );
    }
    if (isEmptySelection(selection)) throw new Error(nothingNamed);
    for (const {object: found} of await fetchAll(app, await select(app, selection))) {
      const memory = lastAppliedOf(found);
      if (memory === '') continue;
      const value: unknown = JSON.parse(memory);
      await app.print(output === 'yaml' ? toYaml(value) : `${toJson(value, '  ')}\n`);
    }
    return 0;
  },
});

const setFlags = {
  ...fileFlags('Filename, directory, or URL to files that contains the last-applied-configuration annotations'),
  ...outputFlags(),
  dryRun,
  createAnnotation: bool('create-annotation', {
    usage: "Will create 'last-applied-configuration' annotations if current objects doesn't have one",
  }),
} as const;

export const setLastApplied = defineCommand({
  usage: '-f FILENAME',
  short: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  flags: Object.values(setFlags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, get} = call;
    const source = {filenames: get(setFlags.filename), kustomize: '', recursive: get(setFlags.recursive)};
    if (source.filenames.length === 0) throw new Error('must specify one of -f and -k');
    const tell = await tellerFor(call, setFlags, dryRunOf(call));
    for (const target of await manifestTargets(app, await readManifests(app, source)))
      await remember(call, target, tell);
    return 0;
  },
});

async function remember(call: KubectlCall, target: ManifestTarget, tell: Teller): Promise<void> {
  const {app, get} = call;
  const path = pathOf(target.resource, target);
  const found = await app.api.json({path});
  if (lastAppliedOf(found) === '' && !get(setFlags.createAnnotation)) {
    throw new Error(
      `no last-applied-configuration annotation found on resource: ${target.name}, to create the annotation, run the command with --create-annotation`,
    );
  }
  const memory = configurationText(placedObject(target));
  const mode = dryRunOf(call);
  const annotations = {...object(object(found['metadata'])['annotations']), [lastAppliedAnnotation]: memory};
  const wanted = {...found, metadata: {...object(found['metadata']), annotations}};
  if (mode === 'client' || lastAppliedOf(found) === memory) return tell(wanted, 'configured');
  const json = {metadata: {annotations: {[lastAppliedAnnotation]: memory}}};
  const query = mode === 'server' ? {dryRun: 'All'} : {};
  await tell(
    await app.api.json({method: 'PATCH', path, query, json, contentType: 'application/merge-patch+json'}),
    'configured',
  );
}
