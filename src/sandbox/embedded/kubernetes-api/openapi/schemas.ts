import type {Field, ObjectType, ScalarKind, ValueType} from '../schema/field.ts';

/** A part of an OpenAPI document. */
export type Part = {readonly [field: string]: unknown};

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const extensions = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
/** Types that are one value in JSON, under the names clients know. */
const wellKnown: {readonly [Kind in ScalarKind]?: {readonly name: string; readonly schema: Part}} = {
  time: {name: `${meta}.Time`, schema: {type: 'string', format: 'date-time'}},
  'micro-time': {name: `${meta}.MicroTime`, schema: {type: 'string', format: 'date-time'}},
  duration: {name: `${meta}.Duration`, schema: {type: 'string'}},
  quantity: {
    name: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
    schema: {oneOf: [{type: 'string'}, {type: 'number'}]},
  },
  'int-or-string': {
    name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    schema: {format: 'int-or-string', oneOf: [{type: 'integer'}, {type: 'string'}]},
  },
};

/** What may be anything, by Go's name for it. */
const anything: {readonly [goType: string]: {readonly name: string; readonly schema: Part}} = {
  'v1.FieldsV1': {name: `${meta}.FieldsV1`, schema: {type: 'object'}},
  'v1.RawExtension': {name: 'io.k8s.apimachinery.pkg.runtime.RawExtension', schema: {type: 'object'}},
  'v1.JSON': {name: `${extensions}.JSON`, schema: {}},
  'v1.JSONSchemaPropsOrArray': {name: `${extensions}.JSONSchemaPropsOrArray`, schema: {}},
  'v1.JSONSchemaPropsOrBool': {name: `${extensions}.JSONSchemaPropsOrBool`, schema: {}},
  'v1.JSONSchemaPropsOrStringArray': {name: `${extensions}.JSONSchemaPropsOrStringArray`, schema: {}},
};

/** The schemas of one document: every type somebody asked for, and what these are made of. */
export class Schemas {
  readonly #found = new Map<string, Part>();

  /** All of them, by name. */
  all(): Part {
    return Object.fromEntries([...this.#found].toSorted(([one], [other]) => (one < other ? -1 : 1)));
  }

  has(name: string): boolean {
    return this.#found.has(name);
  }

  add(name: string, schema: Part): void {
    this.#found.set(name, schema);
  }

  /** A type by its own name; `more` is added to its schema. */
  addType(type: ObjectType, more: Part = {}): void {
    if (this.#found.has(type.name)) return;
    // Before its fields are looked at: types refer to themselves.
    this.#found.set(type.name, {});
    this.#found.set(type.name, {...this.objectSchema(type), ...more});
  }

  objectSchema({fields, atomic}: ObjectType): Part {
    const all = [...fields.values()];
    const required = all.filter((field) => field.required).map(({name}) => name);
    return {
      type: 'object',
      ...(required.length > 0 ? {required} : {}),
      ...(atomic ? {'x-kubernetes-map-type': 'atomic'} : {}),
      ...(all.length > 0 ? {properties: Object.fromEntries(all.map((field) => [field.name, this.#field(field)]))} : {}),
    };
  }

  #field(field: Field): Part {
    const {type, byDefault, merge, retainKeys, mergeKey} = field;
    const strategies = [...(merge ? ['merge'] : []), ...(retainKeys ? ['retainKeys'] : [])];
    return {
      ...this.#value(type, field),
      ...(byDefault === undefined ? {} : {default: byDefault}),
      ...(strategies.length > 0 ? {'x-kubernetes-patch-strategy': strategies.join(',')} : {}),
      ...(mergeKey === undefined ? {} : {'x-kubernetes-patch-merge-key': mergeKey}),
    };
  }

  #value(type: ValueType, field: Field): Part {
    switch (type.kind) {
      case 'list':
        return {
          type: 'array',
          items: this.#value(type.item, field),
          'x-kubernetes-list-type': type.list,
          ...(type.keys.length > 0 ? {'x-kubernetes-list-map-keys': type.keys} : {}),
        };
      case 'map':
        return {
          type: 'object',
          additionalProperties: this.#value(type.value, field),
          ...(type.atomic ? {'x-kubernetes-map-type': 'atomic'} : {}),
        };
      case 'object':
        this.addType(type.type);
        return {
          ...referenceTo(type.type.name),
          ...(type.type.atomic && !type.atomic ? {'x-kubernetes-map-type': 'granular'} : {}),
        };
      default:
        return this.#scalar(type.kind, field);
    }
  }

  #scalar(kind: ScalarKind, {values, goType = ''}: Field): Part {
    const known = kind === 'any' ? anything[goType] : wellKnown[kind];
    if (known) {
      this.add(known.name, known.schema);
      return referenceTo(known.name);
    }
    return values.length > 0 ? {...plain[kind], enum: values} : (plain[kind] ?? {});
  }
}

const plain: {readonly [Kind in ScalarKind]?: Part} = {
  string: {type: 'string'},
  boolean: {type: 'boolean'},
  int32: {type: 'integer', format: 'int32'},
  int64: {type: 'integer', format: 'int64'},
  double: {type: 'number', format: 'double'},
  bytes: {type: 'string', format: 'byte'},
  any: {type: 'object'},
};

/** As upstream writes it, so that a default can stand beside it. */
export function referenceTo(name: string): Part {
  return {allOf: [{$ref: pathOf(name)}]};
}

export function pathOf(name: string): string {
  return `#/components/schemas/${name}`;
}
