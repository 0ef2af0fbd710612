import {listIn, textIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {askedObject, clusterOf, eventsOf, isIn, nameOf, namespaceOf, objectsOfKind} from './kube-evidence.ts';

/** A controller is not allowed to make Pods. */
export const podsNotMade = defineCause({
  cause: 'pods-not-made',
  verdict: 'unmet',
  params: ['name', 'why', 'answer'],
  says: {
    usual: {
      en: '{name} cannot make its Pods: {answer}',
      zh: '{name} 创建不了它的 Pod：{answer}',
    },
    quota: {
      en: '{name} cannot make its Pods: a ResourceQuota of the namespace is used up. `kubectl describe quota` shows it. {answer}',
      zh: '{name} 创建不了它的 Pod：命名空间的 ResourceQuota 已经用完。`kubectl describe quota` 会显示配额。{answer}',
    },
    limits: {
      en: '{name} cannot make its Pods: a LimitRange or quota of the namespace wants other limits. {answer}',
      zh: '{name} 创建不了它的 Pod：命名空间的 LimitRange 或配额要求别的限制。{answer}',
    },
    security: {
      en: '{name} cannot make its Pods: the namespace’s Pod Security does not allow them. {answer}',
      zh: '{name} 创建不了它的 Pod：命名空间的 Pod Security 不允许。{answer}',
    },
  },
  variant: ({why}) => why,
  explains(found) {
    const cluster = clusterOf(found);
    const asked = askedObject(found);
    if (!cluster || !asked) return undefined;
    const makers = [...objectsOfKind(cluster, asked.kind), ...cluster.replicaSets].filter(isIn(namespaceOf(found)));
    const mine = makers.filter(
      (maker) =>
        nameOf(maker) === asked.name ||
        listIn(maker, 'metadata', 'ownerReferences').some(({name}) => name === asked.name),
    );
    const event = mine
      .flatMap((maker) => eventsOf(cluster, maker))
      .findLast((one) => textIn(one, 'reason') === 'FailedCreate');
    if (!event) return undefined;
    const message = textIn(event, 'message')
      .replace(/^Error creating: /, '')
      .trim();
    return {name: `${asked.kind} ${asked.name}`, why: whyOf(message), answer: message.replace(/([^.。])$/, '$1.')};
  },
});

function whyOf(message: string): string {
  if (/exceeded quota/.test(message)) return 'quota';
  if (/must specify|maximum|minimum|LimitRange/.test(message)) return 'limits';
  return /PodSecurity|violates/.test(message) ? 'security' : 'usual';
}
