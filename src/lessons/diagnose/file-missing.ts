import {defineCause} from './diagnosis.ts';
import {said} from './evidence.ts';

/** A file that is not in the working folder, or not in the container. */
export const fileMissing = defineCause({
  cause: 'file-missing',
  verdict: 'unmet',
  params: ['path', 'container', 'similar'],
  says: {
    usual: {
      en: 'There is no {path} in your working folder yet.[ There is {similar}: look at the name.] `ls` lists what is there.',
      zh: '你的工作目录里还没有 {path}。[那里有 {similar}：检查一下名字。]用 `ls` 看看有什么。',
    },
    container: {
      en: 'Container {container} has no {path}. `docker exec {container} ls` shows what it has; a new container starts from its image and knows nothing of another one’s files.',
      zh: '容器 {container} 里没有 {path}。用 `docker exec {container} ls` 看看里面有什么；新容器从镜像开始，不知道别的容器里的文件。',
    },
  },
  variant: ({container}) => (container === '' ? 'usual' : 'container'),
  explains(found) {
    const missing = said(found, 'file-missing');
    if (missing === undefined) return undefined;
    return {
      path: missing['path'] ?? '',
      container: missing['container'] ?? '',
      similar: found.verdict.params['similar'] ?? [],
    };
  },
});
