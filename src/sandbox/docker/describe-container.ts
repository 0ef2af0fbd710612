import type {ContainerView} from '../../observation.ts';
import {at, flag, isObject, list, number, object, text, textMap, texts} from './read-json.ts';

/** A container in the words of the docker CLI, from `GET /containers/{id}/json`. */
export function describeContainer(inspected: unknown): ContainerView {
  const createdAt = time(inspected, 'Created');
  const startedAt = time(inspected, 'State', 'StartedAt');
  return {
    id: text(inspected, 'Id'),
    name: text(inspected, 'Name').replace(/^\//, ''),
    image: text(inspected, 'Config', 'Image'),
    imageId: text(inspected, 'Image'),
    state: stateOf(inspected),
    exitCode: number(inspected, 'State', 'ExitCode'),
    oomKilled: flag(inspected, 'State', 'OOMKilled'),
    error: text(inspected, 'State', 'Error'),
    createdAt,
    startedAt,
    finishedAt: time(inspected, 'State', 'FinishedAt'),
    restartCount: number(inspected, 'RestartCount'),
    health: healthOf(inspected),
    entrypoint: texts(inspected, 'Config', 'Entrypoint'),
    command: texts(inspected, 'Config', 'Cmd'),
    tty: flag(inspected, 'Config', 'Tty'),
    env: environment(texts(inspected, 'Config', 'Env')),
    labels: textMap(inspected, 'Config', 'Labels'),
    ports: publishedPorts(inspected),
    exposed: portNumbers(object(inspected, 'Config', 'ExposedPorts')),
    networks: Object.entries(object(inspected, 'NetworkSettings', 'Networks')).map(([name, network]) => ({
      name,
      address: text(network, 'IPAddress'),
      aliases: texts(network, 'Aliases'),
    })),
    mounts: mountsOf(inspected),
    memoryBytes: number(inspected, 'HostConfig', 'Memory'),
    cpus: cpusOf(inspected),
    restart: restartOf(inspected),
    startMs: startedAt === '' ? 0 : Math.max(0, Date.parse(startedAt) - Date.parse(createdAt)),
  };
}

/** `A=1` and `B=` become entries; a name without `=` is unset. */
export function environment(lines: readonly string[]): {readonly [name: string]: string} {
  const pairs = lines.filter((line) => line.includes('='));
  return Object.fromEntries(pairs.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** The numbers of `{"80/tcp": {}}`, ascending. */
export function portNumbers(ports: {readonly [port: string]: unknown}): readonly number[] {
  const numbers = Object.keys(ports).map((port) => Number.parseInt(port, 10));
  return [...new Set(numbers.filter((port) => port > 0))].sort((a, b) => a - b);
}

/** The daemon writes year 1 for a time that has not come. */
function time(inspected: unknown, ...path: readonly string[]): string {
  const written = text(inspected, ...path);
  return written.startsWith('0001-') ? '' : written;
}

const states = ['created', 'running', 'paused', 'restarting', 'exited', 'dead', 'removing'] as const;

function stateOf(inspected: unknown): ContainerView['state'] {
  const status = text(inspected, 'State', 'Status');
  const known = states.find((state) => state === status);
  if (known) return known;
  // Podman's words: configured, initialized, stopping, stopped.
  if (flag(inspected, 'State', 'Running')) return 'running';
  return time(inspected, 'State', 'StartedAt') === '' ? 'created' : 'exited';
}

function healthOf(inspected: unknown): ContainerView['health'] {
  const status = text(inspected, 'State', 'Health', 'Status');
  return status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : '';
}

/**
 * What is published now; of a container that does not run, what was asked for (`-p 8080:80`). A port that the
 * daemon shall choose is known only while it runs.
 */
function publishedPorts(inspected: unknown): ContainerView['ports'] {
  const live = portList(object(inspected, 'NetworkSettings', 'Ports'));
  return live.length > 0 ? live : portList(object(inspected, 'HostConfig', 'PortBindings'));
}

function portList(bindings: {readonly [port: string]: unknown}): ContainerView['ports'] {
  const ports = new Map<string, ContainerView['ports'][number]>();
  for (const [key, hosts] of Object.entries(bindings)) {
    const [inside = '', written = 'tcp'] = key.split('/');
    const protocol = written === 'udp' || written === 'sctp' ? written : 'tcp';
    for (const binding of list(hosts)) {
      const host = Number(text(binding, 'HostPort'));
      // IPv4 and IPv6 are two bindings of what the learner wrote once.
      if (host > 0) ports.set(`${host}/${key}`, {host, container: Number(inside), protocol});
    }
  }
  return [...ports.values()].sort((a, b) => a.host - b.host);
}

function mountsOf(inspected: unknown): ContainerView['mounts'] {
  const mounts = list(inspected, 'Mounts')
    .filter(isObject)
    .map((mount) => ({
      type: mountType(text(mount, 'Type')),
      source: text(mount, 'Name') || text(mount, 'Source'),
      target: text(mount, 'Destination'),
      readOnly: at(mount, 'RW') === false,
    }));
  // `--tmpfs` is not among Mounts.
  const tmpfs = Object.entries(object(inspected, 'HostConfig', 'Tmpfs'));
  const more = tmpfs.filter(([target]) => !mounts.some((mount) => mount.target === target));
  const flags = (options: unknown) => (typeof options === 'string' ? options.split(',') : []);
  return [
    ...mounts,
    ...more.map(([target, options]) => ({
      type: 'tmpfs' as const,
      source: '',
      target,
      readOnly: flags(options).includes('ro'),
    })),
  ];
}

function mountType(written: string): ContainerView['mounts'][number]['type'] {
  return written === 'bind' || written === 'tmpfs' ? written : 'volume';
}

/** `--cpus` is stored as billionths; older clients and `--cpu-quota` as a share of a period. */
function cpusOf(inspected: unknown): number {
  const nano = number(inspected, 'HostConfig', 'NanoCpus');
  if (nano > 0) return nano / 1e9;
  const quota = number(inspected, 'HostConfig', 'CpuQuota');
  return quota > 0 ? quota / (number(inspected, 'HostConfig', 'CpuPeriod') || 100_000) : 0;
}

/** `no`, `always`, `on-failure:3` ... as written after `--restart`. */
function restartOf(inspected: unknown): string {
  const name = text(inspected, 'HostConfig', 'RestartPolicy', 'Name') || 'no';
  const retries = number(inspected, 'HostConfig', 'RestartPolicy', 'MaximumRetryCount');
  return retries > 0 ? `${name}:${retries}` : name;
}
