import type {Pipe} from '../../bytes/pipe.ts';
import {plainStreams, type StandardStreams, terminalStreams} from '../../runtime/container/container-io.ts';
import type {MountTable} from '../../runtime/fs/mounts.ts';
import {procMount} from '../../runtime/fs/proc.ts';
import {releaseLayer} from '../../runtime/fs/release-layer.ts';
import {rootFiles} from '../../runtime/fs/root-files.ts';
import {cgroupMount, sysMount} from '../../runtime/fs/sys.ts';
import {Cgroup, type Limits} from '../../runtime/process/cgroup.ts';
import type {Process} from '../../runtime/process/process.ts';
import {ProcessSpace} from '../../runtime/process/space.ts';
import {isSystemError} from '../../system-error.ts';
import {ApiRefusal, badRequest, conflict, notFound} from '../api/refusal.ts';
import type {HostConfig} from './host-config.ts';
import {launch} from './launch.ts';
import type {LiveContainer, Run} from './live-container.ts';
import {runningTable} from './mount-table.ts';
import {processEnv} from './process-env.ts';
import {type PublishedPort, publishPorts} from './published-ports.ts';
import {lookUpUser} from './users.ts';

const startFailure =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed';

/**
 * Starts a container: networks, files, ports, then its first process. Rejects in the words of Docker and runc; nothing
 * of it is left then.
 */
export async function startRun(container: LiveContainer, input: Pipe | undefined): Promise<Run> {
  const {networks, links} = container;
  const shared = sharedStack(container);
  links.checkRunning();
  networks.attach(shared);
  let ports: readonly PublishedPort[] = [];
  try {
    container.writeEtc();
    tellMounts(container, 'mount');
    ports = await publish(container);
    const run = startFirst(container, input, ports);
    container.sandboxId = container.simulatedHost.newId();
    return run;
  } catch (error) {
    for (const port of ports) port.close();
    networks.detach();
    throw error;
  }
}

/** Tells volumes that they are in use or no more. */
export function tellMounts({id, mounts, simulatedHost}: LiveContainer, action: 'mount' | 'unmount'): void {
  const {events} = simulatedHost.daemon();
  for (const {type, name, destination, readWrite} of mounts) {
    if (type !== 'volume') continue;
    const place = {destination, propagation: '', 'read/write': String(readWrite)};
    events.tell('volume', action, name, {container: id, driver: 'local', ...(action === 'mount' ? place : {})});
  }
}

function sharedStack({
  networks,
  networkOf,
  simulatedHost,
}: LiveContainer): LiveContainer['networks']['stack'] | undefined {
  if (networks.isHost) return simulatedHost.daemon().fabric.host;
  const [kind, reference] = networks.mode.split(/:(.*)/s);
  if (kind !== 'container' || reference === undefined) return undefined;
  if (!networkOf) throw notFound(`No such container: ${reference}`);
  if (!networkOf.state.running) throw conflict(`cannot join network of a non running container: ${networkOf.id}`);
  if (networkOf.state.restarting) throw conflict(`cannot join network of a restarting container: ${networkOf.id}`);
  return networkOf.networks.stack;
}

async function publish({
  config,
  host,
  name,
  networks,
  simulatedHost,
}: LiveContainer): Promise<readonly PublishedPort[]> {
  const [endpoint] = networks.endpoints.values();
  if (networks.isHost || !endpoint || endpoint.address === '') return [];
  const {fabric, outside} = simulatedHost.daemon();
  return publishPorts({
    config,
    host,
    stack: networks.stack,
    hostPorts: simulatedHost.hostPorts,
    ports: outside.ports,
    fabric,
    endpoint: `${name} (${endpoint.endpointId})`,
  });
}

function startFirst(container: LiveContainer, input: Pipe | undefined, ports: readonly PublishedPort[]): Run {
  const {config, host, simulatedHost} = container;
  const {kernel} = simulatedHost.daemon();
  const {table, inMemory} = runningTable(container.tableParts(), simulatedHost);
  const cgroup = new Cgroup(limitsOf(host), kernel.cgroup);
  const [rows, columns] = host.ConsoleSize;
  const streams = config.Tty
    ? terminalStreams({input, write: container.write, rows, columns})
    : plainStreams(input, container.write);
  const free = (): void => {
    cgroup.close();
    for (const tree of inMemory) releaseLayer(tree);
  };
  try {
    const space = spaceOf(container, table, cgroup);
    const first = firstProcess(container, space, streams);
    const close = (): void => {
      for (const port of ports) port.close();
      free();
    };
    return {space, first, streams, ports, close};
  } catch (error) {
    free();
    streams.cancel();
    throw error;
  }
}

function spaceOf(container: LiveContainer, mounts: MountTable, cgroup: Cgroup): ProcessSpace {
  const {hostname, host, networks, simulatedHost} = container;
  const {kernel, programs, fabric} = simulatedHost.daemon();
  const space = new ProcessSpace({
    ...{kernel, programs, fabric, mounts, network: networks.stack, cgroup, hostname},
    resourceLimits: new Map((host.Ulimits ?? []).map(({Name, Soft, Hard}) => [Name, {soft: Soft, hard: Hard}])),
  });
  space.onOutOfMemory = () => container.outOfMemory();
  for (const mount of [procMount(space), sysMount(space), cgroupMount(space)]) mounts.mount(mount);
  return space;
}

function firstProcess(container: LiveContainer, space: ProcessSpace, {fds, terminal}: StandardStreams): Process {
  const {config, host, hostname, links} = container;
  const {clock} = space.kernel;
  const folder = workingFolder(space.mounts, config.WorkingDir, clock.now);
  const {credentials, home} = lookUpUser(rootFiles(space.mounts, clock.now), config.User, host.GroupAdd ?? []);
  const own = [config.Env];
  return launch({
    space,
    argv: container.argv,
    env: processEnv({hostname, terminal: config.Tty, linked: links.env(), own, home}),
    folder,
    user: credentials,
    fds,
    terminal,
    init: host.Init === true,
    failure: startFailure,
  });
}

/** Limits of a control group, as `docker run -m --cpus --pids-limit` set them. */
export function limitsOf({Memory, NanoCpus, CpuQuota, CpuPeriod, PidsLimit}: HostConfig): Limits {
  const quota = CpuQuota > 0 ? (CpuQuota / (CpuPeriod || 100_000)) * 1e9 : 0;
  return {memoryBytes: Memory, nanoCpus: NanoCpus || quota, pids: PidsLimit ?? 0};
}

/** The working folder, made when it is missing, as Docker does. Throws 400 where it cannot be. */
export function workingFolder(table: MountTable, path: string, now: () => number): string {
  if (path === '' || path === '/') return '/';
  const files = rootFiles(table, now);
  try {
    if (!files.stat(path)) files.makeDirectories(path, 0o755);
    if (files.requireStat(path).kind === 'directory') return path;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code !== 'ENOTDIR') throw new ApiRefusal(500, `mkdir ${path}: ${error.message.toLowerCase()}`);
  }
  throw badRequest(`Cannot mkdir: ${path} is not a directory`);
}
