import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** The container of that name was made from another image. */
export const otherImage = defineCause({
  cause: 'other-image',
  verdict: 'unmet',
  params: ['name', 'expected', 'seen'],
  says: {
    usual: {
      en: 'Container {name} was made from {seen}; the step asks for {expected}. A container keeps its image‹: `docker rm -f {name}`, then run it again from {expected}›.',
      zh: '容器 {name} 是用 {seen} 创建的，这一步要的是 {expected}。容器的镜像换不了‹：先 `docker rm -f {name}`，再用 {expected} 重新运行›。',
    },
    digest: {
      en: 'Container {name} was made from {seen}; the step asks for an image by its digest, NAME@sha256:…. A container keeps its image‹: `docker rm -f {name}`, then run it again by its digest›.',
      zh: '容器 {name} 是用 {seen} 创建的，这一步要的是按摘要指定的镜像：NAME@sha256:…。容器的镜像换不了‹：先 `docker rm -f {name}`，再按摘要重新运行›。',
    },
  },
  variant: ({expected}) => (/^~.*sha256:/.test(expected) ? 'digest' : 'usual'),
  explains(found) {
    const image = difference(found, 'image');
    return image && {name: image['name'] ?? '', expected: image['expected'] ?? '', seen: image['seen'] ?? ''};
  },
});
