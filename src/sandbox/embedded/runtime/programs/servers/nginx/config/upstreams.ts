import type {Directive} from './directive.ts';
import {ConfigProblem, type Place} from './problem.ts';
import {parseUpstreamServer, type UpstreamServer, type UpstreamUrl} from './upstream-url.ts';

/** One address of an upstream, with what is known of it. Workers share it, as with `zone`. */
export interface Peer {
  readonly address: string;
  readonly port: number;
  /** As it was written, with its port: for logs. */
  readonly name: string;
  readonly weight: number;
  readonly maxFails: number;
  readonly failTimeoutMs: number;
  readonly isBackup: boolean;
  readonly isDown: boolean;
  current: number;
  effective: number;
  fails: number;
  failedMs: number;
  connections: number;
}

export interface Upstream {
  readonly name: string;
  readonly method: 'round robin' | 'least_conn' | 'ip_hash';
  readonly peers: readonly Peer[];
}

/** The addresses of a host; empty when there are none. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** https://nginx.org/en/docs/http/ngx_http_upstream_module.html Throws ConfigProblem. */
export async function readUpstream(directive: Directive, resolve: ResolveHost): Promise<Upstream> {
  const {args, block = [], place} = directive;
  const [name = ''] = args;
  const peers: Peer[] = [];
  for (const line of block)
    if (line.name === 'server') peers.push(...(await peersOf(parseUpstreamServer(line), resolve)));
  if (peers.every(({isBackup}) => isBackup)) throw new ConfigProblem(`no servers in upstream "${name}"`, place);
  const has = (word: string): boolean => block.some((line) => line.name === word);
  const method = has('least_conn') ? 'least_conn' : has('ip_hash') || has('hash') ? 'ip_hash' : 'round robin';
  return {name, method, peers};
}

/** The upstream a bare `proxy_pass http://host:port` stands for. Throws ConfigProblem. */
export async function upstreamOf(url: UpstreamUrl, place: Place, resolve: ResolveHost): Promise<Upstream> {
  const server: UpstreamServer = {
    url,
    weight: 1,
    maxFails: 1,
    failTimeoutMs: 10_000,
    isBackup: false,
    isDown: false,
    place,
  };
  return {name: url.text, method: 'round robin', peers: await peersOf(server, resolve)};
}

async function peersOf({url, place, ...rest}: UpstreamServer, resolve: ResolveHost): Promise<readonly Peer[]> {
  const addresses = await resolve(url.host);
  if (addresses.length === 0) throw new ConfigProblem(`host not found in upstream "${url.text}"`, place);
  return addresses.map((address) => peerAt(address, url.port ?? 80, rest));
}

export function peerAt(
  address: string,
  port: number,
  options: Pick<UpstreamServer, 'weight' | 'maxFails' | 'failTimeoutMs' | 'isBackup' | 'isDown'>,
): Peer {
  const {weight, maxFails, failTimeoutMs, isBackup, isDown} = options;
  return {
    address,
    port,
    name: `${address}:${port}`,
    weight,
    maxFails,
    failTimeoutMs,
    isBackup,
    isDown,
    current: 0,
    effective: weight,
    fails: 0,
    failedMs: 0,
    connections: 0,
  };
}
