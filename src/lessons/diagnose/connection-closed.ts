import {defineCause} from './diagnosis.ts';

/** Somebody took the connection and closed it without an answer. */
export const connectionClosed = defineCause({
  cause: 'connection-closed',
  verdict: 'unmet',
  params: ['address'],
  says: {
    usual: {
      en: '{address} takes the connection and closes it without an answer. Which port does the program inside listen on? `docker ps` and `docker logs` tell.',
      zh: '{address} 接受了连接，却没有回答就断开了。里面的程序在哪个端口应答？看 `docker ps` 和 `docker logs`。',
    },
  },
  explains: ({verdict, subject}) =>
    verdict.cause === 'connection-closed' && subject.api === 'http' ? {address: new URL(subject.url).host} : undefined,
});
