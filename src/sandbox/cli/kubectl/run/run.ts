import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {attachTo} from '../attach/attach-to.ts';
import {pathOf} from '../client/api-resource.ts';
import {requireFlags} from '../create/generator.ts';
import {timeoutSignal, waitGone} from '../delete/wait-gone.ts';
import {ExitError, isNotFound, UsageError} from '../errors.ts';
import {ttyOf} from '../exec/exec.ts';
import {at, type Json, metaOf, number, objects, text} from '../json.ts';
import {withLastApplied} from '../writing/last-applied.ts';
import {type Teller, tellerFor} from '../writing/teller.ts';
import {until} from '../writing/until.ts';
import {dryRunOf, saveConfig, writeQuery} from '../writing/write-flags.ts';
import {runFlags as flags} from './flags.ts';
import {mergedByOverrides} from './overrides.ts';
import {podFrom, serviceFor} from './pod.ts';

export const run = defineCommand({
  usage:
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  short: 'Run a particular image on the cluster',
  long: 'Create and run a particular image in a pod.',
  examples: `# A pod of nginx
kubectl run nginx --image=nginx

# Only show what would be handed in
kubectl run nginx --image=nginx --dry-run=client -o yaml

# A shell in a pod of its own, which goes with it
kubectl run -i -t busybox --image=busybox --restart=Never --rm`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, argsBeforeDash, get} = call;
    requireFlags(call, [flags.image]);
    if (args.length === 0 || argsBeforeDash === 0) throw new UsageError('NAME is required for run');
    const image = get(flags.image);
    if (image === '') throw new Error('--image is required');
    if (/[A-Z\s]/.test(image.split(':')[0] ?? ''))
      throw new Error(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
    checkFlags(call);
    const {namespace, namespaceGiven} = await app.clientConfig();
    const made = podFrom(call, namespaceGiven ? namespace : '');
    const merged =
      get(flags.overrides) === '' ? made : mergedByOverrides(made, get(flags.overrides), get(flags.overrideType));
    return start(call, get(saveConfig) ? withLastApplied(merged) : merged);
  },
});

function isAttached({get, changed}: KubectlCall): boolean {
  return changed(flags.attach) ? get(flags.attach) : get(flags.stdin) || get(flags.tty);
}

function checkFlags(call: KubectlCall): void {
  const {get} = call;
  if (get(flags.tty) && !get(flags.stdin))
    throw new UsageError('-i/--stdin is required for containers with -t/--tty=true');
  if (get(flags.rm) && !isAttached(call)) throw new UsageError('--rm should only be used for attached containers');
  if (isAttached(call) && dryRunOf(call) !== 'none') {
    throw new UsageError(
      `--dry-run=${dryRunOf(call)} can't be used with attached containers options (--attach, --stdin, or --tty)`,
    );
  }
  if (get(flags.expose) && get(flags.port) === '') throw new UsageError('--port must be set when exposing a service');
}

async function start(call: KubectlCall, pod: Json): Promise<number> {
  const {app, get} = call;
  const attached = isAttached(call);
  const tell = await tellerFor(call, flags, dryRunOf(call));
  const {name} = metaOf(pod);
  const namespace = await app.namespace();
  const created = await post(call, pod, 'v1/pods');
  const service = get(flags.expose) ? await exposed(call, pod, tell) : undefined;
  if (!attached) {
    await tell(created, 'created');
    return 0;
  }
  try {
    return await converse(call, created);
  } finally {
    if (get(flags.rm)) await removeAll(app, {name, namespace, service: service !== undefined});
  }
}

async function exposed(call: KubectlCall, pod: Json, tell: Teller): Promise<Json> {
  const {name, namespace} = metaOf(pod);
  const service = await post(call, serviceFor(pod, {name, namespace, port: call.get(flags.port)}), 'v1/services');
  await tell(service, 'created');
  return service;
}

async function post(call: KubectlCall, made: Json, what: 'v1/pods' | 'v1/services'): Promise<Json> {
  const {app, get} = call;
  const mode = dryRunOf(call);
  if (mode === 'client') return made;
  const query = writeQuery({dryRun: mode, fieldManager: get(flags.fieldManager)});
  const path = `/api/v1/namespaces/${await app.namespace()}/${what.split('/')[1] ?? ''}`;
  return app.api.json({method: 'POST', path, query, json: made});
}

/** Attaches to the Pod's container, or shows what it said if it is over already; resolves with its exit code. */
async function converse(call: KubectlCall, created: Json): Promise<number> {
  const {app, get} = call;
  const {name, namespace} = metaOf(created);
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  let pod = created;
  const ready = await until(
    app,
    async () => {
      pod = await app.api.json({path});
      return isOver(pod) || isRunning(pod);
    },
    {timeoutMs: get(flags.podTimeout) / 1e6},
  );
  if (!ready) throw new Error('timed out waiting for the condition');
  const container = text(objects(at(pod, 'spec', 'containers'))[0]?.['name']);
  if (isOver(pod)) await showLog(app, path, container);
  else {
    const stdin = get(flags.stdin);
    const quiet = get(flags.quiet);
    const tty = get(flags.tty) && (await ttyOf(app, {stdin, tty: true, quiet}));
    await attachTo(app, {pod, container, stdin, tty, quiet});
  }
  if (get(flags.restart) !== 'Never' && get(flags.restart) !== 'OnFailure') return 0;
  return exitCode(app, {path, container});
}

function isOver(pod: Json): boolean {
  return ['Succeeded', 'Failed'].includes(text(at(pod, 'status', 'phase')));
}

function isRunning(pod: Json): boolean {
  const started = objects(at(pod, 'status', 'containerStatuses'));
  return (
    text(at(pod, 'status', 'phase')) === 'Running' && started.some((one) => at(one, 'state', 'running') !== undefined)
  );
}

async function showLog(app: Kubectl, path: string, container: string): Promise<void> {
  const {body} = await app.api.call({path: `${path}/log`, query: {container}, accept: 'application/json, */*'});
  for await (const piece of body) await app.context.stdout.write(piece);
}

async function exitCode(
  app: Kubectl,
  {path, container}: {readonly path: string; readonly container: string},
): Promise<number> {
  let pod: Json = {};
  await until(app, async () => {
    pod = await app.api.json({path});
    return isOver(pod);
  });
  const status = objects(at(pod, 'status', 'containerStatuses')).find(({name}) => name === container);
  const code = number(at(status, 'state', 'terminated', 'exitCode'));
  if (code !== 0)
    throw new ExitError(
      code,
      `pod ${metaOf(pod).namespace}/${metaOf(pod).name} terminated (${text(at(status, 'state', 'terminated', 'reason'))})`,
    );
  return 0;
}

interface Removal {
  readonly name: string;
  readonly namespace: string;
  readonly service: boolean;
}

async function removeAll(app: Kubectl, {name, namespace, service}: Removal): Promise<void> {
  for (const type of ['pods', ...(service ? ['services'] : [])]) {
    const resource = await app.discovery.find(type);
    try {
      const json = {kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background'};
      await app.api.json({method: 'DELETE', path: pathOf(resource, {namespace, name}), json});
      await app.print(`${resource.singular} ${JSON.stringify(name)} deleted from ${namespace} namespace\n`);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      continue;
    }
    const {signal, cancel} = timeoutSignal(app, Number.POSITIVE_INFINITY);
    await waitGone(app, {resource, namespace, name, uid: ''}, signal);
    cancel();
  }
}
