import {humanDuration} from '../../docker-api/containers/go-time.ts';
import type {NodeContainer} from '../containers/node-container.ts';
import type {PodSandbox} from '../containers/sandbox.ts';
import {output} from './crictl-images.ts';
import {
  CrictlFailure,
  type CrictlRun,
  type CrictlVerb,
  requireContainer,
  requireSandbox,
  tableText,
} from './crictl-run.ts';

const states = {created: 'Created', running: 'Running', exited: 'Exited'} as const;
/** crictl shows so many digits of an id. */
const shortId = 13;

/** `crictl ps` */
export const ps: CrictlVerb = async (run) => {
  const {process, machine, flags} = run;
  const isAll = flags.has('a') || flags.has('all');
  const wanted = {
    name: flags.get('name'),
    pod: flags.get('pod') ?? flags.get('p'),
    state: flags.get('state') ?? flags.get('s'),
  };
  const list = newestFirst(machine.runtime.containers()).filter(
    ({spec, sandbox, state}) =>
      (isAll || wanted.state !== undefined || state === 'running') &&
      matches(spec.name, wanted.name) &&
      (wanted.pod === undefined || sandbox.id.startsWith(wanted.pod)) &&
      (wanted.state === undefined || states[state].toLowerCase() === wanted.state.toLowerCase()),
  );
  if (flags.has('q') || flags.has('quiet')) return process.print(list.map(({id}) => `${id}\n`).join(''));
  if (output(flags) !== 'table')
    return process.print(`${JSON.stringify({containers: list.map(containerJson)}, undefined, 2)}\n`);
  const head = ['CONTAINER', 'IMAGE', 'CREATED', 'STATE', 'NAME', 'ATTEMPT', 'POD ID', 'POD', 'NAMESPACE'];
  return process.print(tableText([head, ...list.map((container) => containerRow(run, container))]));
};

function containerRow(run: CrictlRun, {id, spec, sandbox, createdMs, state}: NodeContainer): readonly string[] {
  return [
    id.slice(0, shortId),
    spec.image.id.replace('sha256:', '').slice(0, shortId),
    ago(run, createdMs),
    states[state],
    spec.name,
    String(spec.attempt),
    sandbox.id.slice(0, shortId),
    sandbox.spec.podName,
    sandbox.spec.namespace,
  ];
}

/** `crictl pods` */
export const pods: CrictlVerb = async (run) => {
  const {process, machine, flags} = run;
  const wanted = {name: flags.get('name'), namespace: flags.get('namespace')};
  const list = newestFirst(machine.runtime.sandboxes()).filter(
    ({spec}) =>
      matches(spec.podName, wanted.name) && (wanted.namespace === undefined || wanted.namespace === spec.namespace),
  );
  if (flags.has('q') || flags.has('quiet')) return process.print(list.map(({id}) => `${id}\n`).join(''));
  const head = ['POD ID', 'CREATED', 'STATE', 'NAME', 'NAMESPACE', 'ATTEMPT', 'RUNTIME'];
  const rows = list.map(({id, createdMs, ready, spec}) => [
    id.slice(0, shortId),
    ago(run, createdMs),
    ready ? 'Ready' : 'NotReady',
    spec.podName,
    spec.namespace,
    String(spec.attempt),
    '(default)',
  ]);
  return process.print(tableText([head, ...rows]));
};

/** `crictl inspect` */
export const inspect: CrictlVerb = async (run) => {
  for (const id of run.names) {
    const container = requireContainer(run, id);
    const info = {sandboxID: container.sandbox.id, pid: container.first?.hostPid ?? 0};
    await run.process.print(`${JSON.stringify({info, status: containerJson(container)}, undefined, 2)}\n`);
  }
};

/** `crictl inspectp` */
export const inspectPod: CrictlVerb = async (run) => {
  for (const id of run.names)
    await run.process.print(`${JSON.stringify({status: sandboxJson(requireSandbox(run, id))}, undefined, 2)}\n`);
};

/** `crictl logs`: what is in the file, without its times. */
export const logs: CrictlVerb = async (run) => {
  const {process, machine, flags, names} = run;
  const container = requireContainer(run, names[0] ?? '');
  const path = container.log.path;
  const lines = machine.files.stat(path) ? machine.files.readText(path).split('\n').slice(0, -1) : [];
  const last = Number(flags.get('tail') ?? lines.length);
  for (const line of last > 0 ? lines.slice(-last) : []) {
    const [, stream = 'stdout', tag = 'F', text = ''] = /^\S+ (stdout|stderr) ([FP]) (.*)$/s.exec(line) ?? [];
    await process.write(stream === 'stderr' ? 2 : 1, tag === 'F' ? `${text}\n` : text);
  }
};

/** `crictl stop`: the kubelet starts another one. */
export const stopContainers: CrictlVerb = async (run) => {
  const graceMs = Number(run.flags.get('timeout') ?? run.flags.get('t') ?? 0) * 1000;
  for (const id of run.names) {
    await run.process.wait(requireContainer(run, id).stop(graceMs));
    await run.process.print(`${id}\n`);
  }
};

/** `crictl rm` */
export const removeContainers: CrictlVerb = async (run) => {
  for (const id of run.names) {
    const container = requireContainer(run, id);
    if (container.state === 'running' && run.flags.has('f')) await run.process.wait(container.stop(0));
    if (container.state === 'running')
      throw new CrictlFailure(`removing the container "${id}": container is running, please stop it first`);
    run.machine.runtime.removeContainer(container);
    await run.process.print(`${id}\n`);
  }
};

/** `crictl stopp` */
export const stopPods: CrictlVerb = async (run) => {
  for (const id of run.names) {
    await run.process.wait(run.machine.runtime.stopSandbox(requireSandbox(run, id)));
    await run.process.print(`Stopped sandbox ${id}\n`);
  }
};

/** `crictl rmp` */
export const removePods: CrictlVerb = async (run) => {
  for (const id of run.names) {
    const sandbox = requireSandbox(run, id);
    if (sandbox.ready && !run.flags.has('f'))
      throw new CrictlFailure(`sandbox "${id}" is running, please stop it first`);
    await run.process.wait(run.machine.runtime.stopSandbox(sandbox));
    run.machine.runtime.removeSandbox(sandbox);
    await run.process.print(`Removed sandbox ${id}\n`);
  }
};

function newestFirst<T extends {readonly createdMs: number}>(list: readonly T[]): readonly T[] {
  return [...list].reverse().sort((one, other) => other.createdMs - one.createdMs);
}

/** Names are patterns to crictl. */
function matches(name: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern).test(name);
  } catch {
    throw new CrictlFailure(`error parsing regexp: ${pattern}`);
  }
}

function ago({process}: CrictlRun, ms: number): string {
  return `${humanDuration(process.now() - ms)} ago`;
}

function containerJson({id, spec, sandbox, state, createdMs, startedMs, exit, log}: NodeContainer): object {
  const {podName, namespace, podUid} = sandbox.spec;
  return {
    id,
    podSandboxId: sandbox.id,
    metadata: {name: spec.name, attempt: spec.attempt},
    image: {image: spec.imageName},
    imageRef: spec.image.id,
    state: `CONTAINER_${state.toUpperCase()}`,
    createdAt: iso(createdMs),
    startedAt: iso(startedMs ?? 0),
    finishedAt: iso(exit?.finishedMs ?? 0),
    exitCode: exit?.code ?? 0,
    reason: exit?.reason ?? '',
    message: exit?.message ?? '',
    labels: {
      'io.kubernetes.container.name': spec.name,
      'io.kubernetes.pod.name': podName,
      'io.kubernetes.pod.namespace': namespace,
      'io.kubernetes.pod.uid': podUid,
    },
    logPath: log.path,
  };
}

function sandboxJson({id, spec, ready, createdMs, address}: PodSandbox): object {
  return {
    id,
    metadata: {name: spec.podName, uid: spec.podUid, namespace: spec.namespace, attempt: spec.attempt},
    state: ready ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY',
    createdAt: iso(createdMs),
    network: {ip: address, additionalIps: []},
    labels: spec.labels,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
