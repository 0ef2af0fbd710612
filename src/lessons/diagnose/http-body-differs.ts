import {defineCause} from './diagnosis.ts';

/** A server answers, with another page: an older container, or files that were not mounted. */
export const httpBodyDiffers = defineCause({
  cause: 'http-body-differs',
  verdict: 'unmet',
  params: ['url', 'expected', 'seen'],
  says: {
    usual: {
      en: '{url} answers with “{seen}”; the step asks for {expected}. Is it the container you mean, with the files you mean? `docker ps` shows who has the port.',
      zh: '{url} 回答的是“{seen}”，这一步要的是 {expected}。是你想的那个容器、那些文件吗？端口在谁手里，看 `docker ps`。',
    },
    cluster: {
      en: '{url} answers with “{seen}”; the step asks for {expected}. `kubectl get pods -o wide` lists who may have answered.',
      zh: '{url} 回答的是“{seen}”，这一步要的是 {expected}。可能是谁回答的，`kubectl get pods -o wide` 会列出来。',
    },
  },
  variant: ({url}) => (/^(service|pod)\//.test(url) ? 'cluster' : 'usual'),
});
