import {collectText, encodeText} from '../../bytes.ts';
import {bool, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {errorOf, throwAll} from '../errors.ts';
import {isObject, type Json, objects, text} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {fetchSome} from '../resources/fetch.ts';
import {isEmptySelection, select} from '../resources/select.ts';
import {fileFlags} from '../resources/selection-flags.ts';
import type {Found} from '../resources/target.ts';
import {mergePatched} from '../run/overrides.ts';
import {nothingNamed} from '../set/set-command.ts';
import {tellerFor} from '../writing/teller.ts';
import {dryRun, dryRunOf, fieldManager, writeQuery} from '../writing/write-flags.ts';
import {readDocuments} from '../yaml-reading.ts';
import {equalJson} from './equal.ts';
import {jsonPatched} from './json-patch.ts';
import {mergesStrategically} from './merge-keys.ts';

const flags = {
  ...fileFlags('Filename, directory, or URL to files identifying the resource to update'),
  ...outputFlags(),
  dryRun,
  fieldManager: fieldManager('kubectl-patch'),
  local: bool('local', {
    usage: 'If true, patch will operate on the content of the file, not the server-side resource.',
  }),
  patch: textFlag('patch', {short: 'p', usage: 'The patch to be applied to the resource JSON file.'}),
  patchFile: textFlag('patch-file', {usage: 'A file containing a patch to be applied to the resource.'}),
  subresource: textFlag('subresource', {
    usage: 'If specified, patch will operate on the subresource of the requested object.',
  }),
  type: textFlag('type', {
    usage: 'The type of patch being provided; one of [json merge strategic]',
    initial: 'strategic',
  }),
} as const;

export const patch = defineCommand({
  usage: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  short: 'Update fields of a resource',
  examples: `# Change one field of a node
kubectl patch node k8s-node-1 -p '{"spec":{"unschedulable":true}}'

# Change the image of a container; the name says which one
kubectl patch pod valid-pod -p '{"spec":{"containers":[{"name":"web","image":"new image"}]}}'`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    const type = get(flags.type).toLowerCase();
    const change = await readPatch(call);
    if (!(type in contentTypes))
      throw new Error(`--type must be one of [json merge strategic], not ${JSON.stringify(get(flags.type))}`);
    const selection = {
      args,
      filenames: get(flags.filename),
      kustomize: get(flags.kustomize),
      recursive: get(flags.recursive),
    };
    if (isEmptySelection(selection)) throw new Error(nothingNamed);
    const wanted = await select(app, selection);
    const {found, errors: missing} = get(flags.local)
      ? {found: wanted.flatMap((one): readonly Found[] => (one.kind === 'manifest' ? [one] : [])), errors: []}
      : await fetchSome(app, wanted);
    const mode = dryRunOf(call);
    const tell = await tellerFor(call, flags, mode);
    const errors = [...missing];
    for (const one of found) {
      try {
        const after = await patched(call, one, {type, change});
        await tell(after, equalJson(after, one.object) ? 'patched (no change)' : 'patched');
      } catch (error) {
        errors.push(errorOf(error));
      }
    }
    throwAll(errors);
    return 0;
  },
});

const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

async function readPatch({app, get}: KubectlCall): Promise<unknown> {
  const [inline, file] = [get(flags.patch), get(flags.patchFile)];
  if (inline !== '' && file !== '') throw new Error('cannot specify --patch and --patch-file together');
  if (inline === '' && file === '')
    throw new Error('must specify --patch or --patch-file containing the contents of the patch');
  const source = inline || (await collectText(app.context.files.read(file)));
  // What looks like JSON is sent as it is: the server says what is wrong with it.
  if (source.trimStart().startsWith('{')) return jsonOrText(source);
  try {
    return readDocuments(source)[0];
  } catch (error) {
    throw new Error(
      `unable to parse ${JSON.stringify(source)}: ${errorOf(error).message.replace('error converting YAML to JSON: ', '')}`,
    );
  }
}

function jsonOrText(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return encodeText(source);
  }
}

interface Change {
  readonly type: string;
  readonly change: unknown;
}

async function patched({app, get}: KubectlCall, found: Found, {type, change}: Change): Promise<Json> {
  const mode = dryRunOf({get});
  if (mode === 'client' || get(flags.local)) return locally(found, {type, change});
  const subresource = get(flags.subresource);
  return app.api.json({
    method: 'PATCH',
    path: pathOf(found.resource, {...found, ...(subresource === '' ? {} : {subresource})}),
    query: writeQuery({dryRun: mode, fieldManager: get(flags.fieldManager)}),
    ...(change instanceof Uint8Array ? {body: change} : {json: change}),
    contentType: contentTypes[type] ?? '',
  });
}

function locally({object: found, resource}: Found, {type, change}: Change): Json {
  if (type === 'json') return jsonPatched(found, objects(change));
  if (!isObject(change)) throw new Error(`unable to parse a patch: it is no object`);
  if (type === 'merge') return mergePatched(found, change);
  if (!mergesStrategically(resource.group)) {
    throw new Error('strategic merge patch is not supported for this kind; use --type merge');
  }
  return mergePatched(found, change, text(found['kind']));
}
