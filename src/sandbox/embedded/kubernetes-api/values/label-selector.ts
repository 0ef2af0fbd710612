import type {LabelSelector} from 'kubernetes-types/meta/v1';
import type {Fields, Frozen} from '../object.ts';
import {fieldsOf, listOf, textOf} from './reading.ts';

/** Labels of an object, or undefined when it has none. */
export type Labels = {readonly [key: string]: string} | undefined;

/** A LabelSelector, typed or as JSON has it. */
export type Selector = Frozen<LabelSelector> | Fields | undefined;

/** One condition on labels. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'Equals' | 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  readonly values: readonly string[];
}

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const;

/** The conditions of a LabelSelector, sorted by key, as upstream keeps them. */
export function requirementsOf(selector: Selector): readonly LabelRequirement[] {
  const {matchLabels, matchExpressions} = fieldsOf(selector);
  const equal = Object.entries(fieldsOf(matchLabels)).map(
    ([key, value]): LabelRequirement => ({key, operator: 'Equals', values: [textOf(value)]}),
  );
  const expressed = listOf(matchExpressions).flatMap((expression): readonly LabelRequirement[] => {
    const {key, operator, values} = fieldsOf(expression);
    const known = operators.find((name) => name === operator);
    return known ? [{key: textOf(key), operator: known, values: listOf(values).map(textOf)}] : [];
  });
  return [...equal, ...expressed].sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
}

/** Whether labels meet one condition. */
export function meetsRequirement(labels: Labels, {key, operator, values}: LabelRequirement): boolean {
  const value = labels?.[key];
  switch (operator) {
    case 'Equals':
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
  }
}

/** A test of labels made once, for use on many objects. An absent selector matches nothing, an empty one everything. */
export function labelMatcher(selector: Selector): (labels: Labels) => boolean {
  if (selector === undefined || selector === null) return () => false;
  const requirements = requirementsOf(selector);
  return (labels) => requirements.every((requirement) => meetsRequirement(labels, requirement));
}

/** Whether labels have every pair of a map, as the selector of a Service asks. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => labels?.[key] === value);
}

/** A selector as columns and `kubectl describe` write it: `app=web,tier in (a,b)`; `<none>` when it is empty. */
export function formatSelector(selector: Selector): string {
  const requirements = requirementsOf(selector);
  return requirements.length === 0 ? '<none>' : requirements.map(requirementText).join(',');
}

function requirementText({key, operator, values}: LabelRequirement): string {
  const list = [...values].sort().join(',');
  switch (operator) {
    case 'Equals':
      return `${key}=${list}`;
    case 'In':
      return `${key} in (${list})`;
    case 'NotIn':
      return `${key} notin (${list})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'Gt':
      return `${key}>${list}`;
    case 'Lt':
      return `${key}<${list}`;
  }
}

/** Labels as columns write them: `app=web,tier=front`, sorted; `<none>` when there are none. */
export function formatLabels(labels: unknown): string {
  const pairs = Object.entries(fieldsOf(labels)).map(([key, value]) => `${key}=${textOf(value)}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}
