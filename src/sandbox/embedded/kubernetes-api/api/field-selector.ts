import type {KubeObject} from '../object.ts';
import {badRequest} from '../refusal.ts';
import type {Resource} from '../resources/resource.ts';

/** One condition on a field. */
export interface FieldRequirement {
  readonly field: string;
  readonly equals: boolean;
  readonly value: string;
}

/**
 * The conditions of `fieldSelector`: `metadata.name=web,status.phase!=Running`. Throws 400.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/
 */
export function parseFieldSelector(selector: string, resource: Resource): readonly FieldRequirement[] {
  const requirements: FieldRequirement[] = [];
  for (const term of termsOf(selector)) {
    if (term === '') continue;
    const found = /^((?:[^=!\\]|\\.|!(?!=))*)(!=|==|=)(.*)$/s.exec(term);
    if (!found) throw badRequest(`invalid selector: '${selector}'; can't understand '${term}'`);
    const [, field = '', sign, value = ''] = found;
    refuseUnknown(field, resource);
    requirements.push({field, equals: sign !== '!=', value: unescaped(value)});
  }
  return requirements;
}

/** Whether an object meets all conditions. */
export function meetsFields(
  object: KubeObject,
  requirements: readonly FieldRequirement[],
  resource: Resource,
): boolean {
  return requirements.every(({field, equals, value}) => (textAt(object, field, resource) === value) === equals);
}

function textAt(object: KubeObject, field: string, {selectable}: Resource): string {
  if (field === 'metadata.name') return object.metadata.name;
  if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
  return selectable[field]?.(object) ?? '';
}

function refuseUnknown(field: string, {selectable, namespaced, schema}: Resource): void {
  if (field === 'metadata.name' || (field === 'metadata.namespace' && namespaced)) return;
  if (Object.hasOwn(selectable, field)) return;
  if (schema || Object.keys(selectable).length > 0) throw badRequest(`field label not supported: ${field}`);
  const known = '"metadata.name", "metadata.namespace"';
  throw badRequest(`${JSON.stringify(field)} is not a known field selector: only ${known}`);
}

/** Parts between commas that no backslash stands before. */
function termsOf(selector: string): readonly string[] {
  return selector.match(/(?:\\.|[^,\\]|\\$)+/gs) ?? [];
}

/** Of the signs that mean something only those after a backslash are part of a value. */
function unescaped(value: string): string {
  let text = '';
  for (let at = 0; at < value.length; at += 1) {
    const sign = value[at] ?? '';
    if (sign === '=' || sign === ',')
      throw badRequest(`invalid field selector: unescaped character in value: ${sign.charCodeAt(0)}`);
    if (sign !== '\\') {
      text += sign;
      continue;
    }
    at += 1;
    const next = value[at] ?? '';
    if (!['\\', ',', '='].includes(next))
      throw badRequest(`invalid field selector: invalid escape sequence: \\${next}`);
    text += next;
  }
  return text;
}
