import {defineCause} from './diagnosis.ts';

/** The connection stands, and no answer comes. */
export const httpTimeout = defineCause({
  cause: 'http-timeout',
  verdict: 'unmet',
  params: ['address'],
  says: {
    usual: {
      en: '{address} takes the connection but does not answer in time. Is the program busy, or paused? `docker ps` shows its state, `docker logs` what it does.',
      zh: '{address} 接受了连接，但迟迟没有回答。程序是在忙，还是被暂停了？状态看 `docker ps`，它在做什么看 `docker logs`。',
    },
  },
  explains: ({verdict, subject}) =>
    verdict.cause === 'http-timeout' && subject.api === 'http' ? {address: new URL(subject.url).host} : undefined,
});
