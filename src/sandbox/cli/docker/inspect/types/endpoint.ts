import {int, mapOf, optional, pointer, renamed, slice, struct, text} from '../go-type.ts';

const address = struct('network.EndpointIPAMConfig', {
  IPv4Address: optional(text),
  IPv6Address: optional(text),
  LinkLocalIPs: optional(slice(text)),
});

/** A container's place in a network. */
export const endpointSettings = struct('network.EndpointSettings', {
  IPAMConfig: pointer(address),
  Links: slice(text),
  Aliases: slice(text),
  MacAddress: text,
  DriverOpts: mapOf(text),
  GwPriority: int,
  NetworkID: text,
  EndpointID: text,
  Gateway: text,
  IPAddress: text,
  IPPrefixLen: int,
  IPv6Gateway: text,
  GlobalIPv6Address: text,
  GlobalIPv6PrefixLen: int,
  DNSNames: slice(text),
});

/** Where a port is published. */
export const portBinding = struct('nat.PortBinding', {HostIP: renamed('HostIp', text), HostPort: text});
