import {int} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {at, type Json, object, withKey} from '../json.ts';
import {equalJson} from '../patch/equal.ts';
import {outputFlags} from '../print/output-flags.ts';
import {typeMetaOf} from '../resources/fetch.ts';
import type {Found} from '../resources/target.ts';
import {tellerFor} from '../writing/teller.ts';
import {dryRun, dryRunOf} from '../writing/write-flags.ts';
import {type Revision, revisionAnnotation, revisionsOf} from './revisions.ts';
import {rolloutFlags, rolloutObjects} from './selection.ts';
import {templateText} from './template-text.ts';

const toRevision = int('to-revision', {usage: 'The revision to rollback to. Default to 0 (last revision).'});
const output = outputFlags();

export const rolloutUndo = defineCommand({
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'Undo a previous rollout',
  examples: `# Back to what a deployment was before
kubectl rollout undo deployment/abc

# Back to revision 3
kubectl rollout undo daemonset/abc --to-revision=3`,
  flags: [...Object.values(rolloutFlags), ...Object.values(output), dryRun, toRevision],
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, get} = call;
    const tell = await tellerFor(call, output, dryRunOf(call));
    for (const found of await rolloutObjects(call)) {
      const revisions = await revisionsOf(app, found, 'rollbacker');
      const target = targetOf(revisions, get(toRevision));
      const outcome = await rollBack(call, found, target);
      await tell({...typeMetaOf(found), ...found.object}, outcome);
    }
    return 0;
  },
});

function targetOf(revisions: readonly Revision[], wanted: number): Revision {
  if (wanted < 0) throw new Error(`unable to find specified revision ${wanted} in history`);
  const target = wanted === 0 ? revisions.at(-2) : revisions.find(({number}) => number === wanted);
  if (target !== undefined) return target;
  throw new Error(
    wanted === 0
      ? 'no rollout history found for this object'
      : `unable to find specified revision ${wanted} in history`,
  );
}

async function rollBack(call: KubectlCall, found: Found, target: Revision): Promise<string> {
  const mode = dryRunOf(call);
  const isDeployment = found.resource.kind === 'Deployment';
  if (mode === 'client') return templateText(target.template);
  if (isDeployment && at(found.object, 'spec', 'paused') === true) {
    throw new Error(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  }
  const template = withoutHash(target.template);
  if (equalJson(template, withoutHash(object(at(found.object, 'spec', 'template'))))) {
    return `skipped rollback (current template already matches revision ${target.number})`;
  }
  const query = mode === 'server' ? {dryRun: 'All'} : {};
  const path = pathOf(found.resource, found);
  if (isDeployment)
    await send(call, {
      path,
      query,
      json: deploymentPatch(found.object, {template, target}),
      contentType: 'application/json-patch+json',
    });
  else
    await send(call, {path, query, json: target.keeper['data'], contentType: 'application/strategic-merge-patch+json'});
  return 'rolled back';
}

interface Sent {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly json: unknown;
  readonly contentType: string;
}

async function send(call: KubectlCall, sent: Sent): Promise<void> {
  await call.app.api.json({method: 'PATCH', ...sent});
}

function withoutHash(template: Json): Json {
  const meta = object(template['metadata']);
  const labels = withKey(object(meta['labels']), 'pod-template-hash', undefined);
  return {...template, metadata: {...withKey(meta, 'creationTimestamp', undefined), labels}};
}

/** Annotations that belong to the Deployment itself, whatever its revision. */
const ownAnnotations = [
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

function deploymentPatch(
  deployment: Json,
  {template, target}: {readonly template: Json; readonly target: Revision},
): readonly Json[] {
  const now = object(at(deployment, 'metadata', 'annotations'));
  const then = object(at(target.keeper, 'metadata', 'annotations'));
  const own = Object.entries(now).filter(([key]) => ownAnnotations.includes(key));
  const kept = Object.entries(then).filter(([key]) => !ownAnnotations.includes(key));
  return [
    {op: 'replace', path: '/spec/template', value: template},
    {op: 'replace', path: '/metadata/annotations', value: Object.fromEntries([...own, ...kept])},
  ];
}
