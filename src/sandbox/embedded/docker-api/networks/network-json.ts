import {goTime} from '../containers/go-time.ts';
import type {Member, StoredNetwork} from './stored-network.ts';

/**
 * A network as the API shows it. `verbose` adds what only services of a swarm have.
 * https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Network/operation/NetworkInspect
 */
export function networkJson(network: StoredNetwork, options: {readonly containers: boolean}): object {
  const {id, name, createdMs, driver, ipam, internal, attachable, endpoints} = network;
  return {
    Name: name,
    Id: id,
    Created: goTime(createdMs),
    Scope: 'local',
    Driver: driver,
    EnableIPv6: false,
    IPAM: ipam.shown,
    Internal: internal,
    Attachable: attachable,
    Ingress: false,
    ConfigFrom: {Network: ''},
    ConfigOnly: false,
    Containers: options.containers
      ? Object.fromEntries([...endpoints].map(([containerId, member]) => [containerId, memberJson(member)]))
      : {},
    Options: network.options,
    Labels: network.labels,
  };
}

function memberJson({name, endpointId, mac, address, prefixLength}: Member): object {
  return {
    Name: name,
    EndpointID: endpointId,
    MacAddress: mac,
    IPv4Address: address === '' ? '' : `${address}/${prefixLength}`,
    IPv6Address: '',
  };
}
