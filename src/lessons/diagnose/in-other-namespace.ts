import type {KubeJson} from '../../observation.ts';
import {textIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {askedObject, clusterOf, nameOf, namespaceOf, objectsOfKind} from './kube-evidence.ts';

/** It is there, but elsewhere. */
export const inOtherNamespace = defineCause({
  cause: 'in-other-namespace',
  verdict: 'unmet',
  params: ['kind', 'name', 'namespace', 'seen'],
  says: {
    usual: {
      en: 'There is a {kind} {name}, but in the namespace {seen}; the step asks for it in {namespace}. `kubectl get -A` looks everywhere; `-n {namespace}` says where.',
      zh: '有一个叫 {name} 的 {kind}，不过它在命名空间 {seen} 里，这一步要的是在 {namespace} 里。`kubectl get -A` 会到处找；`-n {namespace}` 指定在哪里。',
    },
  },
  explains(found) {
    const cluster = clusterOf(found);
    const asked = askedObject(found);
    if (!cluster || !asked || found.verdict.cause !== 'not-there') return undefined;
    const other = objectsOfKind(cluster, asked.kind).find((one) => nameOf(one) === asked.name && !isSystem(one));
    const seen = textIn(other, 'metadata', 'namespace');
    return seen === '' ? undefined : {kind: asked.kind, name: asked.name, namespace: namespaceOf(found), seen};
  },
});

function isSystem(object: KubeJson): boolean {
  return textIn(object, 'metadata', 'namespace').startsWith('kube-');
}
