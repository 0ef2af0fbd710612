import {encodeText, streamOf} from '../../bytes.ts';
import {bool, int} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {patchRulesOf} from '../apply/client-side.ts';
import {pathOf} from '../client/api-resource.ts';
import {ExitError, isNotFound} from '../errors.ts';
import {type Json, object} from '../json.ts';
import {threeWayPatch} from '../patch/three-way.ts';
import {withoutManagedFields} from '../print/printer.ts';
import {toYaml} from '../print/yaml.ts';
import {manifestTargets, readManifests} from '../resources/manifests.ts';
import {fileFlags, selector} from '../resources/selection-flags.ts';
import type {ManifestTarget} from '../resources/target.ts';
import {lastAppliedOf, withLastApplied} from '../writing/last-applied.ts';
import {placedObject} from '../writing/namespaced.ts';
import {fieldManager} from '../writing/write-flags.ts';

const flags = {
  ...fileFlags('Filename, directory, or URL to files contains the configuration to diff'),
  selector,
  fieldManager: fieldManager('kubectl-client-side-apply'),
  concurrency: int('concurrency', {
    usage: 'Number of objects to process in parallel when diffing against the live version.',
    initial: 1,
  }),
  showManagedFields: bool('show-managed-fields', {usage: 'If true, include managed fields in the diff.'}),
} as const;

export const diff = defineCommand({
  usage: '-f FILENAME',
  short: 'Diff the live version against a would-be applied version',
  long: 'Diff configurations specified by file name or stdin between the current online configuration, and the configuration as it would be if applied.\n\n The exit code is 0 when there is no difference, 1 when there is one, and more when something failed. KUBECTL_EXTERNAL_DIFF names another program than "diff -u -N".',
  examples: '# What would change\nkubectl diff -f pod.json',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, get} = call;
    const source = {filenames: get(flags.filename), kustomize: get(flags.kustomize), recursive: get(flags.recursive)};
    if (source.filenames.length === 0 && source.kustomize === '') throw new Error('must specify one of -f and -k');
    const {files, env, clock, runProgram} = app.context;
    if (runProgram === undefined) throw new Error('there is no program "diff" here');
    const root = `${env['TMPDIR'] || '/tmp'}`;
    const mark = Math.floor(clock.now() % 1e10);
    const [live, merged] = [`${root}/LIVE-${mark}`, `${root}/MERGED-${mark}`];
    for (const folder of [live, merged]) await files.makeFolder(folder, {parents: true, mode: 0o700});
    try {
      for (const target of await manifestTargets(app, await readManifests(app, source))) {
        await layOut(call, target, {live, merged});
      }
      const program = env['KUBECTL_EXTERNAL_DIFF']?.split(/\s+/).filter(Boolean) ?? ['diff', '-u', '-N'];
      const code = await runProgram([...program, live, merged]);
      if (code !== 0) throw new ExitError(code, code > 1 ? `error: exit status ${code}` : '');
      return 0;
    } finally {
      for (const folder of [live, merged]) await files.remove(folder);
    }
  },
});

async function layOut(
  call: KubectlCall,
  target: ManifestTarget,
  {live, merged}: {readonly live: string; readonly merged: string},
): Promise<void> {
  const {app} = call;
  const {resource, namespace, name} = target;
  const file = [resource.group, resource.version, resource.kind, namespace, name]
    .filter((part) => part !== '')
    .join('.');
  const now = await current(call, target);
  const then = await wouldBe(call, target, now);
  const write = (path: string, value: Json) =>
    app.context.files.write(
      path,
      streamOf(encodeText(toYaml(call.get(flags.showManagedFields) ? value : withoutManagedFields(value)))),
    );
  if (now !== undefined) await write(`${live}/${file}`, now);
  await write(`${merged}/${file}`, then);
}

async function current({app}: KubectlCall, target: ManifestTarget): Promise<Json | undefined> {
  try {
    return await app.api.json({path: pathOf(target.resource, target)});
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function wouldBe({app, get}: KubectlCall, target: ManifestTarget, now: Json | undefined): Promise<Json> {
  const wanted = placedObject(target);
  const query = {dryRun: 'All', fieldManager: get(flags.fieldManager)};
  const path = pathOf(target.resource, {namespace: target.namespace});
  if (now === undefined) return app.api.json({method: 'POST', path, query, json: wanted});
  const memory = lastAppliedOf(now);
  const original = memory === '' ? {} : object(JSON.parse(memory));
  const {rules, contentType} = patchRulesOf(target);
  const modified = memory === '' ? wanted : withLastApplied(wanted);
  const json = threeWayPatch({original, modified, current: now}, rules);
  return app.api.json({method: 'PATCH', path: pathOf(target.resource, target), query, json, contentType});
}
