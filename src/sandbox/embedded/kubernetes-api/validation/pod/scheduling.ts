import type {At} from '../at.ts';
import {checkLabelSelector} from '../label-selector.ts';
import {checkLabelValue, checkQualifiedName, checkWord} from '../names.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Which taints a Pod puts up with. */
export function checkTolerations(tolerations: At): void {
  for (const toleration of tolerations.items()) {
    const field = (name: string) => toleration.field(name);
    const operator = field('operator');
    if (field('key').text !== '') checkQualifiedName(field('key'));
    if (field('key').text === '' && operator.text !== 'Exists')
      operator.invalid(
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        operator.text,
      );
    if (field('tolerationSeconds').isSet && field('effect').text !== 'NoExecute')
      field('effect').invalid("effect must be 'NoExecute' when `tolerationSeconds` is set", field('effect').text);
    checkTolerationOperator(toleration);
    if (field('effect').text !== '' && !effects.includes(field('effect').text)) field('effect').unsupported(effects);
  }
}

function checkTolerationOperator(toleration: At): void {
  const [operator, value] = [toleration.field('operator'), toleration.field('value')];
  if (operator.text === 'Exists') {
    if (value.text !== '') operator.invalid("value must be empty when `operator` is 'Exists'", value.text);
  } else if (operator.text === '' || operator.text === 'Equal') checkLabelValue(operator, value.text);
  else operator.unsupported(['Equal', 'Exists']);
}

/** Terms that say which nodes: of affinities, and of volumes. */
export function checkNodeSelector(selector: At): void {
  const terms = selector.field('nodeSelectorTerms');
  if (terms.count === 0) terms.required('must have at least one node selector term');
  for (const term of terms.items()) checkNodeTerm(term);
}

function checkNodeTerm(term: At): void {
  for (const expression of term.field('matchExpressions').items()) {
    const values = expression.field('values');
    checkNodeOperator(expression, values);
    checkQualifiedName(expression.field('key'));
  }
  for (const expression of term.field('matchFields').items()) {
    const [operator, values] = [expression.field('operator'), expression.field('values')];
    if (operator.text !== 'In' && operator.text !== 'NotIn') operator.invalid('not a valid selector operator');
    else if (values.count !== 1)
      values.required("must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
    if (expression.field('key').text !== 'metadata.name')
      expression.field('key').invalid('not a valid field selector key');
  }
}

function checkNodeOperator(expression: At, values: At): void {
  switch (expression.field('operator').text) {
    case 'In':
    case 'NotIn':
      if (values.count === 0) values.required("must be specified when `operator` is 'In' or 'NotIn'");
      return;
    case 'Exists':
    case 'DoesNotExist':
      if (values.count > 0) values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      return;
    case 'Gt':
    case 'Lt':
      if (values.count !== 1) values.required("must be specified single value when `operator` is 'Lt' or 'Gt'");
      return;
    default:
      expression.field('operator').invalid('not a valid selector operator');
  }
}

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Where a Pod wants to be, and beside whom. */
export function checkAffinity(affinity: At): void {
  if (!affinity.isSet) return;
  const nodes = affinity.field('nodeAffinity');
  if (nodes.field(required).isSet) checkNodeSelector(nodes.field(required));
  for (const term of nodes.field(preferred).items()) {
    checkWeight(term.field('weight'));
    checkNodeTerm(term.field('preference'));
  }
  for (const name of ['podAffinity', 'podAntiAffinity']) {
    for (const term of affinity.field(name).field(required).items()) checkPodTerm(term);
    for (const term of affinity.field(name).field(preferred).items()) {
      checkWeight(term.field('weight'));
      checkPodTerm(term.field('podAffinityTerm'));
    }
  }
}

function checkWeight(weight: At): void {
  if ((weight.number ?? 0) < 1 || (weight.number ?? 0) > 100)
    weight.invalid('must be in the range 1-100', weight.number ?? 0);
}

function checkPodTerm(term: At): void {
  checkLabelSelector(term.field('labelSelector'));
  checkLabelSelector(term.field('namespaceSelector'));
  const key = term.field('topologyKey');
  if (key.text === '') key.required('can not be empty');
  checkQualifiedName(key, key.text);
}

const actions = ['DoNotSchedule', 'ScheduleAnyway'];

/** How Pods are spread over zones and nodes. */
export function checkSpread(constraints: At): void {
  if (constraints.count === 0) return;
  const pairOf = (one: At) => `{${one.field('topologyKey').text}, ${one.field('whenUnsatisfiable').text}}`;
  const pairs = constraints.items().map(pairOf);
  for (const [index, constraint] of constraints.items().entries()) {
    const [key, action] = [constraint.field('topologyKey'), constraint.field('whenUnsatisfiable')];
    const [skew, domains] = [constraint.field('maxSkew'), constraint.field('minDomains')];
    if ((skew.number ?? 0) <= 0) skew.invalid('must be greater than zero', skew.number ?? 0);
    if (key.text === '') key.required('can not be empty');
    else if (key.text.length > 0) checkQualifiedName(key);
    checkWord(action, actions);
    const pair = pairOf(constraint);
    // The earlier one is told of, not the later.
    if (pairs.includes(pair, index + 1))
      constraint.called(`${constraint.path}.{topologyKey, whenUnsatisfiable}`).duplicate(pair);
    if (domains.number !== undefined && domains.number <= 0) domains.invalid('must be greater than zero');
    else if (domains.isSet && action.text !== 'DoNotSchedule')
      domains.invalid(`can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action.text}`);
    checkLabelSelector(constraint.field('labelSelector'));
  }
}

/** Taints of a node; upstream looks for them where they are not. */
export function checkTaints(taints: At): void {
  const seen = new Set<string>();
  for (const taint of taints.items()) {
    const [key, value, effect] = [taint.field('key'), taint.field('value'), taint.field('effect')];
    checkQualifiedName(key);
    checkLabelValue(value);
    checkWord(effect, effects);
    const pair = `${key.text}:${effect.text}`;
    if (seen.has(pair))
      taint.duplicate(
        {Key: key.text, Value: value.text, Effect: effect.text, TimeAdded: null},
        'taints must be unique by key and effect pair',
      );
    seen.add(pair);
  }
}
