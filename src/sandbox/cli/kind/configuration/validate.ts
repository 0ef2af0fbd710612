import {aggregate} from '../errors.ts';
import type {ClusterConfig, NodeConfig, PortMapping} from './cluster-config.ts';

const validName = /^[a-z0-9.-]+$/;

/** What a cluster cannot be made of, as kind lists it; undefined when there is nothing. */
export function configProblem(config: ClusterConfig): string | undefined {
  const {name, networking, nodes} = config;
  const problems: string[] = [];
  if (!validName.test(name))
    problems.push(`'${name}' is not a valid cluster name, cluster names must match \`${validName.source}\``);
  if (!isPort(networking.apiServerPort))
    problems.push(`invalid apiServerPort: ${portProblem(networking.apiServerPort)}`);
  if (!['ipv4', 'ipv6', 'dual'].includes(networking.ipFamily))
    problems.push(`invalid ipFamily: ${networking.ipFamily}`);
  const pods = subnetProblem(networking.podSubnet, networking.ipFamily);
  if (pods !== undefined) problems.push(`invalid pod subnet ${pods}`);
  const services = subnetProblem(networking.serviceSubnet, networking.ipFamily);
  if (services !== undefined) problems.push(`invalid service subnet ${services}`);
  if (!['iptables', 'ipvs', 'nftables', 'none'].includes(networking.kubeProxyMode))
    problems.push(`invalid kubeProxyMode: ${networking.kubeProxyMode}`);
  nodes.forEach((node, index) => {
    const problem = nodeProblem(node);
    if (problem !== undefined) problems.push(`invalid configuration for node ${index}: ${problem}`);
  });
  if (!nodes.some(({role}) => role === 'control-plane')) problems.push('must have at least one control-plane node');
  return aggregate(problems);
}

/** What a cluster may have for kind, and not for this one; undefined when there is nothing. */
export function absentProblem({networking, nodes, containerdConfigPatches}: ClusterConfig): string | undefined {
  if (nodes.filter(({role}) => role === 'control-plane').length > 1)
    return 'several control-plane nodes are not part of this kind command; a cluster of it has one, and any number of workers';
  if (networking.ipFamily !== 'ipv4')
    return `ipFamily ${networking.ipFamily} is not part of this kind command; its clusters are ipv4`;
  if (containerdConfigPatches.length > 0)
    return 'containerdConfigPatches are not part of this kind command; write files under /etc/containerd/certs.d of the nodes instead';
  return undefined;
}

function nodeProblem({role, image, extraPortMappings}: NodeConfig): string | undefined {
  const problems: string[] = [];
  if (role !== 'control-plane' && role !== 'worker') problems.push(`${JSON.stringify(role)} is not a valid node role`);
  if (image === '') problems.push('image is a required field');
  for (const {hostPort, containerPort} of extraPortMappings) {
    if (!isPort(hostPort)) problems.push(`invalid hostPort: ${portProblem(hostPort)}`);
    if (!isPort(containerPort)) problems.push(`invalid containerPort: ${portProblem(containerPort)}`);
  }
  const clash = clashOf(extraPortMappings);
  if (clash !== undefined) problems.push(`invalid portMapping: ${clash}`);
  return aggregate(problems);
}

function isPort(port: number): boolean {
  return port >= -1 && port <= 65535;
}

function portProblem(port: number): string {
  return `invalid port number: ${port}`;
}

const everywhere = '0.0.0.0';

/** Two mappings that would want one port of this machine. */
function clashOf(mappings: readonly PortMapping[]): string | undefined {
  const taken = new Map<string, Set<string>>();
  for (const {hostPort, listenAddress, protocol} of mappings) {
    if (hostPort <= 0) continue;
    if (listenAddress !== '' && !isAddress(listenAddress)) return `invalid listen address: ${listenAddress}`;
    const shown = listenAddress || everywhere;
    const address = shown === '::' ? everywhere : shown;
    const port = `${hostPort}/${protocol}`;
    const others = taken.get(port) ?? new Set();
    taken.set(port, others);
    if (others.has(address) || others.has(everywhere) || (address === everywhere && others.size > 0))
      return `port mapping with same listen address, port and protocol already configured: ${shown}:${port}`;
    others.add(address);
  }
  return undefined;
}

function isV4(address: string): boolean {
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isV6(address: string): boolean {
  return address.includes(':') && URL.canParse(`http://[${address}]`);
}

function isAddress(address: string): boolean {
  return isV4(address) || isV6(address);
}

function isSubnet(cidr: string): boolean {
  const [address = '', bits = '', ...rest] = cidr.split('/');
  if (rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(bits) || !isAddress(address)) return false;
  return Number(bits) <= (isV4(address) ? 32 : 128);
}

function subnetProblem(subnets: string, ipFamily: string): string | undefined {
  const cidrs = subnets.split(',');
  const wrong = cidrs.find((cidr) => !isSubnet(cidr));
  if (wrong !== undefined)
    return `failed to parse cidr value:${JSON.stringify(wrong)} with error: invalid CIDR address: ${wrong}`;
  const count = cidrs.filter((cidr) => !cidr.includes(':')).length;
  const both = 'expected one (IPv4 or IPv6) CIDR or two CIDRs from each family for dual-stack networking';
  if (ipFamily === 'dual') return cidrs.length > 2 || (cidrs.length === 2 && count !== 1) ? both : undefined;
  if (cidrs.length > 1) return 'only one CIDR allowed for single-stack networking';
  if (ipFamily === 'ipv4' && count === 0) return 'expected IPv4 CIDR for IPv4 family';
  return ipFamily === 'ipv6' && count === 1 ? 'expected IPv6 CIDR for IPv6 family' : undefined;
}
