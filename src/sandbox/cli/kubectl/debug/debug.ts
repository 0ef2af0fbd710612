import {bool, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {attachTo} from '../attach/attach-to.ts';
import {pathOf} from '../client/api-resource.ts';
import {ttyOf} from '../exec/exec.ts';
import {eachText} from '../flag-kinds.ts';
import {at, type Json, metaOf, object, objects, text} from '../json.ts';
import {containerNames} from '../streams/containers.ts';
import {until} from '../writing/until.ts';

const flags = {
  attach: bool('attach', {
    usage:
      "If true, wait for the container to start running, and then attach as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true.",
  }),
  container: textFlag('container', {short: 'c', usage: 'Container name to use for debug container.'}),
  copyTo: textFlag('copy-to', {usage: 'Create a copy of the target Pod with this name.'}),
  env: eachText('env', {usage: 'Environment variables to set in the container.'}),
  image: textFlag('image', {usage: 'Container image to use for debug container.'}),
  profile: textFlag('profile', {
    usage: 'Options are "legacy", "general", "baseline", "netadmin", "restricted" or "sysadmin".',
    initial: 'general',
  }),
  quiet: bool('quiet', {short: 'q', usage: 'If true, suppress informational messages.'}),
  shareProcesses: bool('share-processes', {
    usage: "When used with '--copy-to', enable process namespace sharing in the copy.",
    initial: true,
  }),
  stdin: bool('stdin', {
    short: 'i',
    usage: 'Keep stdin open on the container(s) in the pod, even if nothing is attached.',
  }),
  target: textFlag('target', {usage: 'When using an ephemeral container, target processes in this container name.'}),
  tty: bool('tty', {short: 't', usage: 'Allocate a TTY for the debugging container.'}),
} as const;

export const debug = defineCommand({
  usage: '(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  short: 'Create debugging sessions for troubleshooting workloads and nodes',
  long: 'Debug a pod with one more container beside its own, with a copy of it, or a node with a pod that sees its files.',
  examples: `# One more container in a pod
kubectl debug mypod -it --image=busybox

# A pod on a node, with the node's files under /host
kubectl debug node/mynode -it --image=busybox`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, argsBeforeDash, get} = call;
    if (get(flags.image) === '' && get(flags.copyTo) === '')
      throw new Error('you must specify --image when not using --copy-to.');
    if (get(flags.tty) && !get(flags.stdin))
      throw new Error('-i/--stdin is required for containers with -t/--tty=true');
    const [given = ''] = args.slice(0, argsBeforeDash ?? args.length);
    if (given === '') throw new Error('NAME is required for debug');
    const [type = '', name = ''] = given.includes('/') ? given.split('/') : ['pods', given];
    const resource = await app.discovery.find(type);
    const found = await app.api.json({path: pathOf(resource, {namespace: await app.namespace(), name})});
    const session = await sessionFor(call, found);
    return get(flags.stdin) || get(flags.attach) ? join(call, session) : 0;
  },
});

interface DebugSession {
  readonly pod: Json;
  readonly container: string;
}

function sessionFor(call: KubectlCall, found: Json): Promise<DebugSession> {
  if (text(found['kind']) === 'Node') return debugNode(call, found);
  if (text(found['kind']) !== 'Pod') throw new Error(`${JSON.stringify(text(found['kind']))} not supported by debug`);
  return call.get(flags.copyTo) === '' ? debugPod(call, found) : debugCopy(call, found);
}

const letters = 'bcdfghjklmnpqrstvwxz2456789';

function randomWord({app}: KubectlCall): string {
  return [...app.context.random(5)].map((byte) => letters[byte % letters.length]).join('');
}

function containerFrom({args, argsBeforeDash, get}: KubectlCall, name: string): Json {
  const command = argsBeforeDash === undefined ? [] : args.slice(argsBeforeDash);
  const env = get(flags.env).map((pair) => ({name: pair.split('=')[0], value: pair.slice(pair.indexOf('=') + 1)}));
  return {
    ...(command.length === 0 ? {} : {command}),
    ...(env.length === 0 ? {} : {env}),
    image: get(flags.image),
    imagePullPolicy: 'IfNotPresent',
    name,
    resources: {},
    ...(get(flags.stdin) ? {stdin: true} : {}),
    terminationMessagePolicy: 'File',
    ...(get(flags.tty) ? {tty: true} : {}),
  };
}

async function debugPod(call: KubectlCall, pod: Json): Promise<DebugSession> {
  const {app, get} = call;
  const container = get(flags.container) || `debugger-${randomWord(call)}`;
  if (get(flags.container) === '' && !get(flags.quiet))
    await app.print(`Defaulting debug container name to ${container}.\n`);
  if (containerNames(pod).includes(container))
    throw new Error(`ephemeral container ${JSON.stringify(container)} exists already`);
  const target = get(flags.target);
  if (target !== '' && !get(flags.quiet)) {
    await app.print(
      `Targeting container ${JSON.stringify(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
    );
  }
  const ephemeral = {
    ...containerFrom(call, container),
    securityContext: {capabilities: {add: ['SYS_PTRACE']}},
    ...(target === '' ? {} : {targetContainerName: target}),
  };
  const pods = await app.discovery.find('pods');
  const changed = await app.api.json({
    method: 'PATCH',
    path: pathOf(pods, {...metaOf(pod), subresource: 'ephemeralcontainers'}),
    json: {spec: {ephemeralContainers: [ephemeral]}},
    contentType: 'application/strategic-merge-patch+json',
  });
  return {pod: changed, container};
}

async function debugCopy(call: KubectlCall, pod: Json): Promise<DebugSession> {
  const {get} = call;
  const {nodeName: _, ephemeralContainers: __, ...spec} = object(pod['spec']);
  const container =
    get(flags.container) || (get(flags.image) === '' ? (containerNames(pod)[0] ?? '') : `debugger-${randomWord(call)}`);
  const own = objects(spec['containers']);
  const isNew = !own.some(({name}) => name === container);
  const containers = isNew
    ? [...own, containerFrom(call, container)]
    : own.map((one) => (one['name'] === container ? {...one, ...changesOf(call)} : one));
  const made = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: get(flags.copyTo),
      namespace: metaOf(pod).namespace,
      annotations: object(at(pod, 'metadata', 'annotations')),
    },
    spec: {...spec, containers, ...(get(flags.shareProcesses) ? {shareProcessNamespace: true} : {})},
  };
  return {pod: await created(call, made), container};
}

function changesOf(call: KubectlCall): Json {
  const {command, env, stdin, tty, image} = containerFrom(call, '');
  const changes = {command, env, stdin, tty, image: image === '' ? undefined : image};
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

async function debugNode(call: KubectlCall, node: Json): Promise<DebugSession> {
  const {app, get} = call;
  const {name: nodeName} = metaOf(node);
  const name = `node-debugger-${nodeName}-${randomWord(call)}`;
  const container = get(flags.container) || 'debugger';
  if (!get(flags.quiet)) {
    await app.print(`Creating debugging pod ${name} with container ${container} on node ${nodeName}.\n`);
  }
  const made = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name, namespace: await app.namespace(), labels: {'app.kubernetes.io/managed-by': 'kubectl-debug'}},
    spec: {
      containers: [{...containerFrom(call, container), volumeMounts: [{mountPath: '/host', name: 'host-root'}]}],
      hostIPC: true,
      hostNetwork: true,
      hostPID: true,
      nodeName,
      restartPolicy: 'Never',
      tolerations: [{operator: 'Exists'}],
      volumes: [{hostPath: {path: '/'}, name: 'host-root'}],
    },
  };
  return {pod: await created(call, made), container};
}

async function created({app}: KubectlCall, made: Json): Promise<Json> {
  const pods = await app.discovery.find('pods');
  return app.api.json({method: 'POST', path: pathOf(pods, {namespace: metaOf(made).namespace}), json: made});
}

async function join({app, get}: KubectlCall, {pod: made, container}: DebugSession): Promise<number> {
  const pods = await app.discovery.find('pods');
  const path = pathOf(pods, metaOf(made));
  let pod = made;
  const stateOf = (key: string) => {
    const all = [
      ...objects(at(pod, 'status', 'ephemeralContainerStatuses')),
      ...objects(at(pod, 'status', 'containerStatuses')),
    ];
    return at(
      all.find(({name}) => name === container),
      'state',
      key,
    );
  };
  await until(app, async () => {
    pod = await app.api.json({path});
    return stateOf('running') !== undefined || stateOf('terminated') !== undefined;
  });
  if (stateOf('terminated') !== undefined) {
    const {body} = await app.api.call({path: `${path}/log`, query: {container}, accept: 'application/json, */*'});
    for await (const piece of body) await app.context.stdout.write(piece);
    return 0;
  }
  const [stdin, quiet] = [get(flags.stdin), get(flags.quiet)];
  const tty = get(flags.tty) && (await ttyOf(app, {stdin, tty: true, quiet}));
  await attachTo(app, {pod, container, stdin, tty, quiet});
  return 0;
}
