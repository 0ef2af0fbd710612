import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** A variable that a container or an image does not have. */
export const envMissing = defineCause({
  cause: 'env-missing',
  verdict: 'unmet',
  params: ['kind', 'name', 'key', 'expected'],
  says: {
    container: {
      en: 'Container {name} has no variable {key}; the step asks for {expected}. Variables are set once‹: `docker rm -f {name}`, then run it again with `-e {key}=VALUE` before the image›.',
      zh: '容器 {name} 里没有变量 {key}，这一步要的是 {expected}。变量只在创建时设置‹：先 `docker rm -f {name}`，再加上 `-e {key}=值`（写在镜像前面）重新运行›。',
    },
    image: {
      en: 'Image {name} has no variable {key}; the step asks for {expected}.‹ Add a line ENV {key}=VALUE to the Dockerfile and build again.›',
      zh: '镜像 {name} 里没有变量 {key}，这一步要的是 {expected}。‹在 Dockerfile 里加一行 ENV {key}=值，再构建一次。›',
    },
  },
  variant: ({kind}) => kind,
  explains(found) {
    const env = difference(found, 'env') ?? difference(found, 'env', 'image');
    if (env === undefined || env['seen'] !== '') return undefined;
    return {kind: env['kind'] ?? '', name: env['name'] ?? '', key: env['key'] ?? '', expected: env['expected'] ?? ''};
  },
});
