import {defineCommand, type KubectlCall, type KubectlCommand} from '../app.ts';
import {pathOf, resourceName} from '../client/api-resource.ts';
import {errorOf, throwAll} from '../errors.ts';
import {at, type Json} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import type {Found} from '../resources/target.ts';
import {tellerFor} from '../writing/teller.ts';
import {fieldManager, writeQuery} from '../writing/write-flags.ts';
import {rolloutFlags, someRolloutObjects} from './selection.ts';

const output = outputFlags();
const manager = fieldManager('kubectl-rollout');

interface RolloutChange {
  readonly short: string;
  readonly example: string;
  /** `paused`. */
  readonly outcome: string;
  /** The merge patch of an object; throws in kubectl's words. */
  patch(found: Found, call: KubectlCall): Json;
}

function changeCommand({short, example, outcome, patch}: RolloutChange): KubectlCommand {
  return defineCommand({
    usage: 'RESOURCE',
    short,
    examples: example,
    flags: [...Object.values(rolloutFlags), ...Object.values(output), manager],
    args: {kind: 'atLeast', count: 0},
    async run(call) {
      const tell = await tellerFor(call, output, 'none');
      const {found, errors: missing} = await someRolloutObjects(call);
      const errors = [...missing];
      for (const one of found) {
        try {
          const change = patch(one, call);
          await tell(await sent(call, one, change), outcome);
        } catch (error) {
          errors.push(errorOf(error));
        }
      }
      throwAll(errors);
      return 0;
    },
  });
}

function sent({app, get}: KubectlCall, found: Found, json: Json): Promise<Json> {
  const query = writeQuery({dryRun: 'none', fieldManager: get(manager)});
  const contentType = 'application/strategic-merge-patch+json';
  return app.api.json({method: 'PATCH', path: pathOf(found.resource, found), query, json, contentType});
}

function subject({resource, name}: Found): string {
  return `${resourceName(resource)} ${JSON.stringify(name)}`;
}

function isPaused({object: found}: Found): boolean {
  return at(found, 'spec', 'paused') === true;
}

export const rolloutPause = changeCommand({
  short: 'Mark the provided resource as paused',
  example: '# No rollout of a deployment for now\nkubectl rollout pause deployment/nginx',
  outcome: 'paused',
  patch(found) {
    if (found.resource.kind !== 'Deployment') throw new Error(`${subject(found)} pausing is not supported`);
    if (isPaused(found)) throw new Error(`${subject(found)} is already paused`);
    return {spec: {paused: true}};
  },
});

export const rolloutResume = changeCommand({
  short: 'Resume a paused resource',
  example: '# On with the rollouts of a deployment\nkubectl rollout resume deployment/nginx',
  outcome: 'resumed',
  patch(found) {
    if (found.resource.kind !== 'Deployment') throw new Error(`${subject(found)} resuming is not supported`);
    if (!isPaused(found)) throw new Error(`${subject(found)} is not paused`);
    return {spec: {paused: null}};
  },
});

const restartedAt = 'kubectl.kubernetes.io/restartedAt';

export const rolloutRestart = changeCommand({
  short: 'Restart a resource',
  example: '# New pods for a deployment\nkubectl rollout restart deployment/nginx',
  outcome: 'restarted',
  patch(found, {app}) {
    if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(found.resource.kind)) {
      throw new Error(`${subject(found)} restarting is not supported`);
    }
    if (isPaused(found)) {
      throw new Error(`${subject(found)} can't restart paused deployment (run rollout resume first)`);
    }
    const now = new Date(app.context.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    if (at(found.object, 'spec', 'template', 'metadata', 'annotations', restartedAt) === now) {
      throw new Error(
        `failed to create patch for ${found.name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
      );
    }
    return {spec: {template: {metadata: {annotations: {[restartedAt]: now}}}}};
  },
});
