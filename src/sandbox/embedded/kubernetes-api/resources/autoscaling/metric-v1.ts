import type {Loose} from '../../values/filled.ts';
import {fieldsOf} from '../../values/reading.ts';

/** A metric as autoscaling/v1 keeps it in an annotation: its target is not a part of its own. */
export function toV1Metric(metric: Loose): Loose {
  const type = metric['type'];
  const source = fieldsOf(metric[placeOf(type)]);
  const {averageUtilization, averageValue, value} = fieldsOf(source['target']);
  const {name, selector} = fieldsOf(source['metric']);
  const some = (field: string, given: unknown) => (given === undefined ? {} : {[field]: given});
  switch (type) {
    case 'Pods':
      return {type, pods: {metricName: name, targetAverageValue: averageValue, ...some('selector', selector)}};
    case 'Object': {
      const target = source['describedObject'];
      const amounts = {targetValue: value ?? '0', ...some('selector', selector), ...some('averageValue', averageValue)};
      return {type, object: {target, metricName: name, ...amounts}};
    }
    case 'External': {
      const amounts = {...some('targetValue', value), ...some('targetAverageValue', averageValue)};
      return {type, external: {metricName: name, ...some('metricSelector', selector), ...amounts}};
    }
    default: {
      const amounts = {
        ...some('targetAverageUtilization', averageUtilization),
        ...some('targetAverageValue', averageValue),
      };
      return {type, [placeOf(type)]: {name: source['name'], ...some('container', source['container']), ...amounts}};
    }
  }
}

/** The same metric as autoscaling/v2 has it. */
export function fromV1Metric(metric: Loose): Loose {
  const type = metric['type'];
  const source = fieldsOf(metric[placeOf(type)]);
  const target = targetOf(source);
  const selector = source['selector'] ?? source['metricSelector'];
  const named = {metric: {name: source['metricName'], ...(selector === undefined ? {} : {selector})}, target};
  switch (type) {
    case 'Pods':
      return {type, pods: named};
    case 'Object':
      return {type, object: {describedObject: source['target'], ...named}};
    case 'External':
      return {type, external: named};
    default: {
      const container = source['container'] === undefined ? {} : {container: source['container']};
      return {type, [placeOf(type)]: {name: source['name'], ...container, target}};
    }
  }
}

function placeOf(type: unknown): string {
  const text = typeof type === 'string' ? type : '';
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function targetOf(source: Loose): Loose {
  const {targetAverageUtilization, targetAverageValue, targetValue, averageValue} = source;
  if (targetAverageUtilization !== undefined)
    return {type: 'Utilization', averageUtilization: targetAverageUtilization};
  const average = targetAverageValue ?? averageValue;
  return average === undefined ? {type: 'Value', value: targetValue} : {type: 'AverageValue', averageValue: average};
}
