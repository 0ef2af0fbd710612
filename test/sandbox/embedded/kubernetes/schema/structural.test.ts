import {describe, expect, it} from 'vitest';
import {checkFields} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/check.ts';
import {createSchema} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/schema.ts';
import {structuralType} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/structural.ts';

const type = structuralType(
  {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        required: ['size'],
        properties: {
          size: {type: 'integer', format: 'int32', default: 1},
          color: {type: 'string', enum: ['red', 'green']},
          port: {'x-kubernetes-int-or-string': true},
          labels: {type: 'object', additionalProperties: {type: 'string'}},
          free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
          parts: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
            items: {type: 'object', properties: {name: {type: 'string'}}},
          },
        },
      },
    },
  },
  createSchema(),
);

const widget = (spec: unknown): unknown => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: {name: 'a'},
  spec,
});

describe('the type of a custom resource', () => {
  it('has the metadata of every object, and finds fields there are not', () => {
    const object = {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: {nam: 'a'},
      spec: {size: 1, sise: 2},
      more: 1,
    };
    expect(checkFields(object, type).unknown).toEqual([
      'unknown field "metadata.nam"',
      'unknown field "spec.sise"',
      'unknown field "more"',
    ]);
  });

  it('takes numbers or texts where both are good, and anything where nothing is said', () => {
    const fine = {size: 2, port: 'http', labels: {a: 'b'}, free: {any: [1, {thing: true}]}, parts: [{name: 'x'}]};
    expect(checkFields(widget(fine), type)).toMatchObject({faults: [], wrong: undefined});
    expect(checkFields(widget({labels: {a: 1}}), type).wrong).toContain('of type string');
  });

  it('tells how lists are merged, and what values and defaults there are', () => {
    const spec = type.fields.get('spec')?.type;
    const fields = spec?.kind === 'object' ? spec.type.fields : new Map();
    expect(fields.get('parts')).toMatchObject({type: {kind: 'list', list: 'map', keys: ['name']}});
    expect(fields.get('color')).toMatchObject({values: ['red', 'green']});
    expect(fields.get('size')).toMatchObject({required: true, byDefault: 1, type: {kind: 'int32'}});
  });
});
