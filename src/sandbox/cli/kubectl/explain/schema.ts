import type {ApiResource} from '../client/api-resource.ts';
import type {KubeApi} from '../client/kube-api.ts';
import {at, isObject, type Json, object, objects, text, texts} from '../json.ts';

/** The OpenAPI document of one group and version. https://spec.openapis.org/oas/v3.0.0 */
export interface SchemaDocument {
  readonly schemas: Json;
}

/** Fetches the document that a resource is described in; undefined when the server has none. */
export async function fetchDocument(api: KubeApi, {group, version}: ApiResource): Promise<SchemaDocument | undefined> {
  const index = await api.json({path: '/openapi/v3'});
  const key = group === '' ? `api/${version}` : `apis/${group}/${version}`;
  const path = text(at(index, 'paths', key, 'serverRelativeURL'));
  if (path === '') return undefined;
  return {schemas: object(at(await api.json({path}), 'components', 'schemas'))};
}

/** The schema of a resource's kind. */
export function schemaOfKind({schemas}: SchemaDocument, {group, version, kind}: ApiResource): Json | undefined {
  return Object.values(schemas)
    .filter(isObject)
    .find((schema) =>
      objects(schema['x-kubernetes-group-version-kind']).some(
        (one) => text(one['group']) === group && text(one['version']) === version && text(one['kind']) === kind,
      ),
    );
}

/** The schema behind a reference, with the name of its type: `PodSpec`. */
export interface Referred {
  readonly name: string;
  readonly schema: Json;
}

function referred({schemas}: SchemaDocument, schema: Json): Referred | undefined {
  const path = text(schema['$ref']) || singleReference(schema);
  if (path === '') return undefined;
  const full = path.split('/').at(-1) ?? '';
  return {name: full.split('.').at(-1) ?? full, schema: object(schemas[full])};
}

function singleReference(schema: Json): string {
  const all = objects(schema['allOf']);
  return all.length === 1 && schema['properties'] === undefined ? text(all[0]?.['$ref']) : '';
}

/** What a schema holds inside a list or a map, if it is one. */
function inner(schema: Json): Json | undefined {
  if (isObject(schema['items'])) return schema['items'];
  return isObject(schema['additionalProperties']) ? schema['additionalProperties'] : undefined;
}

/** The type of a field as it is shown: `string`, `[]Container`, `map[string]string`, `PodSpec`. */
export function typeOf(document: SchemaDocument, schema: Json): string {
  if (isObject(schema['items'])) return `[]${typeOf(document, schema['items'])}`;
  if (isObject(schema['additionalProperties'])) return `map[string]${typeOf(document, schema['additionalProperties'])}`;
  const target = referred(document, schema);
  if (target === undefined) return text(schema['type']) || 'Object';
  const type = text(target.schema['type']);
  return type === '' || type === 'object' ? target.name : type;
}

/** The description of a field, then those of the types it refers to, a line each. */
export function fullDescription(document: SchemaDocument, schema: Json): string {
  const own = text(schema['description']);
  const target = referred(document, schema)?.schema ?? inner(schema);
  const below = target === undefined ? '' : fullDescription(document, target);
  return `${own === '' ? '' : `${own}\n`}${below}`;
}

/** A field of an object. */
export interface Field {
  readonly name: string;
  readonly schema: Json;
  readonly required: boolean;
}

/** The fields of what a schema, or the things in its list or map, refers to; sorted. */
export function fieldsOf(document: SchemaDocument, schema: Json): readonly Field[] {
  const target = referred(document, schema)?.schema ?? inner(schema);
  if (target !== undefined) return fieldsOf(document, target);
  const required = new Set(texts(schema['required']));
  return Object.entries(object(schema['properties']))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => ({name, schema: object(field), required: required.has(name)}));
}

/** The names of the types on the way to a schema's fields, to see when a type holds itself. */
export function typeNames(document: SchemaDocument, schema: Json): readonly string[] {
  const target = referred(document, schema);
  const below = target?.schema ?? inner(schema);
  return [...(target === undefined ? [] : [target.name]), ...(below === undefined ? [] : typeNames(document, below))];
}

/** The values a field may have; empty when they are not listed. */
export function enumOf(document: SchemaDocument, schema: Json): readonly string[] {
  const target = referred(document, schema)?.schema ?? schema;
  return texts(target['enum']);
}
