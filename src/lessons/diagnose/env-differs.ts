import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** The variable is there with another value. */
export const envDiffers = defineCause({
  cause: 'env-differs',
  verdict: 'unmet',
  params: ['kind', 'name', 'expected', 'seen'],
  says: {
    container: {
      en: 'Container {name} has {seen}; the step asks for {expected}. Variables are set once‹: `docker rm -f {name}`, then run it again with `-e {expected}`›.',
      zh: '容器 {name} 里是 {seen}，这一步要的是 {expected}。变量只在创建时设置‹：先 `docker rm -f {name}`，再用 `-e {expected}` 重新运行›。',
    },
    image: {
      en: 'Image {name} has {seen}; the step asks for {expected}. Change the ENV line of the Dockerfile and build again.',
      zh: '镜像 {name} 里是 {seen}，这一步要的是 {expected}。改好 Dockerfile 里的 ENV 行，再构建一次。',
    },
  },
  variant: ({kind}) => kind,
  explains(found) {
    const env = difference(found, 'env') ?? difference(found, 'env', 'image');
    if (env === undefined || env['seen'] === '') return undefined;
    return {kind: env['kind'] ?? '', name: env['name'] ?? '', expected: env['expected'] ?? '', seen: env['seen'] ?? ''};
  },
});
