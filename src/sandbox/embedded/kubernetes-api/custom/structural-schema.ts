import type {Fields, Value} from '../object.ts';
import {entryOf, fieldsOf, isFields, listOf, textOf} from '../values/reading.ts';

/**
 * A value with what its schema has for absent fields, and without fields the schema does not know.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function conformed(value: Value, schema: Fields): Value {
  if (Array.isArray(value)) {
    const items = fieldsOf(schema.items);
    return value.map((item) => conformed(item, items));
  }
  if (!isFields(value)) return value;
  return embedded(value, schema) ?? conformedFields(value, schema);
}

function conformedFields(value: Fields, schema: Fields): Fields {
  const properties = fieldsOf(schema.properties);
  const others = schema.additionalProperties;
  const result: Record<string, Value> = {};
  for (const [name, inner] of Object.entries(value)) {
    const property = entryOf(properties, name);
    // Not a field: what it would be set by is something else.
    if (name === '__proto__') continue;
    if (isFields(property)) {
      const usual = property.default;
      // Null where none may be is as good as nothing, if there is something to put there.
      if (inner === null && property.nullable !== true && usual !== undefined) continue;
      result[name] = conformed(inner, property);
    } else if (isFields(others)) result[name] = conformed(inner, others);
    else if (others === true || keepsUnknown(schema)) result[name] = inner;
  }
  for (const [name, property] of Object.entries(properties)) {
    const usual = fieldsOf(property).default;
    if (usual !== undefined && result[name] === undefined) result[name] = conformed(usual, fieldsOf(property));
  }
  return result;
}

/** Whole objects in a field keep what every object has. */
function embedded(value: Fields, schema: Fields): Fields | undefined {
  if (schema['x-kubernetes-embedded-resource'] !== true) return undefined;
  const {apiVersion, kind, metadata} = value;
  const head = {
    ...(apiVersion === undefined ? {} : {apiVersion}),
    ...(kind === undefined ? {} : {kind}),
    ...(metadata === undefined ? {} : {metadata}),
  };
  return {...conformedFields(value, schema), ...head};
}

function keepsUnknown(schema: Fields): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true;
}

/** The types a value may have: `integer,string` where both are let. */
export function typesOf(schema: Fields): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  const type = textOf(schema.type);
  return type === '' ? listOf(schema.type).map(textOf) : [type];
}
