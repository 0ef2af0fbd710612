import type {Fields} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import type {Story} from './story.ts';

const shirt = {apiVersion: 'k2.example/v1', kind: 'Shirt', plural: 'shirts'};
const text: Fields = {type: 'string'};

/** A kind of its own, to see how patches treat one that has no type of Go. */
export const shirtDefinition: Fields = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {name: 'shirts.k2.example'},
  spec: {
    group: 'k2.example',
    scope: 'Namespaced',
    names: {plural: 'shirts', singular: 'shirt', kind: 'Shirt', listKind: 'ShirtList'},
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: {status: {}},
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  color: text,
                  care: {type: 'object', default: {}, properties: {wash: {type: 'string', default: 'cold'}}},
                  tags: {type: 'array', items: text, 'x-kubernetes-list-type': 'set'},
                  plain: {type: 'array', items: text},
                  sizes: {
                    type: 'array',
                    items: {type: 'object', properties: {name: text, count: {type: 'integer'}}, required: ['name']},
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                  },
                  labels: {type: 'object', additionalProperties: text},
                  whole: {type: 'object', additionalProperties: text, 'x-kubernetes-map-type': 'atomic'},
                  free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
                },
              },
              status: {type: 'object', properties: {worn: {type: 'integer'}}},
            },
          },
        },
      },
    ],
  },
};

/** Patches of a custom resource. */
export const customStories: readonly Story[] = [
  {
    ...shirt,
    name: 'custom-resource',
    steps: [
      {does: 'apply', body: {spec: {color: 'red', tags: ['a', 'b'], plain: ['x']}}, manager: 'one'},
      {does: 'apply', body: {spec: {tags: ['c', 'a']}}, manager: 'two'},
      {does: 'apply', body: {spec: {color: 'red', tags: ['a'], plain: ['y']}}, manager: 'one'},
      {does: 'merge', body: {spec: {color: 'blue', plain: ['z'], labels: {own: 'x'}}}, manager: 'kubectl-patch'},
      {does: 'apply', body: {spec: {color: 'green', plain: ['a']}}, manager: 'one'},
      {does: 'apply', body: {spec: {color: 'green', plain: ['a']}}, manager: 'one', force: true},
      {does: 'apply', body: {spec: {sizes: [{name: 's', count: 1}, {name: 'm'}], labels: {a: 'b'}}}, manager: 'two'},
      {does: 'apply', body: {spec: {sizes: [{name: 'm', count: 2}], whole: {a: 'b', c: 'd'}}}, manager: 'one'},
      {does: 'apply', body: {spec: {whole: {a: 'b'}}}, manager: 'two'},
      {does: 'apply', body: {spec: {free: {a: {b: ['c']}, d: 'e'}}}, manager: 'two', force: true},
      {does: 'apply', body: {spec: {free: {a: {b: ['x']}}}}, manager: 'one'},
      {does: 'json', body: [{op: 'add', path: '/spec/free/d', value: {f: 1}}], manager: 'kubectl-patch'},
      {does: 'merge', body: {status: {worn: 3}}, manager: 'wearer', subresource: 'status'},
      {does: 'apply', body: {spec: {coler: 'red'}}, manager: 'one'},
      {does: 'apply', body: {spec: {}}, manager: 'two'},
      {does: 'strategic', body: {spec: {color: 'x'}}},
      {does: 'merge', body: {metadata: {labels: {a: 'b'}}, spec: null}, manager: 'kubectl-patch'},
    ],
  },
  {
    ...shirt,
    name: 'custom-created',
    steps: [
      {does: 'create', body: {spec: {color: 'red', labels: {}, plain: []}}, manager: 'kubectl-create'},
      {does: 'update', body: {spec: {color: null, labels: {a: 'b'}}}, manager: 'kubectl-replace'},
    ],
  },
];
