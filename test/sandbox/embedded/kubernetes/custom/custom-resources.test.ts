import {expect, test} from 'vitest';
import {createKubeRig} from '../rig.ts';

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {name: 'ks.example.com'},
  spec: {
    group: 'example.com',
    names: {kind: 'K', plural: 'ks'},
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        additionalPrinterColumns: [
          {name: 'Size', type: 'integer', jsonPath: '.spec.size'},
          {name: 'Colour', type: 'string', jsonPath: '.spec.color', priority: 1},
        ],
        subresources: {status: {}, scale: {specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas'}},
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['size'],
                properties: {
                  size: {type: 'integer', minimum: 1, maximum: 5},
                  color: {type: 'string', enum: ['red', 'blue'], default: 'red'},
                  name: {type: 'string', minLength: 3, maxLength: 5, pattern: '^[a-z]+$'},
                  list: {type: 'array', minItems: 1, maxItems: 2, items: {type: 'string'}},
                  replicas: {type: 'integer'},
                  free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
                  port: {'x-kubernetes-int-or-string': true},
                  sub: {type: 'object', properties: {a: {type: 'boolean', default: true}}, default: {}},
                  time: {type: 'string', format: 'date-time'},
                  map: {type: 'object', additionalProperties: {type: 'integer'}},
                },
              },
              status: {type: 'object', properties: {replicas: {type: 'integer'}}},
            },
          },
        },
      },
    ],
  },
};

const url = '/apis/example.com/v1/namespaces/default/ks';

async function withDefinition() {
  const rig = createKubeRig();
  const made = await rig.call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {body: definition});
  expect(made.status, made.text).toBe(201);
  await rig.clock.settle();
  return rig;
}

test('a definition is established, and its kind is there', async () => {
  const {admin, call} = await withDefinition();
  expect(admin.get('customresourcedefinitions.apiextensions.k8s.io', '', 'ks.example.com')).toMatchObject({
    status: {
      acceptedNames: {kind: 'K', listKind: 'KList', plural: 'ks', singular: 'k'},
      conditions: [
        {type: 'NamesAccepted', status: 'True', reason: 'NoConflicts'},
        {type: 'Established', status: 'True', reason: 'InitialNamesAccepted'},
      ],
      storedVersions: ['v1'],
    },
  });
  const {resources} = (await call('GET', '/apis/example.com/v1')).body;
  expect(resources.map(({name}: {name: string}) => name)).toEqual(['ks', 'ks/scale', 'ks/status']);
});

test('an object gets what its schema has for it, keeps what is free, and has the columns of its kind', async () => {
  const {call} = await withDefinition();
  const body = {metadata: {name: 'one'}, spec: {size: 1, free: {x: [1]}, port: 'http', foo: 1}};
  const made = await call('POST', `${url}?fieldValidation=Warn`, {body});
  expect(made.body.spec).toEqual({size: 1, color: 'red', free: {x: [1]}, port: 'http', sub: {a: true}});
  expect(made.headers['warning']).toBe('299 - "unknown field \\"spec.foo\\""');
  const table = await call('GET', url, {headers: {accept: 'application/json;as=Table;v=v1;g=meta.k8s.io'}});
  expect(table.body.rows[0].cells).toEqual(['one', 1, 'red']);
});

/** As the real API server says it. */
const refused: readonly (readonly [spec: object, message: string])[] = [
  [{size: 'x'}, 'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'],
  [{}, 'spec.size: Required value'],
  [{size: null}, 'spec.size: Required value'],
  [{size: 0}, 'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1'],
  [{size: 9}, 'spec.size: Invalid value: 9: spec.size in body should be less than or equal to 5'],
  [{size: 1.5}, 'spec.size: Invalid value: "number": spec.size in body must be of type integer: "number"'],
  [{size: 1, color: 'pink'}, 'spec.color: Unsupported value: "pink": supported values: "red", "blue"'],
  [{size: 1, name: 'a'}, 'spec.name: Invalid value: "a": spec.name in body should be at least 3 chars long'],
  [{size: 1, name: 'abcdefg'}, 'spec.name: Too long: may not be more than 5 bytes'],
  [{size: 1, name: 'ABC'}, 'spec.name: Invalid value: "ABC": spec.name in body should match \'^[a-z]+$\''],
  [{size: 1, list: []}, 'spec.list: Invalid value: 0: spec.list in body should have at least 1 items'],
  [{size: 1, list: ['a', 'b', 'c']}, 'spec.list: Too many: 3: must have at most 2 items'],
  [
    {size: 1, list: [1]},
    'spec.list[0]: Invalid value: "integer": spec.list[0] in body must be of type string: "integer"',
  ],
  [{size: 1, list: {}}, 'spec.list: Invalid value: "object": spec.list in body must be of type array: "object"'],
  [
    {size: 1, port: true},
    'spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"',
  ],
  [{size: 1, time: 'x'}, 'spec.time: Invalid value: "x": spec.time in body must be of type date-time: "x"'],
  [
    {size: 1, map: {a: 'b'}},
    'spec.map.a: Invalid value: "string": spec.map.a in body must be of type integer: "string"',
  ],
  [
    {size: 0, color: 'x'},
    '[spec.color: Unsupported value: "x": supported values: "red", "blue", spec.size: Invalid value: 0: spec.size in ' +
      'body should be greater than or equal to 1]',
  ],
];

test.each(refused)('%j is refused', async (spec, message) => {
  const {call} = await withDefinition();
  const answer = await call('POST', url, {body: {metadata: {name: 'one'}, spec}});
  expect(answer.body.message).toBe(`K.example.com "one" is invalid: ${message}`);
});

test('unknown fields are refused by strict clients, and unknown field selectors by all', async () => {
  const {call} = await withDefinition();
  const strict = await call('POST', `${url}?fieldValidation=Strict`, {
    body: {metadata: {name: 'one'}, spec: {size: 1, foo: 1}},
  });
  expect(strict.body.message).toBe(
    'K in version "v1" cannot be handled as a K: strict decoding error: unknown field "spec.foo"',
  );
  expect((await call('GET', `${url}?fieldSelector=spec.size%3D1`)).body.message).toBe(
    'field label not supported: spec.size',
  );
});

test('a custom object has a status and a scale of its own', async () => {
  const {call} = await withDefinition();
  await call('POST', url, {body: {metadata: {name: 'one'}, spec: {size: 1}, status: {replicas: 7}}});
  const headers = {'content-type': 'application/merge-patch+json'};
  await call('PATCH', `${url}/one/scale`, {body: {spec: {replicas: 2}}, headers});
  await call('PATCH', `${url}/one/status`, {body: {status: {replicas: 1}, spec: {size: 5}}, headers});
  expect((await call('GET', `${url}/one`)).body).toMatchObject({
    metadata: {generation: 2},
    spec: {size: 1, replicas: 2},
    status: {replicas: 1},
  });
});

test('a definition takes its objects with it', async () => {
  const {admin, call, clock} = await withDefinition();
  await call('POST', url, {body: {metadata: {name: 'one'}, spec: {size: 1}}});
  await call('DELETE', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/ks.example.com');
  await clock.settle();
  expect(admin.list('ks.example.com')).toEqual([]);
  expect(admin.list('customresourcedefinitions.apiextensions.k8s.io')).toEqual([]);
  expect((await call('GET', url)).status).toBe(404);
});

test('a definition that makes no sense is refused', async () => {
  const {call} = createKubeRig();
  const {schema: _, ...version} = definition.spec.versions[0] ?? {};
  const body = {...definition, metadata: {name: 'bad.example.com'}, spec: {...definition.spec, versions: [version]}};
  const answer = await call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {body});
  expect(answer.body.message).toBe(
    'CustomResourceDefinition.apiextensions.k8s.io "bad.example.com" is invalid: [metadata.name: Invalid value: ' +
      '"bad.example.com": must be spec.names.plural+"."+spec.group, spec.versions[0].schema.openAPIV3Schema: Required value]',
  );
});
