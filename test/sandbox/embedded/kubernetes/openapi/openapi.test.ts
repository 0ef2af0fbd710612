import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {Pipe, readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {createOpenApi} from '../../../../../src/sandbox/embedded/kubernetes-api/openapi/openapi.ts';
import {fieldsOf} from '../../../../../src/sandbox/embedded/kubernetes-api/protobuf/wire.ts';
import {defineResource} from '../../../../../src/sandbox/embedded/kubernetes-api/resources/define.ts';
import {createResources} from '../../../../../src/sandbox/embedded/kubernetes-api/resources/index.ts';
import {createSchema} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/schema.ts';
import {at} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';

const openApi = createOpenApi(createSchema());
const resources = createResources();

function ask(
  path: string,
  {
    headers = {},
    of = resources,
  }: {readonly headers?: {readonly [name: string]: string}; readonly of?: typeof resources} = {},
) {
  const {pathname, searchParams: query} = new URL(path, 'https://x');
  const answer = openApi.answer({path: pathname, query, headers: new Map(Object.entries(headers))}, of);
  return answer?.kind === 'json' ? answer : undefined;
}

/** Fields of a message that have a length, by their number. */
function inside(message: Uint8Array, number: number): readonly Uint8Array[] {
  const found = [...fieldsOf(message)].filter((field) => field.number === number);
  return found.map(({value}) => (typeof value === 'bigint' ? encode('') : value));
}

/** Every `$ref` of a document. */
function references(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === '$ref' ? [String(inner)] : references(inner)));
}

describe('OpenAPI v3', () => {
  it('has an address for every group, which is another one when the document is', () => {
    const path = (of: typeof resources): unknown =>
      at(ask('/openapi/v3', {of})?.body, 'paths', 'apis/apps/v1', 'serverRelativeURL');
    expect(path(resources)).toMatch(/^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{64}$/);
    const more = [...resources, defineResource({group: 'apps', version: 'v1', kind: 'Widget', plural: 'widgets'})];
    expect(path(more)).not.toBe(path(resources));
  });

  it.each(['api/v1', 'apis/apps/v1', 'apis/batch/v1', 'apis/autoscaling/v2', 'apis/apiextensions.k8s.io/v1'])(
    'refers in %s to nothing that is not in it',
    (group) => {
      const body = ask(`/openapi/v3/${group}`)?.body;
      if (!body) return;
      const schemas = Object.keys(at(body, 'components', 'schemas') ?? {});
      const missing = references(body).filter((to) => !schemas.includes(to.replace('#/components/schemas/', '')));
      expect([...new Set(missing)]).toEqual([]);
    },
  );

  it('tells that a patch validates fields, and which patches there are: kubectl apply looks for both', () => {
    const {body} = ask('/openapi/v3/apis/apps/v1') ?? {};
    const patch = at(body, 'paths', '/apis/apps/v1/namespaces/{namespace}/deployments/{name}', 'patch');
    expect(at(patch, 'x-kubernetes-group-version-kind')).toEqual({group: 'apps', version: 'v1', kind: 'Deployment'});
    expect(at(patch, 'parameters')).toContainEqual(expect.objectContaining({name: 'fieldValidation', in: 'query'}));
    expect(Object.keys(at(patch, 'requestBody', 'content') ?? {})).toEqual([
      'application/apply-patch+yaml',
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/strategic-merge-patch+json',
    ]);
  });

  it('describes fields as upstream does: required, defaults, values, and how they are merged', () => {
    const {body} = ask('/openapi/v3/api/v1') ?? {};
    const container = at(body, 'components', 'schemas', 'io.k8s.api.core.v1.Container');
    expect(at(container, 'required')).toEqual(['name']);
    expect(at(container, 'properties', 'ports')).toEqual({
      type: 'array',
      items: {allOf: [{$ref: '#/components/schemas/io.k8s.api.core.v1.ContainerPort'}]},
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-patch-merge-key': 'containerPort',
    });
    expect(at(container, 'properties', 'imagePullPolicy', 'enum')).toEqual(['Always', 'IfNotPresent', 'Never']);
  });

  it('has the schema a custom resource came with, and no strategic merge for it', () => {
    const schema = {type: 'object', properties: {spec: {type: 'object', properties: {size: {type: 'integer'}}}}};
    const widgets = defineResource({
      group: 'stable.example.com',
      version: 'v1',
      kind: 'Widget',
      plural: 'widgets',
      schema,
    });
    const {body} = ask('/openapi/v3/apis/stable.example.com/v1', {of: [widgets]}) ?? {};
    expect(at(body, 'components', 'schemas', 'com.example.stable.v1.Widget')).toMatchObject({
      properties: {spec: {properties: {size: {type: 'integer'}}}, metadata: {}},
      'x-kubernetes-group-version-kind': [{group: 'stable.example.com', version: 'v1', kind: 'Widget'}],
    });
    const patch = at(body, 'paths', '/apis/stable.example.com/v1/namespaces/{namespace}/widgets/{name}', 'patch');
    expect(at(patch, 'requestBody', 'content')).not.toHaveProperty('application/strategic-merge-patch+json');
  });

  it('need not be read again by who has it', () => {
    const first = ask('/openapi/v3/apis/apps/v1');
    const etag = String(first?.headers?.['Etag']);
    expect(ask('/openapi/v3/apis/apps/v1', {headers: {'if-none-match': etag}})?.status).toBe(304);
    const hash = etag.replaceAll('"', '');
    expect(ask(`/openapi/v3/apis/apps/v1?hash=${hash}`)?.headers?.['Cache-Control']).toContain('immutable');
  });

  it('has in version 2 what old clients look up before they apply: whose patches validate fields', async () => {
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
    const answer = openApi.answer(
      {path: '/openapi/v2', query: new URLSearchParams(), headers: new Map([['accept', accept]])},
      resources,
    );
    if (answer?.kind !== 'stream') throw new Error('it is no stream');
    // What Go's mime package takes: no sign that a media type may not have.
    expect(answer.type).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
    const to = new Pipe(4_000_000);
    await answer.write(to.writer);
    to.writer.close();
    const document = await readAll(to.reader);
    const paths = inside(document, 8).flatMap((all) => inside(all, 2));
    const deployment = paths.find((path) => decode(inside(path, 1)[0] ?? encode('')).endsWith('/deployments/{name}'));
    const [patch = encode('')] = inside(deployment ?? encode(''), 2).flatMap((item) => inside(item, 8));
    expect(decode(patch)).toContain('fieldValidation');
    const [extension = encode('')] = inside(patch, 13);
    expect(decode(extension)).toContain('group: "apps"\nkind: Deployment\nversion: v1\n');
  });

  it('knows nothing of other paths', () => {
    expect(ask('/openapi/v1')).toBeUndefined();
    expect(ask('/openapi/v3/apis/nothing.io/v1')).toBeUndefined();
  });
});
