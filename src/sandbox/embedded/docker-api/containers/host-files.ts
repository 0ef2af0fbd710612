import {encode} from '../../bytes/bytes.ts';
import type {DiskBudget} from '../../runtime/fs/budget.ts';
import {MemoryFile} from '../../runtime/fs/memory-file.ts';
import {identity} from '../system/identity.ts';

/** The name server of the simulated host. It knows no names: nothing here leads out. */
const hostNameServer = '192.168.65.7';

export interface HostEntry {
  readonly address: string;
  readonly names: string;
}

const usualHosts: readonly HostEntry[] = [
  {address: '127.0.0.1', names: 'localhost'},
  {address: '::1', names: 'localhost ip6-localhost ip6-loopback'},
  {address: 'fe00::0', names: 'ip6-localnet'},
  {address: 'ff00::0', names: 'ip6-mcastprefix'},
  {address: 'ff02::1', names: 'ip6-allnodes'},
  {address: 'ff02::2', names: 'ip6-allrouters'},
];

/** /etc/hosts as Docker writes it. */
export function hostsText(entries: readonly HostEntry[]): string {
  return lines([...usualHosts, ...entries]);
}

/** /etc/hosts of the simulated host, which a container with `--network host` sees. */
export function hostHostsText(entries: readonly HostEntry[]): string {
  return lines([
    {address: '127.0.0.1', names: 'localhost'},
    {address: '127.0.1.1', names: identity.hostName},
    ...entries,
  ]);
}

function lines(entries: readonly HostEntry[]): string {
  return entries.map(({address, names}) => `${address}\t${names}\n`).join('');
}

/** A container's own names for one of its addresses: `hh.example.com hh`. */
export function ownNames(hostname: string, domain: string): string {
  const full = domain === '' ? hostname : `${hostname}.${domain}`;
  const dot = full.indexOf('.');
  return dot < 0 ? full : `${full} ${full.slice(0, dot)}`;
}

/** Lines of `--add-host`: `db:10.0.0.5` and `db=10.0.0.5`; `host-gateway` is the address of the host. */
export function extraHosts(specs: readonly string[], gateway: string): readonly HostEntry[] {
  return specs.map((spec) => {
    const at = spec.search(/[:=]/);
    const address = spec.slice(at + 1).replace(/^\[(.*)\]$/, '$1');
    return {address: address === 'host-gateway' ? gateway : address, names: spec.slice(0, at)};
  });
}

/** /etc/resolv.conf: Docker's own server answers on networks that were made, the host's elsewhere. */
export function resolvText(options: {
  readonly ownServer: boolean;
  readonly servers: readonly string[];
  readonly search: readonly string[];
  readonly options: readonly string[];
}): string {
  const servers = options.ownServer ? ['127.0.0.11'] : options.servers.length > 0 ? options.servers : [hostNameServer];
  const settings = options.ownServer ? [...options.options, 'ndots:0'] : options.options;
  return [
    ...(options.search.length > 0 ? [`search ${options.search.filter((name) => name !== '.').join(' ')}\n`] : []),
    ...servers.map((server) => `nameserver ${server}\n`),
    ...(settings.length > 0 ? [`options ${settings.join(' ')}\n`] : []),
  ].join('');
}

/** A file that is mounted over one of the image. */
export function etcFile(text: string, now: number, budget: DiskBudget): MemoryFile {
  const attributes = {mode: 0o644, uid: 0, gid: 0, modifiedMs: now};
  return new MemoryFile({layer: {frozen: false}, attributes, budget, bytes: encode(text)});
}
