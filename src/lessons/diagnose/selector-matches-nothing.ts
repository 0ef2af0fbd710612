import {distance} from 'fastest-levenshtein';
import type {KubeJson} from '../../observation.ts';
import {objectIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {isIn, labelText, nameOf, namespaceOf, podsOf, serviceOf} from './kube-evidence.ts';

/** A Service whose labels nobody carries. */
export const selectorMatchesNothing = defineCause({
  cause: 'selector-matches-nothing',
  verdict: 'unmet',
  params: ['service', 'selector', 'nearest'],
  says: {
    usual: {
      en: 'Service {service} selects Pods with {selector}, and there is none.[ The nearest labels are {nearest}.] `kubectl get pods --show-labels` lists labels.',
      zh: 'Service {service} 选择带有 {selector} 的 Pod，而这样的 Pod 一个也没有。[最接近的标签是 {nearest}。]`kubectl get pods --show-labels` 会列出标签。',
    },
    none: {
      en: 'Service {service} has no selector, so it finds no Pods.[ There are Pods with {nearest}.]',
      zh: 'Service {service} 没有选择算符，所以找不到 Pod。[现有 Pod 的标签是 {nearest}。]',
    },
  },
  variant: ({selector}) => (selector === '' ? 'none' : 'usual'),
  explains(found) {
    const service = serviceOf(found);
    if (!service || podsOf(found).length > 0) return undefined;
    const selector = objectIn(service, 'spec', 'selector');
    const pods = (found.surroundings.cluster?.pods ?? []).filter(isIn(namespaceOf(found)));
    const labels = pods.map((pod) => ownLabels(objectIn(pod, 'metadata', 'labels')));
    const near = labels.toSorted((one, other) => likeness(other, selector) - likeness(one, selector))[0];
    return {service: nameOf(service), selector: labelText(selector), nearest: near ? labelText(near) : ''};
  },
});

/** Without what controllers add. */
function ownLabels(labels: KubeJson): KubeJson {
  const isAdded = (key: string): boolean =>
    /pod-template-hash|controller-revision|statefulset\.kubernetes\.io|apps\.kubernetes\.io/.test(key);
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !isAdded(key)));
}

function likeness(labels: KubeJson, selector: KubeJson): number {
  const pairs = Object.entries(selector);
  const same = pairs.filter(([key, value]) => labels[key] === value).length;
  const keys = pairs.filter(([key]) => key in labels).length;
  const values = pairs.filter(([, value]) =>
    Object.values(labels).some((other) => distance(String(value), String(other)) <= 2),
  ).length;
  return same * 3 + keys + values;
}
