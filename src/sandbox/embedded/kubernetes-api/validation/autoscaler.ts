import type {At} from './at.ts';
import {checkWord} from './names.ts';

const places: {readonly [type: string]: string} = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

/** The spec of an autoscaler. */
export function checkAutoscaler(spec: At): void {
  const [least, most] = [spec.field('minReplicas'), spec.field('maxReplicas')];
  const maximum = most.number ?? 0;
  if (least.number !== undefined && least.number < 1) least.invalid('must be greater than or equal to 1');
  if (maximum < 1) most.invalid('must be greater than 0', maximum);
  if (least.number !== undefined && maximum < least.number)
    most.invalid('must be greater than or equal to `minReplicas`', maximum);
  const target = spec.field('scaleTargetRef');
  checkReference(target);
  const behavior = spec.field('behavior');
  for (const name of ['scaleUp', 'scaleDown']) if (behavior.isSet) checkRules(behavior.field(name));
  const metrics = spec.field('metrics');
  for (const metric of metrics.items()) checkMetric(metric);
  const elsewhere = metrics.items().some((one) => ['Object', 'External'].includes(one.field('type').text));
  if (least.number === 0 && !elsewhere)
    metrics.forbidden('must specify at least one Object or External metric to support scaling to zero replicas');
}

/** What is scaled: of a group, but for ReplicationControllers. */
function checkReference(target: At): void {
  for (const field of [target.field('kind'), target.field('name')]) {
    const sign = ['/', '%'].find((one) => field.text.includes(one));
    if (field.text === '') field.required();
    else if (sign !== undefined) field.invalid(`may not contain '${sign}'`);
  }
  const version = target.field('apiVersion');
  const parts = version.text.split('/');
  if (parts.length > 2) version.invalid(`unexpected GroupVersion string: ${version.text}`);
  else if (parts.length < 2 && target.field('kind').text !== 'ReplicationController')
    version.invalid('apiVersion must specify API group', version.text);
}

const longestWindow = 3600;

function checkRules(rules: At): void {
  const [window, select, policies] = [
    rules.field('stabilizationWindowSeconds'),
    rules.field('selectPolicy'),
    rules.field('policies'),
  ];
  if (window.number !== undefined && window.number < 0) window.invalid('must be greater than or equal to zero');
  if (window.number !== undefined && window.number > longestWindow)
    window.invalid(`must be less than or equal to ${longestWindow}`);
  if (select.isSet && !selections.includes(select.text)) select.unsupported(selections);
  if (policies.count === 0) policies.required('must specify at least one Policy');
  for (const policy of policies.items()) {
    const [type, value, period] = [policy.field('type'), policy.field('value'), policy.field('periodSeconds')];
    if (type.text !== 'Pods' && type.text !== 'Percent') type.unsupported(['Percent', 'Pods']);
    for (const count of [value, period])
      if ((count.number ?? 0) <= 0) count.invalid('must be greater than zero', count.number ?? 0);
    if ((period.number ?? 0) > 1800) period.invalid('must be less than or equal to 1800');
  }
}

const selections = ['Disabled', 'Max', 'Min'];

function checkMetric(metric: At): void {
  const type = metric.field('type');
  const known = Object.keys(places);
  if (type.text === '') type.required('must specify a metric source type');
  else checkWord(type, known);
  const place = places[type.text];
  // Upstream asks twice: for the type, and for what the type means.
  if (place === undefined) {
    if (type.text !== '') checkWord(type, known);
    return;
  }
  const source = metric.field(place);
  if (!source.isSet) source.required('must populate information for the given metric source');
  else if (place === 'resource' || place === 'containerResource') checkResource(source);
  else checkOther(source, place);
}

function checkResource(source: At): void {
  if (source.field('name').text === '') source.field('name').required('must specify a resource name');
  const target = source.field('target');
  checkTarget(target);
  const [percent, amount] = [target.field('averageUtilization'), target.field('averageValue')];
  if (!percent.isSet && !amount.isSet) percent.required('must set either a target raw value or a target utilization');
  if (percent.isSet && amount.isSet) amount.forbidden('may not set both a target raw value and a target utilization');
}

function checkOther(source: At, place: string): void {
  const [name, target] = [source.field('metric').field('name'), source.field('target')];
  const described = source.field('describedObject');
  for (const field of place === 'object' ? [described.field('kind'), described.field('name')] : [])
    if (field.text === '') field.required();
  if (name.text === '') name.required('must specify a metric name');
  checkTarget(target);
  const [value, average] = [target.field('value'), target.field('averageValue')];
  if (place === 'pods' && !average.isSet) average.required('must specify a positive target averageValue');
  if (place === 'object' && !average.isSet && !value.isSet)
    average.required('must set either a target value or averageValue');
  if (place === 'external' && !average.isSet && !value.isSet)
    average.required('must set either a target value for metric or a per-pod target');
}

function checkTarget(target: At): void {
  const [type, percent] = [target.field('type'), target.field('averageUtilization')];
  if (type.text === '') type.required('must specify a metric target type');
  if (!['Utilization', 'Value', 'AverageValue'].includes(type.text))
    type.invalid('must be either Utilization, Value, or AverageValue', type.text);
  if (percent.number !== undefined && percent.number < 1) percent.invalid('must be greater than 0');
}
