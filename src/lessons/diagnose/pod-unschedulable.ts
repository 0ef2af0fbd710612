import type {KubeJson} from '../../observation.ts';
import {listIn, objectIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {clusterOf, nameOf, unscheduled} from './kube-evidence.ts';

/** No node takes a Pod; the scheduler’s sentence says why. */
export const podUnschedulable = defineCause({
  cause: 'pod-unschedulable',
  verdict: 'unmet',
  params: ['pod', 'why', 'answer'],
  says: {
    usual: {
      en: 'Pod {pod} stays Pending: no node takes it. The scheduler says: {answer}',
      zh: 'Pod {pod} 一直是 Pending：没有节点接收它。调度器的说法是：{answer}',
    },
    resources: {
      en: 'Pod {pod} stays Pending: it asks for more CPU or memory than any node has left. Lower `resources.requests`; `kubectl describe nodes` shows what is left. The scheduler says: {answer}',
      zh: 'Pod {pod} 一直是 Pending：它要的 CPU 或内存超过了任何一个节点剩下的。调低 `resources.requests`；`kubectl describe nodes` 会显示还剩多少。调度器的说法是：{answer}',
    },
    selector: {
      en: 'Pod {pod} stays Pending: no node has the labels it asks for.‹ `kubectl get nodes --show-labels` lists them, `kubectl label node` adds one.› The scheduler says: {answer}',
      zh: 'Pod {pod} 一直是 Pending：没有节点带着它要的标签。‹`kubectl get nodes --show-labels` 会列出标签，`kubectl label node` 可以加一个。›调度器的说法是：{answer}',
    },
    taint: {
      en: 'Pod {pod} stays Pending: the nodes it could go to have a taint it does not tolerate. `kubectl describe node` shows taints. The scheduler says: {answer}',
      zh: 'Pod {pod} 一直是 Pending：它能去的节点带有它不容忍的污点。`kubectl describe node` 会显示污点。调度器的说法是：{answer}',
    },
    cordoned: {
      en: 'Pod {pod} stays Pending: the nodes it could go to are cordoned and take nothing new.‹ `kubectl uncordon` opens a node again.› The scheduler says: {answer}',
      zh: 'Pod {pod} 一直是 Pending：它能去的节点被设为不可调度，不接收新的 Pod。‹`kubectl uncordon` 会重新放开节点。›调度器的说法是：{answer}',
    },
  },
  variant: ({why}) => why,
  explains(found) {
    const waiting = unscheduled(found);
    if (!waiting) return undefined;
    const {pod, message} = waiting;
    const why = whyOf(message);
    const isTaint = why === 'selector' && isKeptAway(pod, clusterOf(found)?.nodes ?? []);
    const [answer = ''] = message.split(/(?: no new claims to deallocate,)? preemption:/);
    return {pod: nameOf(pod), why: isTaint ? 'taint' : why, answer: answer.trim()};
  },
});

/** A node has every label the Pod asks for, and a taint: of that node the scheduler tells the taint alone. */
function isKeptAway(pod: KubeJson, nodes: readonly KubeJson[]): boolean {
  const wanted = Object.entries(objectIn(pod, 'spec', 'nodeSelector'));
  const fitting = nodes.filter((node) =>
    wanted.every(([label, value]) => objectIn(node, 'metadata', 'labels')[label] === value),
  );
  return wanted.length > 0 && fitting.some((node) => listIn(node, 'spec', 'taints').length > 0);
}

function whyOf(message: string): string {
  if (/Insufficient (cpu|memory|ephemeral-storage)|Too many pods/.test(message)) return 'resources';
  if (/were unschedulable/.test(message) && !/didn't match Pod's node affinity/.test(message)) return 'cordoned';
  if (/didn't match Pod's node affinity\/selector|node\(s\) didn't match/.test(message)) return 'selector';
  return /untolerated taint/.test(message) ? 'taint' : 'usual';
}
