import {labelMatcher, type Selector} from '../values/label-selector.ts';
import {textsOf} from '../values/reading.ts';
import {type At, shownSelector, sorted} from './at.ts';
import {checkLabelSelector} from './label-selector.ts';
import {checkAnnotations} from './metadata.ts';
import {checkLabels, checkNotNegative} from './names.ts';
import {checkPodSpec} from './pod/pod-spec.ts';

/** A LabelSelector; one that is not there selects nothing. */
export function selectorOf(at: At): Selector {
  return at.isSet ? at.fields : undefined;
}

/** A template for Pods; its containers may also use volumes of these names, which each Pod gets for itself. */
export function checkTemplate(template: At, volumes: readonly string[] = []): void {
  const metadata = template.field('metadata');
  checkLabels(metadata.field('labels').called(`${template.path}.labels`));
  checkAnnotations(metadata.field('annotations').called(`${template.path}.annotations`));
  checkPodSpec(template.field('spec'), volumes);
}

/** The selector of a workload: there, not empty, and one that its own Pods meet. */
export function checkSelector(spec: At, kind: string): void {
  const [selector, labels] = [spec.field('selector'), spec.field('template').field('metadata').field('labels')];
  const mismatch = () => labels.invalid('`selector` does not match template `labels`', sorted(labels.value));
  if (!selector.isSet) {
    selector.required();
    mismatch();
    return;
  }
  const usable = checkLabelSelector(selector);
  const isEmpty =
    Object.keys(selector.field('matchLabels').fields).length + selector.field('matchExpressions').count === 0;
  if (isEmpty) selector.invalid(`empty selector is invalid for ${kind}`);
  else if (!usable) selector.invalid('invalid label selector', shownSelector(selector));
  else if (!labelMatcher(selectorOf(selector))(textsOf(labels.value))) mismatch();
}

/** The template of a workload whose Pods are always started again. */
export function checkLastingTemplate(template: At): void {
  checkTemplate(template);
  const [policy, deadline] = [
    template.field('spec').field('restartPolicy'),
    template.field('spec').field('activeDeadlineSeconds'),
  ];
  if (policy.text !== 'Always' && policy.isSet) policy.unsupported(['Always']);
  if (deadline.isSet) deadline.forbidden('activeDeadlineSeconds in ReplicaSet is not Supported');
}

/** Numbers that a workload counts with. */
export function checkCounts(spec: At, ...names: readonly string[]): void {
  for (const name of names) checkNotNegative(spec.field(name));
}

const percent =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for " +
  "validation is '[0-9]+%')";

/** A number from 0 on, or a percentage. */
export function checkIntOrPercent(at: At): void {
  if (typeof at.value === 'string' && !/^[0-9]+%$/.test(at.value)) at.invalid(percent);
  checkNotNegative(at);
}

/** A percentage that is of something: 100 at most. */
export function checkAtMostWhole(at: At): void {
  const digits = /^([0-9]+)%$/.exec(at.text)?.[1];
  if (digits !== undefined && Number(digits) > 100) at.invalid('must not be greater than 100%');
}

/** Whether a number or percentage is nothing at all, however many Pods there are. */
export function isNothing(at: At): boolean {
  if (typeof at.value === 'number') return at.value === 0;
  return Number(/^([0-9]+)%$/.exec(at.text)?.[1] ?? 0) === 0;
}
