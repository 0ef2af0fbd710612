import {decode, encode} from '../../bytes/bytes.ts';
import type {DiskBudget} from '../../runtime/fs/budget.ts';
import type {MemoryFile} from '../../runtime/fs/memory-file.ts';
import type {ContainerConfig} from './container-config.ts';
import type {ContainerNetworks} from './container-networks.ts';
import type {HostConfig} from './host-config.ts';
import {etcFile, extraHosts, hostHostsText, hostsText, ownNames, resolvText} from './host-files.ts';
import type {Links} from './links.ts';
import type {EtcFiles} from './mount-table.ts';

/** /etc/hosts, /etc/hostname and /etc/resolv.conf of a container that starts on its networks. */
export function writeEtcFiles(options: {
  readonly config: ContainerConfig;
  readonly host: HostConfig;
  readonly hostname: string;
  readonly networks: ContainerNetworks;
  readonly links: Links;
  readonly now: number;
  readonly budget: DiskBudget;
}): EtcFiles {
  const {config, host, hostname, networks, links, now, budget} = options;
  const endpoints = [...networks.endpoints.values()].filter(({address}) => address !== '');
  const gateway = endpoints[0]?.gateway || '172.17.0.1';
  const extra = extraHosts(host.ExtraHosts ?? [], gateway);
  const own = endpoints.map(({address}) => ({address, names: ownNames(hostname, config.Domainname)}));
  const hosts = networks.isHost ? hostHostsText(extra) : hostsText([...extra, ...links.hosts(), ...own]);
  const resolv = resolvText({
    ownServer: networks.hasNameServer,
    servers: host.Dns ?? [],
    search: host.DnsSearch ?? [],
    options: host.DnsOptions ?? [],
  });
  return {
    hosts: etcFile(hosts, now, budget),
    hostname: etcFile(`${hostname}\n`, now, budget),
    resolv: etcFile(resolv, now, budget),
  };
}

/** A running container has one address more. */
export function addHost(hosts: MemoryFile, address: string, names: string): void {
  hosts.write(hosts.size, encode(`${address}\t${names}\n`));
}

/** An address is gone, and its line with it. */
export function removeHost(hosts: MemoryFile, address: string): void {
  const lines = decode(hosts.read(0, hosts.size)).split('\n');
  const rest = encode(lines.filter((line) => !line.startsWith(`${address}\t`)).join('\n'));
  hosts.truncate(0);
  hosts.write(0, rest);
}

/** Gives the room of what was written into them back. */
export function releaseEtcFiles({hosts, hostname, resolv}: EtcFiles): void {
  for (const file of [hosts, hostname, resolv]) file.release();
}
