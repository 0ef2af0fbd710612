import type {LabelSelector} from 'kubernetes-types/meta/v1';
import type {Frozen} from '../../kubernetes-api/object.ts';
import type {PodsMeant} from './pod-counts.ts';
import type {AffinityTerm, PodFacts} from './pod-facts.ts';

/** Which Pods a term of a Pod's affinity means. */
export function podsMeantBy(term: AffinityTerm, pod: PodFacts): PodsMeant {
  const {namespaces = [], namespaceSelector, labelSelector, matchLabelKeys, mismatchLabelKeys} = term;
  const named = namespaces.length === 0 && namespaceSelector === undefined ? [pod.namespace] : [...namespaces].sort();
  const selector = withLabelsOf(pod, labelSelector, {in: matchLabelKeys, notIn: mismatchLabelKeys});
  return {namespaces: named, ...(namespaceSelector === undefined ? {} : {namespaceSelector}), selector};
}

/** A selector that asks for a Pod's own values of some labels as well. */
export function withLabelsOf(
  {labels}: PodFacts,
  selector: Frozen<LabelSelector> | undefined,
  keys: {readonly in?: readonly string[] | undefined; readonly notIn?: readonly string[] | undefined},
): Frozen<LabelSelector> | undefined {
  if (!selector) return selector;
  const added = [
    ...(keys.in ?? []).map((key) => ({key, operator: 'In'})),
    ...(keys.notIn ?? []).map((key) => ({key, operator: 'NotIn'})),
  ].flatMap(({key, operator}) => {
    const value = labels[key];
    return value === undefined ? [] : [{key, operator, values: [value]}];
  });
  if (added.length === 0) return selector;
  return {...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added]};
}
