import type {NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodSpec} from 'kubernetes-types/core/v1';
import type {Frozen} from '../../kubernetes-api/object.ts';
import {hasLabels, type LabelRequirement, meetsRequirement} from '../../kubernetes-api/values/label-selector.ts';
import type {NodeState} from './node-state.ts';

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const;

type Place = Pick<NodeState, 'name' | 'labels'>;

/** Whether a node is one of those a Pod says it must go to, by selector and affinity. */
export function isAskedFor(node: Place, spec: Frozen<PodSpec> | undefined): boolean {
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return hasLabels(node.labels, spec?.nodeSelector) && (required === undefined || meetsNodeSelector(node, required));
}

/** Whether a node meets any of the terms. */
export function meetsNodeSelector(node: Place, {nodeSelectorTerms}: Frozen<NodeSelector>): boolean {
  return nodeSelectorTerms.some((term) => meetsTerm(node, term));
}

/** Whether a node meets a whole term; an empty one is met by none. */
export function meetsTerm(node: Place, {matchExpressions = [], matchFields = []}: Frozen<NodeSelectorTerm>): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  const fields = {'metadata.name': node.name};
  return (
    matchExpressions.every((expression) => meets(node.labels, expression)) &&
    matchFields.every((expression) => meets(fields, expression))
  );
}

function meets(values: {readonly [key: string]: string}, expression: Frozen<NodeSelectorRequirement>): boolean {
  const operator = operators.find((name) => name === expression.operator);
  if (!operator) return false;
  const requirement: LabelRequirement = {key: expression.key, operator, values: expression.values ?? []};
  return meetsRequirement(values, requirement);
}

/**
 * The nodes a Pod names in its affinity, when every term of it does: no other node is looked at then. That is how Pods
 * of a DaemonSet find theirs.
 */
export function namedNodes(spec: Frozen<PodSpec> | undefined): ReadonlySet<string> | undefined {
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!required || required.nodeSelectorTerms.length === 0) return undefined;
  const names = new Set<string>();
  for (const {matchFields = []} of required.nodeSelectorTerms) {
    const named = matchFields.filter(({key, operator}) => key === 'metadata.name' && operator === 'In');
    if (named.length === 0) return undefined;
    const [first, ...rest] = named.map(({values}) => values ?? []);
    for (const name of first ?? []) if (rest.every((values) => values.includes(name))) names.add(name);
  }
  return names;
}
