import {encode} from '../../bytes/bytes.ts';
import type {DiskBudget} from '../../runtime/fs/budget.ts';
import type {Files} from '../../runtime/fs/files.ts';
import {MemoryFile} from '../../runtime/fs/memory-file.ts';
import {isSystemError} from '../../system-error.ts';
import type {ContainerMount} from '../containers/container-files.ts';
import type {PodSandbox} from '../containers/sandbox.ts';
import type {Node} from '../node.ts';
import type {KubeletConfig} from './context.ts';
import {type KubePod, namespaceOf} from './pod.ts';

const usualHosts = [
  '127.0.0.1\tlocalhost',
  '::1\tlocalhost ip6-localhost ip6-loopback',
  'fe00::0\tip6-localnet',
  'fe00::0\tip6-mcastprefix',
  'fe00::1\tip6-allnodes',
  'fe00::2\tip6-allrouters',
];

/** The host name of a Pod's containers. */
export function hostnameOf({metadata, spec}: KubePod, nodeName: string): string {
  if (spec?.hostNetwork) return nodeName;
  return spec?.hostname || metadata.name.slice(0, 63).replace(/[-.]+$/, '');
}

/** /etc/hosts of a Pod. https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/ */
export function hostsText(
  pod: KubePod,
  given: {readonly address: string; readonly hostname: string; readonly domain: string; readonly nodeFiles: Files},
): string {
  const {spec} = pod;
  const {address, hostname, domain, nodeFiles} = given;
  const full = spec?.subdomain
    ? `${hostname}.${spec.subdomain}.${namespaceOf(pod)}.svc.${domain}\t${hostname}`
    : hostname;
  const own = spec?.hostNetwork
    ? `# Kubernetes-managed hosts file (host network).\n${readText(nodeFiles, '/etc/hosts')}`
    : `# Kubernetes-managed hosts file.\n${[...usualHosts, `${address}\t${full}`].join('\n')}\n`;
  const aliases = (spec?.hostAliases ?? []).map(({ip, hostnames}) => `${ip}\t${(hostnames ?? []).join('\t')}\n`);
  return aliases.length === 0 ? own : `${own}\n# Entries added by HostAliases.\n${aliases.join('')}`;
}

/** /etc/resolv.conf of a Pod. https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy */
export function resolvText(pod: KubePod, config: KubeletConfig, nodeFiles: Files): string {
  const {spec} = pod;
  const isCluster =
    spec?.dnsPolicy === 'ClusterFirstWithHostNet' || (spec?.dnsPolicy !== 'Default' && !spec?.hostNetwork);
  const node = settingsIn(readText(nodeFiles, '/etc/resolv.conf'));
  const none = {servers: [], search: [], options: []};
  const base = spec?.dnsPolicy === 'None' ? none : isCluster ? clusterSettings(pod, config, node.search) : node;
  const {nameservers = [], searches = [], options = []} = spec?.dnsConfig ?? {};
  const added = options.map(({name, value}) => (value === undefined ? (name ?? '') : `${name}:${value}`));
  const names = new Set(added.map(optionName));
  const servers = [...new Set([...base.servers, ...nameservers])].slice(0, 3);
  const search = [...new Set([...base.search, ...searches])];
  const kept = [...base.options.filter((option) => !names.has(optionName(option))), ...added];
  return [
    ...(search.length > 0 ? [`search ${search.join(' ')}\n`] : []),
    ...servers.map((server) => `nameserver ${server}\n`),
    ...(kept.length > 0 ? [`options ${kept.join(' ')}\n`] : []),
  ].join('');
}

interface Settings {
  readonly servers: readonly string[];
  readonly search: readonly string[];
  readonly options: readonly string[];
}

function clusterSettings(pod: KubePod, config: KubeletConfig, nodeSearch: readonly string[]): Settings {
  const {clusterDns, clusterDomain} = config;
  const own = [`${namespaceOf(pod)}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain];
  return {servers: [clusterDns], search: [...own, ...nodeSearch], options: ['ndots:5']};
}

function settingsIn(text: string): Settings {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  return {
    servers: lines.flatMap(([word, address]) => (word === 'nameserver' && address ? [address] : [])),
    search: lines.findLast(([word]) => word === 'search')?.slice(1) ?? [],
    options: lines.filter(([word]) => word === 'options').flatMap(([, ...rest]) => rest),
  };
}

function optionName(option: string): string {
  return option.split(':', 1)[0] ?? '';
}

function readText(files: Files, path: string): string {
  try {
    return files.readText(path);
  } catch (error) {
    if (isSystemError(error)) return '';
    throw error;
  }
}

/** A file the kubelet writes, to be mounted into containers. */
export function kubeletFile(text: string, now: number, budget: DiskBudget, mode = 0o644): MemoryFile {
  const attributes = {mode, uid: 0, gid: 0, modifiedMs: now};
  return new MemoryFile({layer: {frozen: false}, attributes, budget, bytes: encode(text)});
}

/** Files all containers of a sandbox share, made with it. */
export function etcMounts(
  sandbox: PodSandbox,
  texts: {readonly hosts: string; readonly hostname: string; readonly resolv: string},
  node: Node,
): readonly ContainerMount[] {
  const now = node.kernel.clock.now();
  const paths = [
    ['/etc/hosts', texts.hosts],
    ['/etc/hostname', texts.hostname],
    ['/etc/resolv.conf', texts.resolv],
  ] as const;
  return paths.map(([path, text]) => {
    const root = kubeletFile(text, now, node.kernel.disk);
    sandbox.files.push(root);
    return {path, root, readOnly: false};
  });
}
