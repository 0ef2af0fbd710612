import {apiVersionOf, type Resource} from '../resources/resource.ts';
import type {ObjectType, Schema} from '../schema/field.ts';
import {structuralType} from '../schema/structural.ts';

/** The fields of every kind: of built-in ones by the table, of custom ones by their own schema. */
export function createTypes(schema: Schema): (resource: Resource) => ObjectType | undefined {
  const custom = new WeakMap<Resource, ObjectType>();
  return (resource) => {
    if (!resource.schema) return schema.kind(apiVersionOf(resource), resource.kind);
    const known = custom.get(resource) ?? structuralType(resource.schema, schema);
    custom.set(resource, known);
    return known;
  };
}
