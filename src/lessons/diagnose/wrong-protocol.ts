import {defineCause} from './diagnosis.ts';

/** What answers does not speak HTTP (or not the kind the URL says). */
export const wrongProtocol = defineCause({
  cause: 'wrong-protocol',
  verdict: 'unmet',
  params: ['url'],
  says: {
    usual: {
      en: 'Something answers at {url}, but not in that protocol. Another program, or another port of the container: look at PORTS in `docker ps`.',
      zh: '{url} 有应答，但不是这个协议。可能是别的程序，或者通向了容器的另一个端口：看 `docker ps` 的 PORTS 一列。',
    },
  },
  explains: ({verdict, subject}) =>
    verdict.cause === 'wrong-protocol' && subject.api === 'http' ? {url: subject.url} : undefined,
});
