import {any, bool, mapOf, optional, renamed, slice, struct, text, time} from '../go-type.ts';

const subnet = struct('network.IPAMConfig', {
  Subnet: optional(text),
  IPRange: optional(text),
  Gateway: optional(text),
  AuxAddress: {type: mapOf(text), json: 'AuxiliaryAddresses', omitEmpty: true},
});

const member = struct('network.EndpointResource', {
  Name: text,
  EndpointID: text,
  MacAddress: text,
  IPv4Address: text,
  IPv6Address: text,
});

/** What `docker network inspect` shows. */
export const networkType = struct('network.Inspect', {
  Name: text,
  ID: renamed('Id', text),
  Created: time,
  Scope: text,
  Driver: text,
  EnableIPv4: bool,
  EnableIPv6: bool,
  IPAM: struct('network.IPAM', {Driver: text, Options: mapOf(text), Config: slice(subnet)}),
  Internal: bool,
  Attachable: bool,
  Ingress: bool,
  ConfigFrom: struct('network.ConfigReference', {Network: text}),
  ConfigOnly: bool,
  Containers: mapOf(member),
  Options: mapOf(text),
  Labels: mapOf(text),
  Peers: optional(slice(any)),
  Services: optional(mapOf(any)),
});
