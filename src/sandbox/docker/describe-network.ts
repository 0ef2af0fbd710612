import type {NetworkView} from '../../observation.ts';
import {listedName} from './describe-volume.ts';
import {list, object, text} from './read-json.ts';

/**
 * A network, from `GET /networks/{id}`, with who is on it, from `GET /containers/json?all=1`: the network itself
 * names only containers that run.
 */
export function describeNetwork(inspected: unknown, containers: readonly unknown[]): NetworkView {
  const name = text(inspected, 'Name');
  const joined = containers.filter((one) => Object.hasOwn(object(one, 'NetworkSettings', 'Networks'), name));
  return {
    name,
    driver: text(inspected, 'Driver'),
    subnets: list(inspected, 'IPAM', 'Config')
      .map((config) => text(config, 'Subnet'))
      .filter((subnet) => subnet !== ''),
    containers: joined.map(listedName).sort(),
  };
}
