import {collectText, encodeText, streamOf} from '../../bytes.ts';
import {bool, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {patchRulesOf} from '../apply/client-side.ts';
import {pathOf, resourceName} from '../client/api-resource.ts';
import {errorOf, errorText, StatusError} from '../errors.ts';
import {isObject, type Json, text} from '../json.ts';
import {twoWayPatch} from '../patch/three-way.ts';
import {toJson} from '../print/json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {withoutManagedFields} from '../print/printer.ts';
import {toYaml} from '../print/yaml.ts';
import {fetchAll} from '../resources/fetch.ts';
import {isEmptySelection, select} from '../resources/select.ts';
import {fileFlags} from '../resources/selection-flags.ts';
import type {Found} from '../resources/target.ts';
import {nothingNamed} from '../set/set-command.ts';
import {tellerFor} from '../writing/teller.ts';
import {fieldManager, fieldValidationOf, validate, writeQuery} from '../writing/write-flags.ts';
import {readDocuments} from '../yaml-reading.ts';
import {runEditor} from './editor.ts';

const output = outputFlags();
const flags = {
  ...fileFlags('Filename, directory, or URL to files to use to edit the resource'),
  ...output,
  validate,
  fieldManager: fieldManager('kubectl-edit'),
  outputPatch: bool('output-patch', {usage: 'Output the patch if the resource is edited.'}),
  subresource: textFlag('subresource', {
    usage: 'If specified, edit will operate on the subresource of the requested object.',
  }),
} as const;

export const edit = defineCommand({
  usage: '(RESOURCE/NAME | -f FILENAME)',
  short: 'Edit a resource on the server',
  long: 'Edit a resource from the default editor: the one that KUBE_EDITOR or EDITOR names, else vi.',
  examples:
    "# Edit the service named registry\nkubectl edit svc/registry\n\n# With another editor\nKUBE_EDITOR='nano' kubectl edit svc/registry",
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    const selection = {
      args,
      filenames: get(flags.filename),
      kustomize: get(flags.kustomize),
      recursive: get(flags.recursive),
      listsBareTypes: true,
    };
    if (isEmptySelection(selection)) throw new Error(nothingNamed);
    const found = await fetchAll(app, await select(app, selection));
    if (found.length === 0) throw new Error('edit cancelled, no objects found');
    for (const one of found) await editOne(call, one);
    return 0;
  },
});

const heading = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

/** Opens the editor until what was written is taken, or nothing was changed any more. */
async function editOne(call: KubectlCall, found: Found): Promise<void> {
  const {app, get} = call;
  const asJson = get(output.output) === 'json';
  const original = withoutManagedFields(found.object);
  const shown = asJson ? `${toJson(original)}\n` : toYaml(original);
  let [content, complaint] = [shown, ''];
  for (;;) {
    const edited = await throughEditor(app, `${complaint === '' ? heading : complained(complaint)}${content}`, asJson);
    const stripped = edited.text
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .join('\n');
    if (stripped === content || stripped.trim() === '') {
      return complaint === '' ? cancelled(app, edited.path, stripped) : givenUp(app, edited.path, complaint);
    }
    content = stripped;
    try {
      await save(call, found, {original, content});
      return await app.context.files.remove(edited.path);
    } catch (error) {
      if (!(error instanceof StatusError) && !(error instanceof SyntaxProblem)) throw error;
      complaint = error instanceof SyntaxProblem ? error.message : errorText(error, app.path);
      await app.warn(
        `${complaint.startsWith('error: ') ? complaint : `error: ${resourceName(found.resource)} ${JSON.stringify(found.name)} is invalid`}\n`,
      );
    }
  }
}

class SyntaxProblem extends Error {}

function complained(why: string): string {
  return `${heading.trimEnd().slice(0, -1).trimEnd()}\n#\n${why
    .split('\n')
    .map((line) => `# ${line}\n`)
    .join('')}#\n`;
}

async function cancelled(app: Kubectl, path: string, content: string): Promise<void> {
  await app.context.files.remove(path);
  await app.warn(
    content.trim() === '' ? 'Edit cancelled, saved file was empty.\n' : 'Edit cancelled, no changes made.\n',
  );
}

async function givenUp(app: Kubectl, path: string, why: string): Promise<void> {
  await app.print(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`);
  throw new Error(`Edit cancelled, no valid changes were saved.${why === '' ? '' : ''}`);
}

async function throughEditor(
  {context}: Kubectl,
  content: string,
  asJson: boolean,
): Promise<{readonly text: string; readonly path: string}> {
  const folder = context.env['TMPDIR'] || '/tmp';
  const path = `${folder}/kubectl-edit-${Math.floor(context.clock.now() % 1e10)}.${asJson ? 'json' : 'yaml'}`;
  await context.files.write(path, streamOf(encodeText(content)), 0o600);
  await runEditor(context, path);
  return {text: await collectText(context.files.read(path)), path};
}

interface Edited {
  readonly original: Json;
  readonly content: string;
}

async function save(call: KubectlCall, found: Found, {original, content}: Edited): Promise<void> {
  const {app, get} = call;
  const tell = await tellerFor(call, {...output, output: {...output.output, read: () => ''}}, 'none');
  const wanted = parsed(content);
  if (text(wanted['kind']) !== text(original['kind']))
    throw new SyntaxProblem(`error: the kind of an object cannot be changed`);
  const {rules, contentType} = patchRulesOf(found);
  const patch = twoWayPatch(original, wanted, rules);
  if (Object.keys(patch).length === 0) {
    await app.warn('Edit cancelled, no changes made.\n');
    return;
  }
  if (get(flags.outputPatch)) await app.print(`Patch: ${toJson(patch, '')}\n`);
  const subresource = get(flags.subresource);
  const after = await app.api.json({
    method: 'PATCH',
    path: pathOf(found.resource, {...found, ...(subresource === '' ? {} : {subresource})}),
    query: writeQuery({
      dryRun: 'none',
      fieldManager: get(flags.fieldManager),
      fieldValidation: fieldValidationOf(call),
    }),
    json: patch,
    contentType,
  });
  await tell(after, 'edited');
}

function parsed(content: string): Json {
  try {
    const [document] = readDocuments(content);
    if (isObject(document)) return document;
  } catch (error) {
    throw new SyntaxProblem(`error: The edited file had a syntax error: ${errorOf(error).message}`);
  }
  throw new SyntaxProblem('error: The edited file had a syntax error: it is no object');
}
