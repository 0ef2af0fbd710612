import {at, isObject, type Json, objects, text} from '../../json.ts';
import {milliValue, wholeValue} from '../../values/quantity.ts';
import type {Page} from '../page.ts';
import {quantityOf} from './amounts.ts';

/** `Environment Variables from:` and `Environment:`. The Pod is there when there is one, for what it says of itself. */
export function writeEnvironment(page: Page, container: Json, pod: Json | undefined): void {
  const sources = objects(container['envFrom']);
  if (sources.length > 0) page.line(2, 'Environment Variables from:');
  for (const source of sources) page.line(3, ...sourceCells(source));
  const variables = objects(container['env']);
  page.write(2, variables.length === 0 ? 'Environment:\t<none>\n' : 'Environment:\n');
  for (const variable of variables) writeVariable(page, {variable, container, pod});
}

function sourceCells({configMapRef, secretRef, prefix}: Json): readonly string[] {
  const [kind, reference] = isObject(configMapRef)
    ? ['ConfigMap', configMapRef]
    : isObject(secretRef)
      ? ['Secret', secretRef]
      : ['', {}];
  const how = text(prefix) === '' ? kind : `${kind} with prefix '${text(prefix)}'`;
  return [text(reference['name']), how, `Optional: ${reference['optional'] === true}`];
}

interface Place {
  readonly variable: Json;
  readonly container: Json;
  readonly pod: Json | undefined;
}

function writeVariable(page: Page, {variable, container, pod}: Place): void {
  const name = text(variable['name']);
  const from = variable['valueFrom'];
  if (!isObject(from)) {
    const [first = '', ...more] = text(variable['value']).split('\n');
    page.line(3, `${name}:`, first);
    for (const line of more) page.line(3, '', line);
    return;
  }
  const cells = referenceCells(from, container, pod);
  if (cells !== undefined) page.line(3, `${name}:`, ...cells);
}

function referenceCells(from: Json, container: Json, pod: Json | undefined): readonly string[] | undefined {
  const {fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef} = from;
  if (isObject(fieldRef)) {
    const path = text(fieldRef['fieldPath']);
    const value = pod === undefined ? '' : fieldText(pod, path);
    return [`${value} (${text(fieldRef['apiVersion'])}:${path})`];
  }
  if (isObject(resourceFieldRef)) {
    const resource = text(resourceFieldRef['resource']);
    return [`${resourceText(resourceFieldRef, container)} (${resource})`];
  }
  const key = (reference: Json) => text(reference['key']);
  const optional = (reference: Json) => `Optional: ${reference['optional'] === true}`;
  if (isObject(secretKeyRef)) {
    return [
      `<set to the key '${key(secretKeyRef)}' in secret '${text(secretKeyRef['name'])}'>`,
      optional(secretKeyRef),
    ];
  }
  if (isObject(configMapKeyRef)) {
    const name = text(configMapKeyRef['name']);
    return [`<set to the key '${key(configMapKeyRef)}' of config map '${name}'>`, optional(configMapKeyRef)];
  }
  return undefined;
}

/** What a Pod says of itself under a path. Upstream's client looks up no more than name and namespace. */
function fieldText(pod: Json, path: string): string {
  return ['metadata.name', 'metadata.namespace'].includes(path) ? text(at(pod, ...path.split('.'))) : '';
}

/** A limit or request in units of the divisor, rounded up. */
function resourceText({resource, divisor}: Json, container: Json): string {
  const [list = '', ...rest] = text(resource).split('.');
  const name = rest.join('.');
  const written = at(container, 'resources', list, name);
  const value = name === 'cpu' ? milliValue : wholeValue;
  const per = value(quantityOf(divisor)) || value(quantityOf('1'));
  const units = Math.ceil(value(quantityOf(written)) / per);
  const open = units === 0 && ['limits.cpu', 'limits.memory'].includes(text(resource));
  return open ? 'node allocatable' : String(units);
}
