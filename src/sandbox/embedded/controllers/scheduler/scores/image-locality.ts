import {maxPoints, type Score, type ScoreContext} from '../score.ts';

const megabyte = 1024 * 1024;
const leastBytes = 23 * megabyte;
const mostBytesPerContainer = 1000 * megabyte;

/** Prefers nodes that have the images already, above all big ones; an image that few nodes have counts for less. */
export const imageLocality: Score = {
  name: 'ImageLocality',
  weight: 1,
  rate({pod}, {cluster, nodes}) {
    const {initContainers = [], containers} = pod.spec ?? {initContainers: [], containers: []};
    const images = [...initContainers, ...containers].map(({image}) => normalized(image ?? ''));
    const shares = images.map((image) => shareOfNodes(image, cluster));
    const most = mostBytesPerContainer * images.length;
    return nodes.map((node) => {
      const bytes = images.reduce((sum, image, index) => sum + (node.images.get(image) ?? 0) * (shares[index] ?? 0), 0);
      const counted = Math.min(Math.max(bytes, leastBytes), most);
      return Math.trunc((maxPoints * (counted - leastBytes)) / (most - leastBytes));
    });
  },
};

function shareOfNodes(image: string, cluster: ScoreContext['cluster']): number {
  let count = 0;
  for (const {images} of cluster.nodes.values()) if (images.has(image)) count += 1;
  return cluster.nodes.size === 0 ? 0 : count / cluster.nodes.size;
}

/** Names without a tag mean `latest`, and nodes list names with their registry. */
function normalized(image: string): string {
  const tagged = /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
  const [first = '', ...rest] = tagged.split('/');
  if (rest.length === 0) return `docker.io/library/${tagged}`;
  return /[.:]|^localhost$/.test(first) ? tagged : `docker.io/${tagged}`;
}
