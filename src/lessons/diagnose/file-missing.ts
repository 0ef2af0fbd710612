import {defineCause} from './diagnosis.ts';
import {containerNamed, said} from './evidence.ts';

/** A file that is not in the working folder, or not in the container. */
export const fileMissing = defineCause({
  cause: 'file-missing',
  verdict: 'unmet',
  params: ['path', 'container', 'similar', 'isThere'],
  says: {
    usual: {
      en: 'There is no {path} in your working folder yet.[ There is {similar}: look at the name.] `ls` lists what is there.',
      zh: '你的工作目录里还没有 {path}。[那里有 {similar}：检查一下名字。]用 `ls` 看看有什么。',
    },
    container: {
      en: 'Container {container} has no {path}. `docker exec {container} ls` shows what it has; a new container starts from its image and knows nothing of another one’s files.',
      zh: '容器 {container} 里没有 {path}。用 `docker exec {container} ls` 看看里面有什么；新容器从镜像开始，不知道别的容器里的文件。',
    },
    nowhere: {
      en: 'There is no container {container} yet, so there is no {path} in it; `docker ps -a` lists yours, the stopped ones too.',
      zh: '还没有叫 {container} 的容器，也就没有其中的 {path}；`docker ps -a` 会列出你的容器，包括停止的。',
    },
  },
  variant: ({container, isThere}) => (container === '' ? 'usual' : isThere === 'false' ? 'nowhere' : 'container'),
  explains(found) {
    const missing = said(found, 'file-missing');
    if (missing === undefined) return undefined;
    return {
      path: missing['path'] ?? '',
      container: missing['container'] ?? '',
      similar: found.verdict.params['similar'] ?? [],
      isThere: containerNamed(found, missing['container'] ?? '') !== undefined,
    };
  },
});
