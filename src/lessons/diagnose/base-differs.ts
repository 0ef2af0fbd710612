import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** An image that does not begin with its parent's layers, or adds none. */
export const baseDiffers = defineCause({
  cause: 'base-differs',
  verdict: 'unmet',
  params: ['name', 'expected', 'property'],
  says: {
    usual: {
      en: 'Image {name} does not begin with the layers of {expected}. The first line of its Dockerfile says what it stands on: FROM {expected}.',
      zh: '镜像 {name} 的底层不是 {expected} 的层。Dockerfile 的第一行决定它建立在什么之上：FROM {expected}。',
    },
    same: {
      en: 'Image {name} has the very layers of {expected} and none of its own. A COPY or RUN line in the Dockerfile adds one.',
      zh: '镜像 {name} 的层和 {expected} 完全一样，没有自己的层。在 Dockerfile 里写一行 COPY 或 RUN 就会多一层。',
    },
  },
  variant: ({property}) => (property === 'layersAdded' ? 'same' : 'usual'),
  explains(found) {
    const base = difference(found, 'extends', 'image') ?? difference(found, 'layersAdded', 'image');
    return base && {name: base['name'] ?? '', expected: base['expected'] ?? '', property: base['property'] ?? ''};
  },
});
