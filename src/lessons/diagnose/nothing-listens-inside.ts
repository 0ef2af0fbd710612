import {defineCause} from './diagnosis.ts';
import {portOf, serverOf} from './evidence.ts';

/** The port is published to one that nothing in the container listens on. */
export const nothingListensInside = defineCause({
  cause: 'nothing-listens-inside',
  verdict: 'unmet',
  params: ['name', 'address', 'port', 'exposed'],
  says: {
    usual: {
      en: 'Container {name} is running and {address} leads to its port {port}, but nothing in it listens there. `docker logs {name}` says what its program does.',
      zh: '容器 {name} 在运行，{address} 通向它的 {port} 端口，但里面没有程序在这个端口应答。它的程序在做什么，看 `docker logs {name}`。',
    },
    exposed: {
      en: 'Container {name} is running and {address} leads to its port {port}, but nothing in it listens there: its image names port {exposed}. `docker rm -f {name}`, then run it again with `-p HOST:{exposed}`.',
      zh: '容器 {name} 在运行，{address} 通向它的 {port} 端口，但里面没有程序在这个端口应答：镜像声明的是 {exposed}。先 `docker rm -f {name}`，再用 `-p 主机端口:{exposed}` 重新运行。',
    },
  },
  variant: ({exposed}) => (exposed === '' ? 'usual' : 'exposed'),
  explains(found) {
    if (found.subject.api !== 'http') return undefined;
    if (found.verdict.cause !== 'nothing-listens' && found.verdict.cause !== 'connection-closed') return undefined;
    const server = serverOf(found);
    const host = portOf(found.subject.url);
    const port = server?.ports.find((one) => one.host === host)?.container;
    if (server?.state !== 'running' || port === undefined) return undefined;
    const exposed = server.exposed.includes(port) ? '' : (server.exposed[0] ?? '');
    return {name: server.name, address: new URL(found.subject.url).host, port, exposed};
  },
});
