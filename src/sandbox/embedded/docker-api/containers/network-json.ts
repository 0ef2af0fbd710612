import type {NetworkEndpoint} from '../networks/endpoint.ts';
import type {Connection, ContainerNetworks} from './container-networks.ts';
import type {LiveContainer} from './live-container.ts';
import {parsePort, portsOf} from './ports.ts';

type Place = Pick<NetworkEndpoint, 'gateway' | 'address' | 'prefixLength' | 'mac' | 'endpointId'>;

const nowhere: Place = {gateway: '', address: '', prefixLength: 0, mac: '', endpointId: ''};

/** One entry of `NetworkSettings.Networks`. */
function connectionJson({settings, networkId, endpoint}: Connection, {isUsual, names}: Naming): object {
  const {gateway, address, prefixLength, mac, endpointId} = endpoint ?? nowhere;
  const {IPAMConfig} = settings;
  return {
    IPAMConfig: IPAMConfig?.IPv4Address ? {IPv4Address: IPAMConfig.IPv4Address} : null,
    Links: settings.Links,
    Aliases: settings.Aliases,
    MacAddress: mac,
    DriverOpts: settings.DriverOpts,
    NetworkID: networkId,
    EndpointID: endpointId,
    Gateway: gateway,
    IPAddress: address,
    IPPrefixLen: prefixLength,
    IPv6Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    DNSNames: isUsual ? null : [...new Set([names[0] ?? '', ...(settings.Aliases ?? []), ...names.slice(1)])],
  };
}

interface Naming {
  /** One of Docker's own networks: names are not known there. */
  readonly isUsual: boolean;
  readonly names: readonly string[];
}

/** `NetworkSettings.Networks`, by name. */
export function networksJson(container: LiveContainer): {readonly [name: string]: object} {
  const names = [container.name, container.id.slice(0, 12), container.hostname];
  return Object.fromEntries(
    [...container.networks.connections].map(([name, connection]) => {
      const isUsual = ['bridge', 'host', 'none'].includes(name);
      return [name, connectionJson(connection, {isUsual, names})];
    }),
  );
}

/** `NetworkSettings` of `docker inspect`. Some of it is there twice, for clients of long ago: the default bridge's. */
export function networkSettingsJson(container: LiveContainer): object {
  const {networks, sandboxId, run} = container;
  const {gateway, address, prefixLength, mac, endpointId} = bridgeOf(networks);
  const key = networks.isHost ? '/var/run/docker/netns/default' : `/var/run/docker/netns/${sandboxId.slice(0, 12)}`;
  return {
    Bridge: '',
    SandboxID: run ? sandboxId : '',
    SandboxKey: run ? key : '',
    Ports: run ? portsJson(container) : {},
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: endpointId,
    Gateway: gateway,
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: address,
    IPPrefixLen: prefixLength,
    IPv6Gateway: '',
    MacAddress: mac,
    Networks: networksJson(container),
  };
}

function bridgeOf({connections}: ContainerNetworks): Place {
  return connections.get('bridge')?.endpoint ?? nowhere;
}

/** Ports by name with their places on the host; null for those that are only exposed. */
function portsJson({config, host, networks, run}: LiveContainer): {readonly [port: string]: object[] | null} {
  if (networks.isHost || networks.endpoints.size === 0) return {};
  return Object.fromEntries(
    portsOf(config, host).map((name) => {
      const places = (run?.ports ?? [])
        .filter(({port}) => port === name)
        .map(({hostIp, hostPort}) => ({HostIp: hostIp, HostPort: String(hostPort)}));
      return [name, places.length > 0 ? places : null];
    }),
  );
}

/** `Ports` of `docker ps`. */
export function portSummaries(container: LiveContainer): readonly object[] {
  const {config, host, networks, run} = container;
  if (!run || networks.isHost || networks.endpoints.size === 0) return [];
  return portsOf(config, host).flatMap((name): readonly object[] => {
    const {port: PrivatePort, protocol: Type} = parsePort(name);
    const places = run.ports.filter(({port}) => port === name);
    if (places.length === 0) return [{PrivatePort, Type}];
    return places.map(({hostIp, hostPort}) => ({IP: hostIp, PrivatePort, PublicPort: hostPort, Type}));
  });
}
