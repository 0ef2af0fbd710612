import {quote} from '../../../go/quote.ts';
import {at, isObject, type Json, number, object, text} from '../../json.ts';
import {amount} from '../words.ts';

const unknown = '<unknown>';

/** A metric an autoscaler looks at: what it is, and `current / target`. */
export function metricCells(metric: Json, current: Json): readonly string[] {
  switch (metric['type']) {
    case 'External':
      return externalCells(object(metric['external']), current['external']);
    case 'Pods': {
      const {metric: named, target} = object(metric['pods']);
      const now = isObject(current['pods']) ? amount(at(current, 'pods', 'current', 'averageValue')) : unknown;
      return [`${quote(text(at(named, 'name')))} on pods:`, `${now} / ${amount(at(target, 'averageValue'))}`];
    }
    case 'Object':
      return objectCells(object(metric['object']), current['object']);
    case 'Resource': {
      const source = object(metric['resource']);
      return resourceCells(`resource ${text(source['name'])} on pods`, source, current['resource']);
    }
    case 'ContainerResource': {
      const source = object(metric['containerResource']);
      const title = `resource ${text(source['name'])} of container "${text(source['container'])}" on pods`;
      return resourceCells(title, source, current['containerResource']);
    }
    default:
      return [`<unknown metric type ${quote(text(metric['type']))}>`];
  }
}

function externalCells({metric, target}: Json, current: unknown): readonly string[] {
  const name = quote(text(at(metric, 'name')));
  const average = at(target, 'averageValue');
  if (average !== undefined) {
    const now = at(current, 'current', 'averageValue');
    return [`${name} (target average value):`, `${now === undefined ? unknown : amount(now)} / ${amount(average)}`];
  }
  const now = isObject(current) ? amount(at(current, 'current', 'value')) : unknown;
  return [`${name} (target value):`, `${now} / ${amount(at(target, 'value'))}`];
}

function objectCells({metric, describedObject, target}: Json, current: unknown): readonly string[] {
  const {kind, name} = object(describedObject);
  const averages = at(target, 'type') === 'AverageValue';
  const field = averages ? 'averageValue' : 'value';
  const now = isObject(current) ? amount(at(current, 'current', field)) : unknown;
  const title = `"${text(at(metric, 'name'))}" on ${text(kind)}/${text(name)}`;
  return [`${title} (target ${averages ? 'average value' : 'value'}):`, `${now} / ${amount(at(target, field))}`];
}

function resourceCells(title: string, {target}: Json, current: unknown): readonly string[] {
  const average = at(target, 'averageValue');
  const now = isObject(current) ? amount(at(current, 'current', 'averageValue')) : unknown;
  if (average !== undefined) return [`${title}:`, `${now} / ${amount(average)}`];
  const used = at(current, 'current', 'averageUtilization');
  const share = used === undefined ? unknown : `${number(used)}% (${now})`;
  const wanted = at(target, 'averageUtilization');
  const goal = wanted === undefined ? '<auto>' : `${number(wanted)}%`;
  return [`${title}  (as a percentage of request):`, `${share} / ${goal}`];
}
