import {listIn, textIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {containersOf} from './kube-evidence.ts';

/** The kernel ended a container for its memory. */
export const podOutOfMemory = defineCause({
  cause: 'pod-out-of-memory',
  verdict: 'unmet',
  params: ['pod', 'limit'],
  says: {
    usual: {
      en: 'A container of Pod {pod} took more memory than its limit[ of {limit}] and was ended by the kernel (OOMKilled, exit code 137). Raise the limit, or let it need less.',
      zh: 'Pod {pod} 的容器用的内存超过了限制[ {limit}]，被内核终止了（OOMKilled，退出码 137）。提高限制，或者让它少用一些。',
    },
  },
  explains(found) {
    const killed = containersOf(found).find(({ended, reason}) => ended === 'OOMKilled' || reason === 'OOMKilled');
    if (!killed) return undefined;
    const container = listIn(killed.pod, 'spec', 'containers').find((one) => textIn(one, 'name') === killed.name);
    return {pod: killed.podName, limit: textIn(container, 'resources', 'limits', 'memory')};
  },
});
