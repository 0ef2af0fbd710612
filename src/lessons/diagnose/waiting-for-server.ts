import {defineCause} from './diagnosis.ts';
import {portOf, serverOf, text} from './evidence.ts';

const STARTING_MS = 3000;

/** A server that began a moment ago may not listen yet. */
export const waitingForServer = defineCause({
  cause: 'waiting-for-server',
  verdict: 'waiting',
  params: ['name', 'address'],
  says: {
    usual: {
      en: 'Container {name} has just started; nothing listens on {address} yet.',
      zh: '容器 {name} 刚刚启动，{address} 还没有人应答。',
    },
  },
  explains(found) {
    const {verdict, subject, now} = found;
    if (subject.api !== 'http' || now === undefined) return undefined;
    if (verdict.cause !== 'nothing-listens' && verdict.cause !== 'connection-closed') return undefined;
    const server = serverOf(found);
    if (server?.state !== 'running' || now - Date.parse(server.startedAt) > STARTING_MS) return undefined;
    const port = portOf(subject.url);
    if (!server.ports.some(({host, container}) => host === port && !isClient(server.exposed, container)))
      return undefined;
    return {name: text(server.name), address: new URL(subject.url).host};
  },
});

/** A published port that the image does not name, while it names others, is nothing to wait for. */
function isClient(exposed: readonly number[], port: number): boolean {
  return exposed.length > 0 && !exposed.includes(port);
}
