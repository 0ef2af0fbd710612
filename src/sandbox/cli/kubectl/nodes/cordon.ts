import {defineCommand, type Kubectl, type KubectlCall, type KubectlCommand} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {errorOf, throwAll, UsageError} from '../errors.ts';
import {at} from '../json.ts';
import {type Fetched, fetchSome} from '../resources/fetch.ts';
import {select} from '../resources/select.ts';
import {selector} from '../resources/selection-flags.ts';
import type {Found} from '../resources/target.ts';
import {type DryRun, dryRun, dryRunOf, dryRunSuffix} from '../writing/write-flags.ts';

export const cordon = cordonCommand('cordon', true);
export const uncordon = cordonCommand('uncordon', false);

function cordonCommand(name: 'cordon' | 'uncordon', closed: boolean): KubectlCommand {
  return defineCommand({
    usage: 'NODE',
    short: closed ? 'Mark node as unschedulable' : 'Mark node as schedulable',
    examples: `# Mark node "foo" as ${closed ? 'unschedulable' : 'schedulable'}\nkubectl ${name} foo`,
    flags: [selector, dryRun],
    args: {kind: 'atLeast', count: 0},
    async run(call) {
      const mode = dryRunOf(call);
      const {found, errors: missing} = await nodesOf(call, name);
      const errors = [...missing];
      for (const node of found) {
        try {
          await setSchedulable(call.app, node, {closed, mode});
        } catch (error) {
          errors.push(new Error(`unable to ${name} node ${JSON.stringify(node.name)}: ${errorOf(error).message}`));
        }
      }
      throwAll(errors);
      return 0;
    },
  });
}

/** The nodes that a command line names; throws in kubectl's words when it names none, or names them twice. */
export async function nodesOf({app, args, get}: KubectlCall, name: string): Promise<Fetched> {
  const labelSelector = get(selector);
  if (args.length > 0 && labelSelector !== '')
    throw new Error('error: cannot specify both a node name and a --selector option');
  if (args.length === 0 && labelSelector === '') throw new UsageError(`USAGE: ${name} NODE [flags]`);
  const words = args.length === 0 ? ['nodes'] : args.some((arg) => arg.includes('/')) ? args : ['nodes', ...args];
  return fetchSome(app, await select(app, {args: words, labelSelector}));
}

/** Closes or opens a node, and tells it. */
export async function setSchedulable(
  app: Kubectl,
  node: Found,
  {closed, mode}: {readonly closed: boolean; readonly mode: DryRun},
): Promise<void> {
  const now = at(node.object, 'spec', 'unschedulable') === true;
  const word = closed ? 'cordoned' : 'uncordoned';
  if (now === closed) return app.print(`node/${node.name} already ${word}${dryRunSuffix(mode)}\n`);
  if (mode !== 'client') {
    await app.api.json({
      method: 'PATCH',
      path: pathOf(node.resource, node),
      query: mode === 'server' ? {dryRun: 'All'} : {},
      json: {spec: {unschedulable: closed ? true : null}},
      contentType: 'application/strategic-merge-patch+json',
    });
  }
  await app.print(`node/${node.name} ${word}${dryRunSuffix(mode)}\n`);
}
