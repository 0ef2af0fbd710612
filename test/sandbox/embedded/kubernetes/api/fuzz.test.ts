import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fuzzRuns} from '../fuzz-runs.ts';
import {createKubeRig} from '../rig.ts';
import {mutated, mutation} from './mutate.ts';
import {seeds} from './seeds.ts';

const plurals = [
  'v1/pods',
  'v1/services',
  'v1/configmaps',
  'v1/secrets',
  'v1/nodes',
  'v1/persistentvolumeclaims',
  'v1/resourcequotas',
  'v1/limitranges',
  'apps/v1/deployments',
  'apps/v1/statefulsets',
  'batch/v1/jobs',
  'batch/v1/cronjobs',
  'autoscaling/v1/horizontalpodautoscalers',
  'autoscaling/v2/horizontalpodautoscalers',
  'networking.k8s.io/v1/ingresses',
  'policy/v1/poddisruptionbudgets',
  'rbac.authorization.k8s.io/v1/roles',
  'apiextensions.k8s.io/v1/customresourcedefinitions',
  'authorization.k8s.io/v1/selfsubjectaccessreviews',
];

function pathOf(plural: string, namespaced: boolean): string {
  const at = plural.lastIndexOf('/');
  const version = plural.slice(0, at);
  const root = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
  return `${root}${namespaced ? '/namespaces/default' : ''}${plural.slice(at)}`;
}

const words = fc.constantFrom(
  ...['metadata', 'spec', 'status', 'name', 'labels', 'template', 'containers', 'image', 'ports', 'selector', 'rules'],
  ...['matchLabels', 'data', 'type', 'replicas', 'resources', 'requests', 'limits', 'cpu', 'volumes', 'env', 'value'],
  ...['a', 'web', '1', '100m', '__proto__', 'constructor', '', '$patch', 'finalizers', 'ownerReferences', 'hard'],
);

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    words,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), {maxLength: 3}),
    fc.dictionary(words, tie('any'), {maxKeys: 4}),
  ),
})).any;

const body = fc.record(
  {
    metadata: fc.oneof(fc.record({name: words}), value),
    spec: fc.oneof(
      fc.record({
        selector: fc.oneof(value, fc.constant({matchLabels: {a: 'web'}})),
        template: fc.record({metadata: fc.constant({labels: {a: 'web'}}), spec: fc.record({containers: value})}),
        containers: fc.array(fc.record({name: words, image: words, ports: value, resources: value}), {maxLength: 2}),
        ports: value,
      }),
      value,
    ),
    status: value,
    data: value,
    rules: value,
  },
  {requiredKeys: []},
);

const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        ...['labelSelector', 'fieldSelector', 'limit', 'continue', 'resourceVersion', 'resourceVersionMatch', 'dryRun'],
        ...[
          'fieldManager',
          'fieldValidation',
          'force',
          'timeoutSeconds',
          'pretty',
          'includeObject',
          'propagationPolicy',
        ],
      ),
      fc.oneof(
        fc.string({maxLength: 12}),
        fc.constantFrom('All', 'Strict', '1', 'a in (b,c)', '!a', 'a=b', 'a>1', 'x'),
      ),
    ),
    {maxLength: 3},
  )
  .map((pairs) => new URLSearchParams(pairs.filter(([name]) => name !== 'watch')).toString());

const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'FOO');
const type = fc.constantFrom(
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'text/plain',
);

test('whatever is sent is answered with an object or a Status, and never with an accident', async () => {
  const rig = createKubeRig();
  const call = fc.record({
    method,
    plural: fc.constantFrom(...plurals),
    namespaced: fc.boolean(),
    name: fc.option(words),
    subresource: fc.option(fc.constantFrom('status', 'scale', 'binding', 'eviction', 'token', 'log', 'exec', 'foo')),
    query,
    type,
    body: fc.oneof(body, value, fc.array(body, {maxLength: 2}), fc.string()),
  });
  await fc.assert(
    fc.asyncProperty(call, async ({method, plural, namespaced, name, subresource, query, type, body}) => {
      const object =
        name === null ? '' : `/${encodeURIComponent(name)}${subresource === null ? '' : `/${subresource}`}`;
      const url = `${pathOf(plural, namespaced)}${object}?${query}`;
      const answer = await rig.call(method, url, {body, headers: {'content-type': type}});
      expect(answer.body?.reason, `${method} ${url} ${JSON.stringify(body)}: ${answer.text}`).not.toBe('InternalError');
    }),
    {numRuns: fuzzRuns(1500)},
  );
}, 120_000);

test('a valid object with a few things broken is taken, or refused with a reason', async () => {
  const rig = createKubeRig();
  for (const {path, object} of seeds) {
    const made = await rig.call('POST', path, {body: object});
    expect(made.status, `${path}: ${made.text}`).toBe(201);
  }
  const change = fc.record({
    seed: fc.constantFrom(...seeds),
    mutations: fc.array(mutation, {minLength: 1, maxLength: 3}),
    how: fc.constantFrom('create', 'replace', 'merge', 'strategic', 'apply'),
    query: fc.constantFrom('', 'fieldValidation=Strict', 'fieldValidation=Ignore', 'dryRun=All'),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({seed, mutations, how, query}) => {
      const body = mutations.reduce<unknown>(mutated, seed.object);
      const name = seed.path.endsWith('definitions') ? 'as.a.b' : 'seed';
      const isNew = how === 'create';
      const url = `${seed.path}${isNew ? '' : `/${name}`}?${isNew ? 'dryRun=All&' : ''}fieldManager=fuzz&${query}`;
      const method = isNew ? 'POST' : how === 'replace' ? 'PUT' : 'PATCH';
      const answer = await rig.call(method, url, {body, headers: {'content-type': types[how]}});
      expect(answer.body?.reason, `${method} ${url} ${JSON.stringify(body)}: ${answer.text}`).not.toBe('InternalError');
      const table = await rig.call('GET', seed.path, {
        headers: {accept: 'application/json;as=Table;v=v1;g=meta.k8s.io'},
      });
      expect(table.status, table.text).toBe(200);
    }),
    {numRuns: fuzzRuns(3000)},
  );
}, 120_000);

const types = {
  create: 'application/json',
  replace: 'application/json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

test('whatever a selector is, it selects or is refused', async () => {
  const {call} = createKubeRig();
  const signs = fc.constantFrom(
    'a',
    'b/c',
    'in',
    'notin',
    ' ',
    ',',
    '(',
    ')',
    '=',
    '==',
    '!=',
    '!',
    '<',
    '>',
    '1',
    '\\',
    '/',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(signs, {maxLength: 10}).map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('labelSelector', 'fieldSelector', 'continue'), text, async (name, selector) => {
      const answer = await call('GET', `/api/v1/pods?${new URLSearchParams([[name, selector]])}`);
      expect([200, 400, 410, 504]).toContain(answer.status);
    }),
    {numRuns: fuzzRuns(2000)},
  );
}, 120_000);
