import {faultOfLabel} from '../objects/names.ts';
import {labelMatcher} from '../values/label-selector.ts';
import {textsOf} from '../values/reading.ts';
import {type At, shownSelector, sorted} from './at.ts';
import {checkLabelSelector} from './label-selector.ts';
import {checkWord} from './names.ts';
import {checkCounts, checkTemplate, selectorOf} from './template.ts';

const restartPolicies = ['OnFailure', 'Never'];
const mostIndexed = 100_000;

/** The spec of a Job, with the selector the server gave it. */
export function checkJobSpec(spec: At, root: At): void {
  const indexed = spec.field('completionMode').text === 'Indexed';
  checkCommon(spec);
  const [selector, labels] = [spec.field('selector'), spec.field('template').field('metadata').field('labels')];
  if (!selector.isSet) selector.required();
  else checkLabelSelector(selector);
  if (spec.field('manualSelector').value !== true) checkGenerated(spec, root);
  if (!labelMatcher(selectorOf(selector))(textsOf(labels.value)))
    labels.invalid('`selector` does not match template `labels`', sorted(labels.value));
  if (indexed) checkIndexedName(root);
}

/** The spec of a Job as a CronJob has it: the server has not given it a selector yet. */
export function checkJobTemplate(template: At): void {
  const spec = template.field('spec');
  checkCommon(spec);
  if (spec.field('manualSelector').value === true) spec.field('manualSelector').unsupported(['nil', 'false']);
}

function checkGenerated(spec: At, root: At): void {
  const {uid, name} = root.field('metadata').fields;
  const selector = spec.field('selector');
  const expected: {readonly [key: string]: unknown} = {'batch.kubernetes.io/controller-uid': uid};
  const given = selector.field('matchLabels').fields;
  const old = Object.keys(given).length === 1 && given['controller-uid'] === uid;
  const isSame =
    Object.keys(given).length === 1 && Object.entries(expected).every(([key, value]) => given[key] === value);
  if ((!isSame && !old) || selector.field('matchExpressions').count > 0)
    selector.invalid('`selector` not auto-generated', shownSelector(selector));
  const labels = spec.field('template').field('metadata').field('labels');
  const wanted: {readonly [key: string]: unknown} = {'controller-uid': uid, 'job-name': name};
  for (const [key, value] of Object.entries(wanted))
    if (labels.fields[key] !== value) labels.key(key).invalid(`must be '${String(value)}'`, labels.fields[key] ?? '');
}

function checkIndexedName(root: At): void {
  const completions = root.field('spec').field('completions').number ?? 0;
  const name = root.field('metadata').field('name');
  const last = `${name.text}-${Math.max(completions - 1, 0)}`;
  const fault = faultOfLabel(last);
  if (fault !== undefined) name.invalid(`will not able to create pod with invalid DNS label: ${last}`);
}

function checkCommon(spec: At): void {
  const indexed = spec.field('completionMode').text === 'Indexed';
  checkCounts(spec, 'parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished');
  checkCounts(spec, 'backoffLimitPerIndex', 'maxFailedIndexes');
  const mode = spec.field('completionMode');
  if (mode.isSet) {
    checkWord(mode, ['NonIndexed', 'Indexed']);
    if (indexed) checkIndexed(spec);
  }
  for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes'])
    if (!indexed && spec.field(name).isSet) spec.field(name).invalid('requires indexed completion mode');
  checkFailurePolicy(spec);
  const success = spec.field('successPolicy');
  if (!indexed && success.isSet)
    success.invalid('requires indexed completion mode', {Rules: success.field('rules').value ?? null});
  checkTemplate(spec.field('template'));
  checkRestartPolicy(spec);
}

function checkIndexed(spec: At): void {
  const completions = spec.field('completions');
  if (!completions.isSet) completions.required('when completion mode is Indexed');
  const parallelism = spec.field('parallelism');
  if ((parallelism.number ?? 0) > mostIndexed)
    parallelism.invalid(`must be less than or equal to ${mostIndexed} when completion mode is Indexed`);
}

function checkRestartPolicy(spec: At): void {
  const policy = spec.field('template').field('spec').field('restartPolicy');
  if (policy.text === '' || policy.text === 'Always') policy.required('valid values: "OnFailure", "Never"');
  else if (!restartPolicies.includes(policy.text)) policy.unsupported(restartPolicies);
  else if (spec.field('podFailurePolicy').isSet && policy.text !== 'Never')
    policy.invalid('only "Never" is supported when podFailurePolicy is specified');
}

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

function checkFailurePolicy(spec: At): void {
  for (const rule of spec.field('podFailurePolicy').field('rules').items()) {
    const [action, codes, conditions] = [
      rule.field('action'),
      rule.field('onExitCodes'),
      rule.field('onPodConditions'),
    ];
    checkWord(action, actions);
    if (action.text === 'FailIndex' && !spec.field('backoffLimitPerIndex').isSet)
      action.invalid('requires the backoffLimitPerIndex to be set');
    if (codes.isSet) checkExitCodes(codes, containerNames(spec));
    if (codes.isSet && conditions.count > 0)
      rule.invalidAs('specifying both OnExitCodes and OnPodConditions is not supported');
    if (!codes.isSet && conditions.count === 0)
      rule.invalidAs('specifying one of OnExitCodes and OnPodConditions is required');
  }
}

function containerNames(spec: At): readonly string[] {
  const inner = spec.field('template').field('spec');
  const all = [...inner.field('initContainers').items(), ...inner.field('containers').items()];
  return all.map((container) => container.field('name').text);
}

function checkExitCodes(codes: At, names: readonly string[]): void {
  const [operator, values, name] = [codes.field('operator'), codes.field('values'), codes.field('containerName')];
  checkWord(operator, ['In', 'NotIn']);
  if (name.isSet && !names.includes(name.text))
    name.invalid('must be one of the container or initContainer names in the pod template');
  if (values.count === 0) values.invalid('at least one value is required', values.value ?? []);
  for (const value of values.items())
    if (operator.text === 'In' && value.number === 0) value.invalid('must not be 0 for the In operator');
}
