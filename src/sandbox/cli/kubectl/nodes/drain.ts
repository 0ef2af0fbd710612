import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {errorOf, ManyErrors} from '../errors.ts';
import type {Found} from '../resources/target.ts';
import {dryRunOf, dryRunSuffix} from '../writing/write-flags.ts';
import {nodesOf, setSchedulable} from './cordon.ts';
import {drainFlags as flags} from './drain-flags.ts';
import {evictAll} from './evict.ts';
import {podsToGo} from './pods-to-go.ts';

export const drain = defineCommand({
  usage: 'NODE',
  short: 'Drain node in preparation for maintenance',
  long: 'Drain node in preparation for maintenance.\n\n The given node will be marked unschedulable to prevent new pods from arriving; then its pods are evicted, as far as nothing speaks against it: pods of a daemon set stay, pods without a controller go only with --force, pods with local data only with --delete-emptydir-data.',
  examples: `# Drain a node, whatever runs on it
kubectl drain foo --force --ignore-daemonsets

# Give the pods 15 minutes
kubectl drain foo --grace-period=900`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app} = call;
    const mode = dryRunOf(call);
    const {found: nodes, errors: missing} = await nodesOf(call, 'drain');
    if (missing[0] !== undefined) throw missing[0];
    for (const node of nodes) await setSchedulable(app, node, {closed: true, mode});
    return drainAll(call, nodes);
  },
});

async function drainAll(call: KubectlCall, nodes: readonly Found[]): Promise<number> {
  const {app} = call;
  const failures: Error[] = [];
  const drained = new Set<string>();
  for (const node of nodes) {
    try {
      await drainOne(call, node);
      drained.add(node.name);
      await app.print(`node/${node.name} drained${dryRunSuffix(dryRunOf(call))}\n`);
    } catch (error) {
      await tellFailure(app, node, errorOf(error));
      failures.push(...(error instanceof ManyErrors ? error.errors : [errorOf(error)]));
    }
  }
  const [first] = failures;
  if (first === undefined) return 0;
  const pending = nodes.filter(({name}) => !drained.has(name)).map(({name}) => ` ${name}\n`);
  await app.warn(`There are pending nodes to be drained:\n${pending.join('')}`);
  throw failures.length === 1 ? first : new ManyErrors(failures);
}

async function tellFailure(app: Kubectl, node: Found, error: Error): Promise<void> {
  const said = error instanceof ManyErrors ? `[${error.errors.map(({message}) => message).join(', ')}]` : error.message;
  await app.warn(
    `error: unable to drain node ${JSON.stringify(node.name)} due to error: ${said}, continuing command...\n`,
  );
}

async function drainOne(call: KubectlCall, node: Found): Promise<void> {
  const {pods, warnings} = await podsToGo(call, node.name);
  if (warnings !== '') await call.app.warn(`Warning: ${warnings}\n`);
  await evictAll(call, pods);
}
