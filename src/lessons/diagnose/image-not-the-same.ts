import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** Two names that should be one image's stand on two. */
export const imageNotTheSame = defineCause({
  cause: 'image-not-the-same',
  verdict: 'unmet',
  params: ['name', 'expected', 'seen'],
  says: {
    usual: {
      en: 'Image {name} is not the same as {expected}: their ids differ.‹ `docker tag {expected} {name}` moves the name {name} to it.›',
      zh: '镜像 {name} 和 {expected} 不是同一个：两者的编号（ID）不同。‹`docker tag {expected} {name}` 会把名字 {name} 移过去。›',
    },
    alone: {
      en: 'Image {name} is there, but no image {expected} to compare it with; `docker images` lists what is there.',
      zh: '镜像 {name} 在，但没有可以和它比较的镜像 {expected}；`docker images` 会列出已有的镜像。',
    },
  },
  variant: ({seen}) => (seen === '' ? 'alone' : 'usual'),
  explains(found) {
    const other = difference(found, 'sameAs', 'image');
    return other && {name: other['name'] ?? '', expected: other['expected'] ?? '', seen: other['seen'] ?? ''};
  },
});
