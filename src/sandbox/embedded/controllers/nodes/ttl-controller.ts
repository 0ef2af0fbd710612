import type {Node} from 'kubernetes-types/core/v1';
import type {Stored} from '../../kubernetes-api/object.ts';
import type {Controller} from '../controller.ts';

const annotation = 'node.alpha.kubernetes.io/ttl';

/** Nodes of a cluster that has at most so many may hold Secrets and ConfigMaps for so many seconds. */
const steps: readonly {readonly mostNodes: number; readonly seconds: number}[] = [
  {mostNodes: 100, seconds: 0},
  {mostNodes: 500, seconds: 15},
  {mostNodes: 1000, seconds: 30},
  {mostNodes: 2000, seconds: 60},
  {mostNodes: Number.POSITIVE_INFINITY, seconds: 300},
];

/** Notes on every node how long its kubelet may use what it has read. */
export function createTtlController(): Controller {
  let count = 0;
  return {
    name: 'ttl',
    setup({informers}, enqueue) {
      informers.of<Stored<Node>>('nodes').on({
        added({metadata}) {
          count += 1;
          enqueue(metadata.name);
        },
        changed({metadata}, before) {
          if (metadata.annotations?.[annotation] !== before.metadata.annotations?.[annotation]) enqueue(metadata.name);
        },
        removed() {
          count -= 1;
        },
      });
    },
    reconcile(name, {client}) {
      const node = client.find<Stored<Node>>('nodes', '', name);
      const seconds = String(steps.find(({mostNodes}) => count <= mostNodes)?.seconds ?? 0);
      if (!node || node.metadata.annotations?.[annotation] === seconds) return;
      const annotations = {...node.metadata.annotations, [annotation]: seconds};
      client.update('nodes', {...node, metadata: {...node.metadata, annotations}});
    },
  };
}
