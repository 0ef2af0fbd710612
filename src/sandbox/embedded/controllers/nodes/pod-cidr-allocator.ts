import type {Node} from 'kubernetes-types/core/v1';
import type {Stored} from '../../kubernetes-api/object.ts';
import type {Controller} from '../controller.ts';

/** How many networks of 256 addresses fit into a /16. */
const mostNetworks = 256;

/** Gives every node a network for its Pods: `10.244.0.0/24`, `10.244.1.0/24`, … of a /16, of which it gets the first half. */
export function createNodeIpamController(clusterNetwork = '10.244'): Controller {
  const taken = new Map<number, string>();
  let next = 0;

  function numberOf({spec}: Stored<Node>): number | undefined {
    const [, number] = /^\d+\.\d+\.(\d+)\.0\/24$/.exec(spec?.podCIDR ?? '') ?? [];
    return number === undefined ? undefined : Number(number);
  }

  function free(): number | undefined {
    for (let tries = 0; tries < mostNetworks; tries += 1) {
      const number = (next + tries) % mostNetworks;
      if (taken.has(number)) continue;
      next = number + 1;
      return number;
    }
    return undefined;
  }

  return {
    name: 'node-ipam',
    component: 'cidrAllocator',
    setup({informers}, enqueue) {
      informers.of<Stored<Node>>('nodes').on({
        added(node) {
          const number = numberOf(node);
          if (number === undefined) enqueue(node.metadata.name);
          else taken.set(number, node.metadata.name);
        },
        changed(node) {
          const number = numberOf(node);
          if (number === undefined) enqueue(node.metadata.name);
          else taken.set(number, node.metadata.name);
        },
        removed(node) {
          const number = numberOf(node);
          if (number !== undefined) taken.delete(number);
        },
      });
    },
    reconcile(name, {client, event}) {
      const node = client.find<Stored<Node>>('nodes', '', name);
      if (!node || numberOf(node) !== undefined) return;
      const number = free();
      if (number === undefined) {
        const message = `Node ${name} status is now: CIDRNotAvailable`;
        event(node, {type: 'Normal', reason: 'CIDRNotAvailable', message});
        return;
      }
      const podCIDR = `${clusterNetwork}.${number}.0/24`;
      client.update('nodes', {...node, spec: {...node.spec, podCIDR, podCIDRs: [podCIDR]}});
    },
  };
}
