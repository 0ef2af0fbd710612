import type {KubeObject} from '../../object.ts';
import {fieldsOf, isFields, listOf, textOf} from '../../values/reading.ts';
import {specOf, statusOf} from '../columns.ts';

/** Where in a metric its numbers are, by its type. */
const places: {readonly [type: string]: string} = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};
const mostShown = 2;

/** What an autoscaler looks at, and what it is to be: `cpu: 20%/50%, memory: 100Mi/512Mi`. */
export function targetsText(object: KubeObject): string {
  const metrics = listOf(specOf(object)['metrics']).map(fieldsOf);
  if (metrics.length === 0) return '<none>';
  const current = listOf(statusOf(object)['currentMetrics']).map(fieldsOf);
  const shown = metrics.map((metric, index) => metricText(metric, current[index] ?? {}));
  const list = shown.slice(0, mostShown).join(', ');
  return shown.length > mostShown ? `${list} + ${shown.length - mostShown} more...` : list;
}

function metricText(metric: {readonly [field: string]: unknown}, current: {readonly [field: string]: unknown}): string {
  const type = textOf(metric['type']);
  const place = places[type];
  if (place === undefined) return '<unknown type>';
  const source = fieldsOf(metric[place]);
  const {averageUtilization, averageValue, value} = fieldsOf(source.target);
  const now = current[place];
  const seen = isFields(now) ? fieldsOf(now.current) : undefined;
  const prefix = type === 'Resource' || type === 'ContainerResource' ? `${textOf(source.name)}: ` : '';
  if (averageUtilization !== undefined) {
    const percent = seen?.averageUtilization;
    return `${prefix}${percent === undefined ? '<unknown>' : `${percent}%`}/${averageUtilization}%`;
  }
  if (averageValue !== undefined) {
    const average = prefix === '' && type !== 'Pods' ? ' (avg)' : '';
    return `${prefix}${textOf(seen?.averageValue) || '<unknown>'}/${textOf(averageValue)}${average}`;
  }
  return `${prefix}${textOf(seen?.value) || '<unknown>'}/${textOf(value)}`;
}
