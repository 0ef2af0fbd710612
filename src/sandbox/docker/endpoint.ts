import {access} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {LearnError} from '../../errors.ts';
import type {DockerAddress, DockerTls} from './address.ts';
import {currentContextName, readContext, readTls} from './context-store.ts';

export type {DockerAddress, DockerTls} from './address.ts';
export {type DockerProbe, probeDocker} from './probe.ts';

/** Where a Docker Engine answers. `host` is as in DOCKER_HOST; `found` says what named it. */
export type DockerEndpoint = {
  readonly host: string;
  /** `known socket`: Docker Desktop's, Colima's, Podman's ... tried when nothing is at the default place. */
  readonly found: 'DOCKER_HOST' | 'context' | 'default socket' | 'rootless socket' | 'known socket';
  readonly context: string;
} & DockerAddress;

export interface FindOptions {
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
  /** Where Docker listens when nothing says otherwise; only tests have another. */
  readonly defaultSocket?: string;
}

type Env = {readonly [name: string]: string | undefined};

/**
 * Finds the Docker Engine as the docker CLI does: DOCKER_HOST, DOCKER_CONTEXT, the current context, the default
 * socket; then, which the CLI does not do, sockets of Docker Desktop, Colima, Podman and rootless Docker. Does not
 * connect. Rejects with a LearnError when what names the endpoint cannot be used.
 * https://docs.docker.com/engine/manage-resources/contexts/
 */
export async function findEndpoint(env: Env, options: FindOptions = {}): Promise<DockerEndpoint> {
  const home = options.home ?? env.HOME ?? homedir();
  const configFolder = env.DOCKER_CONFIG || join(home, '.docker');
  if (env.DOCKER_HOST) {
    const address = parseHost(env.DOCKER_HOST, {
      tls: await tlsOf(env, configFolder),
      source: 'DOCKER_HOST',
      ...options,
    });
    return {host: env.DOCKER_HOST, found: 'DOCKER_HOST', context: 'default', ...address};
  }
  const context = env.DOCKER_CONTEXT || (await currentContextName(configFolder));
  if (context !== '' && context !== 'default') {
    const {host, tls} = await readContext(configFolder, context);
    return {host, found: 'context', context, ...parseHost(host, {tls, source: `The context "${context}"`, ...options})};
  }
  return findSocket(env, {home, ...options});
}

/** As the CLI: DOCKER_TLS_VERIFY with any value but '' asks for TLS, DOCKER_TLS for TLS without verification. */
async function tlsOf(env: Env, configFolder: string): Promise<DockerTls | undefined> {
  const verify = Boolean(env.DOCKER_TLS_VERIFY);
  if (!verify && !env.DOCKER_TLS) return undefined;
  const material = await readTls(env.DOCKER_CERT_PATH || configFolder);
  return verify ? material : {...material, skipVerify: true};
}

interface HostContext {
  readonly tls: DockerTls | undefined;
  /** Begins a sentence: `DOCKER_HOST`, `The context "lab"`. */
  readonly source: string;
  readonly platform?: NodeJS.Platform;
  readonly defaultSocket?: string;
}

function parseHost(host: string, context: HostContext): DockerAddress {
  const [scheme = '', rest = ''] = host.includes('://') ? host.split('://', 2) : ['tcp', host];
  switch (scheme) {
    case 'unix':
      return {transport: 'socket', socketPath: rest || defaultSocketPath(context)};
    case 'npipe':
      return {transport: 'socket', socketPath: rest || '//./pipe/docker_engine'};
    case 'tcp':
      return parseTcp(host, rest, context);
    case 'ssh':
      throw new LearnError({
        code: 'DOCKER_OVER_SSH',
        message: `${context.source} leads to another machine over SSH (${host}); k8s-learn needs a socket it can connect to.`,
        fix: 'Forward the socket with `ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock USER@MACHINE` and set DOCKER_HOST=unix:///tmp/docker.sock, or use the local Docker: docker context use default',
      });
    default:
      throw invalidHost(host, context);
  }
}

function parseTcp(host: string, address: string, context: HostContext): DockerAddress {
  // The CLI takes `tcp://:2375` for this machine.
  const url = `http://${address.startsWith(':') ? `localhost${address}` : address || 'localhost'}`;
  if (!URL.canParse(url)) throw invalidHost(host, context);
  // URL drops a written port 80.
  const written = /:(\d+)\/?$/.exec(address)?.[1];
  const port = Number(written ?? (context.tls ? 2376 : 2375));
  const hostname = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  return {transport: 'tcp', hostname, port, ...(context.tls ? {tls: context.tls} : {})};
}

function invalidHost(host: string, {source}: HostContext): LearnError {
  return new LearnError({
    code: 'INVALID_DOCKER_HOST',
    message: `${source} says "${host}", which is no address of a Docker Engine.`,
    fix: 'Expected unix:///path/docker.sock or tcp://HOST:PORT. Unset DOCKER_HOST to use the default socket.',
  });
}

function defaultSocketPath({platform = process.platform, defaultSocket}: FindOptions): string {
  return defaultSocket ?? (platform === 'win32' ? '//./pipe/docker_engine' : '/var/run/docker.sock');
}

async function findSocket(env: Env, options: FindOptions & {readonly home: string}): Promise<DockerEndpoint> {
  const platform = options.platform ?? process.platform;
  const standard = endpointAt(defaultSocketPath(options), 'default socket');
  if (platform === 'win32' || (await exists(standard.socketPath))) return standard;
  for (const candidate of knownSockets(env, options.home)) if (await exists(candidate.socketPath)) return candidate;
  return standard;
}

function endpointAt(socketPath: string, found: DockerEndpoint['found']) {
  const scheme = socketPath.startsWith('//') ? 'npipe' : 'unix';
  return {host: `${scheme}://${socketPath}`, found, context: 'default', transport: 'socket' as const, socketPath};
}

function knownSockets(env: Env, home: string) {
  const runtime = env.XDG_RUNTIME_DIR ?? '';
  const inRuntime = (path: string) => (runtime === '' ? [] : [join(runtime, path)]);
  const rootless = inRuntime('docker.sock').map((path) => endpointAt(path, 'rootless socket'));
  const others = [
    join(home, '.docker/run/docker.sock'),
    join(home, '.docker/desktop/docker.sock'),
    join(home, '.colima/default/docker.sock'),
    join(home, '.orbstack/run/docker.sock'),
    join(home, '.rd/docker.sock'),
    ...inRuntime('podman/podman.sock'),
  ];
  return [...rootless, ...others.map((path) => endpointAt(path, 'known socket'))];
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
