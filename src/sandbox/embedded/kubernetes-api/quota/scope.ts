import type {Draft, KubeObject} from '../object.ts';
import {amountsOf} from '../values/pod-resources.ts';
import {fieldsOf, isFields, listOf, textOf} from '../values/reading.ts';

/** Whether a quota counts an object: without scopes all, with scopes only the Pods they are of. */
export function quotaCovers({spec}: KubeObject, collection: string, object: Draft): boolean {
  const {scopes, scopeSelector} = fieldsOf(spec);
  const plain = listOf(scopes).map((scope) => ({scopeName: scope, operator: 'Exists', values: []}));
  const all = [...plain, ...listOf(fieldsOf(scopeSelector).matchExpressions)];
  if (all.length === 0) return true;
  return collection === 'pods' && all.every((one) => meets(fieldsOf(one), object));
}

function meets({scopeName, operator, values}: {readonly [field: string]: unknown}, pod: Draft): boolean {
  const spec = fieldsOf(pod.spec);
  switch (scopeName) {
    case 'Terminating':
      return spec.activeDeadlineSeconds !== undefined;
    case 'NotTerminating':
      return spec.activeDeadlineSeconds === undefined;
    case 'BestEffort':
      return isBestEffort(spec);
    case 'NotBestEffort':
      return !isBestEffort(spec);
    case 'PriorityClass':
      return meetsClass(textOf(spec.priorityClassName), textOf(operator), listOf(values).map(textOf));
    case 'CrossNamespacePodAffinity':
      return hasNamespaces(spec.affinity);
    default:
      return false;
  }
}

function meetsClass(name: string, operator: string, values: readonly string[]): boolean {
  switch (operator) {
    case 'In':
      return values.includes(name);
    case 'NotIn':
      return !values.includes(name);
    case 'DoesNotExist':
      return name === '';
    default:
      return name !== '';
  }
}

function isBestEffort(spec: unknown): boolean {
  const {containers, initContainers} = fieldsOf(spec);
  return [...listOf(containers), ...listOf(initContainers)].every((one) =>
    [...Object.keys(amountsOf(one, 'requests')), ...Object.keys(amountsOf(one, 'limits'))].every(
      (name) => name !== 'cpu' && name !== 'memory',
    ),
  );
}

/** Whether an affinity term anywhere names namespaces. */
function hasNamespaces(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasNamespaces);
  if (!isFields(value)) return false;
  if (listOf(value.namespaces).length > 0 || value.namespaceSelector !== undefined) return true;
  return Object.values(value).some(hasNamespaces);
}
