import type {Cluster} from './cluster.ts';
import {listAt} from './read-object.ts';

/** Those some node does not have. */
export async function missingImages(cluster: Cluster, images: readonly string[]): Promise<readonly string[]> {
  const nodes = listAt(await cluster.api.ask({path: '/api/v1/nodes'}), 'items');
  const has = (node: unknown, image: string): boolean =>
    listAt(node, 'status', 'images').some(
      ({names}) => Array.isArray(names) && names.some((name) => isNamed(String(name), image)),
    );
  return images.filter((image) => !nodes.every((node) => has(node, image)));
}

function isNamed(name: string, image: string): boolean {
  const full = image.includes('/') ? image : `library/${image}`;
  return name === image || name === `docker.io/${full}`;
}
