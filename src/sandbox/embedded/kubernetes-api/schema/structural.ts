import type {Fields} from '../object.ts';
import {at, fieldsOf, isFields, listOf, textOf} from '../values/reading.ts';
import type {Field, ObjectType, ScalarKind, Schema, ValueType} from './field.ts';

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/**
 * The type of a custom resource, from the structural schema its definition gives.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function structuralType(openApi: Fields, schema: Schema): ObjectType {
  const own = objectOf(openApi);
  const text = field('apiVersion', {kind: 'string'});
  const meta = schema.type(objectMeta);
  const metadata: ValueType = meta ? {kind: 'object', type: meta, atomic: false} : {kind: 'any'};
  const common = [text, {...text, name: 'kind'}, {...field('metadata', metadata), byDefault: {}}];
  return {...own, fields: new Map([...own.fields, ...common.map((one) => [one.name, one] as const)])};
}

function objectOf(openApi: Fields): ObjectType {
  const required = listOf(openApi['required']);
  let read: ReadonlyMap<string, Field> | undefined;
  const fields = (): ReadonlyMap<string, Field> =>
    new Map(
      Object.entries(fieldsOf(openApi['properties'])).map(([name, inner]) => {
        const {enum: values, default: byDefault} = fieldsOf(inner);
        const texts = listOf(values).filter((value) => typeof value === 'string');
        const made = field(name, valueTypeOf(fieldsOf(inner)));
        return [name, {...made, required: required.includes(name), values: texts, byDefault}] as const;
      }),
    );
  return {
    name: '',
    // An object of which nothing is said keeps nothing either: upstream prunes it.
    open: openApi['x-kubernetes-preserve-unknown-fields'] === true,
    get fields() {
      read ??= fields();
      return read;
    },
  };
}

function field(name: string, type: ValueType): Field {
  return {
    name,
    type,
    required: false,
    number: 0,
    values: [],
    byDefault: undefined,
    merge: false,
    retainKeys: false,
    mergeKey: undefined,
  };
}

const scalars: {readonly [type: string]: ScalarKind} = {
  string: 'string',
  boolean: 'boolean',
  integer: 'int64',
  number: 'double',
};

function valueTypeOf(openApi: Fields): ValueType {
  const {type, properties, additionalProperties} = openApi;
  const isFree = openApi['x-kubernetes-preserve-unknown-fields'] === true && !isFields(properties);
  if (openApi['x-kubernetes-int-or-string'] === true) return {kind: 'int-or-string'};
  if (isFree || openApi['x-kubernetes-embedded-resource'] === true) return {kind: 'any'};
  if (type === 'array') return listType(openApi);
  const atomic = openApi['x-kubernetes-map-type'] === 'atomic';
  if (isFields(additionalProperties)) return {kind: 'map', value: valueTypeOf(additionalProperties), atomic};
  if (additionalProperties === true) return {kind: 'any'};
  if (type === 'object') return {kind: 'object', type: objectOf(openApi), atomic};
  const kind = scalars[textOf(type)] ?? 'any';
  return {kind: kind === 'int64' && openApi['format'] === 'int32' ? 'int32' : kind};
}

function listType(openApi: Fields): ValueType {
  const said = openApi['x-kubernetes-list-type'];
  const list = said === 'set' || said === 'map' ? said : 'atomic';
  const keys = listOf(openApi['x-kubernetes-list-map-keys']).map(textOf);
  return {kind: 'list', item: valueTypeOf(fieldsOf(at(openApi, 'items'))), list, keys};
}
