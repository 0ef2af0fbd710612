import {sameReference} from '../checks/reference.ts';
import {type Case, defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

const USED: readonly {readonly kind: string; readonly pattern: RegExp}[] = [
  {kind: 'container', pattern: /cannot remove (?:a running )?container/i},
  {kind: 'image', pattern: /unable to (?:remove repository reference|delete)/},
  {kind: 'volume', pattern: /volume is in use/},
  {kind: 'network', pattern: /has active endpoints/},
];

/** Docker removes nothing that something else still needs. */
export const stillInUse = defineCause({
  cause: 'still-in-use',
  verdict: 'unmet',
  params: ['kind', 'name', 'by'],
  says: {
    container: {
      en: 'Container {name} is still running, and Docker removes stopped ones only. `docker stop {name}`, then `docker rm {name}`.',
      zh: '容器 {name} 还在运行，而 Docker 只删除已停止的容器。先 `docker stop {name}`，再 `docker rm {name}`。',
    },
    image: {
      en: 'Image {name} is still used by a container[: {by}]. A stopped one counts too: remove it first, `docker rm -f[ {by}]`.',
      zh: '镜像 {name} 还有容器在用[：{by}]。停止的容器也算；先删掉它：`docker rm -f[ {by}]`。',
    },
    volume: {
      en: 'Volume {name} is still mounted by a container[: {by}]. A stopped one counts too: remove it first, `docker rm -f[ {by}]`.',
      zh: '卷 {name} 还挂载在容器上[：{by}]。停止的容器也算；先删掉它：`docker rm -f[ {by}]`。',
    },
    network: {
      en: 'Network {name} still has a container on it[: {by}]. Take it off first: `docker network disconnect {name}[ {by}]`.',
      zh: '网络 {name} 上还有容器[：{by}]。先把它断开：`docker network disconnect {name}[ {by}]`。',
    },
  },
  variant: ({kind}) => kind,
  explains(found) {
    for (const {kind, pattern} of USED) {
      const refused = answered(found, pattern);
      if (refused) return {kind, name: refused.refusal.target, by: userOf(found, kind, refused.refusal.target)};
    }
    return undefined;
  },
});

function userOf({surroundings: {containers}}: Case, kind: string, name: string): string {
  const user = containers.find(({image, mounts, networks}) => {
    if (kind === 'image') return sameReference(image, name);
    if (kind === 'volume') return mounts.some(({source}) => source === name);
    return kind === 'network' && networks.some((network) => network.name === name);
  });
  return user?.name ?? '';
}
