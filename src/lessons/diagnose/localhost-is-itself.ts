import type {ContainerView} from '../../observation.ts';
import {type Case, defineCause} from './diagnosis.ts';
import {newest} from './evidence.ts';
import {type Fetched, fetched, insidePort, isSelf, listensOn} from './fetched.ts';

/** `wget http://localhost:8080` in a container, for a page that another one serves. */
export const localhostIsItself = defineCause({
  cause: 'localhost-is-itself',
  verdict: 'unmet',
  params: ['container', 'other'],
  says: {
    usual: {
      en: 'Inside {container}, localhost is {container} itself; use http://{other}.',
      zh: '在 {container} 里，localhost 就是 {container} 自己；地址要写 http://{other}。',
    },
  },
  explains(found) {
    const asked = fetched(found);
    if (asked === undefined || !isSelf(asked.host)) return undefined;
    const {from, port} = asked;
    if (listensOn(from, port) || insidePort(from, port) !== undefined) return undefined;
    const other = meant(found, asked);
    if (other === undefined) return undefined;
    const inside = insidePort(other, port) ?? port;
    return {container: from.name, other: inside === 80 ? other.name : `${other.name}:${inside}`};
  },
});

/** The container behind that port of the machine, else one that listens on it. */
function meant(found: Case, {from, port}: Fetched): ContainerView | undefined {
  const isOther = ({name, state}: ContainerView) => name !== from.name && state === 'running';
  return (
    newest(found, (one) => isOther(one) && one.ports.some(({host}) => host === port)) ??
    newest(found, (one) => isOther(one) && listensOn(one, port))
  );
}
