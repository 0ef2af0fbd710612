import {defineCause} from './diagnosis.ts';

/** Nobody answers at the URL, and no container of the learner's is meant to. */
export const nothingListens = defineCause({
  cause: 'nothing-listens',
  verdict: 'unmet',
  params: ['address'],
  says: {
    usual: {
      en: 'Nothing listens on {address} yet. `docker ps` shows which containers run and, under PORTS, where they are reached.',
      zh: '{address} 还没有人应答。`docker ps` 会列出运行中的容器，PORTS 一列是访问它们的端口。',
    },
  },
  explains: ({verdict, subject}) =>
    verdict.cause === 'nothing-listens' && subject.api === 'http' ? {address: new URL(subject.url).host} : undefined,
});
