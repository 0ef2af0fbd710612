import {defineCause} from './diagnosis.ts';
import {apiRefusal} from './kube-evidence.ts';

/** A NodePort that cannot be given. */
export const nodePortRefused = defineCause({
  cause: 'node-port-refused',
  verdict: 'unmet',
  params: ['port', 'taken'],
  says: {
    taken: {
      en: 'Node port {port} belongs to another Service already. `kubectl get services -A` shows whose it is; choose another, or leave it out.',
      zh: '节点端口 {port} 已经属于另一个 Service。`kubectl get services -A` 会显示是谁的；换一个，或者不写。',
    },
    usual: {
      en: 'Node port {port} is outside of the range the cluster gives out, 30000 to 32767.',
      zh: '节点端口 {port} 不在集群分配的范围 30000 到 32767 之内。',
    },
  },
  variant: ({taken}) => (taken === '' ? 'usual' : 'taken'),
  explains(found) {
    const refused = apiRefusal(found);
    const match =
      /nodePort: Invalid value: (\d+): (provided port is already allocated|provided port is not in the valid range)/.exec(
        refused?.answer ?? '',
      );
    if (!refused || !match) return undefined;
    return {port: match[1] ?? '', taken: (match[2] ?? '').includes('allocated') ? 'yes' : ''};
  },
});
