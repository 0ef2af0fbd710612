/** One call, as it is made of a real API server and of ours. */
export interface CallCase {
  readonly method: string;
  readonly url: string;
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  /** Made in the name of somebody else. */
  readonly as?: string;
}

export interface RecordedCall extends CallCase {
  readonly status: number;
  readonly answer: unknown;
  readonly warning?: string;
}

const ns = '/api/v1/namespaces/k1a-calls';
const maps = `${ns}/configmaps`;
const pods = `${ns}/pods`;
const deployments = '/apis/apps/v1/namespaces/k1a-calls/deployments';
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const partial = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const partialList = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
const yaml = 'application/yaml';

const get = (url: string, rest: Partial<CallCase> = {}): CallCase => ({method: 'GET', url, ...rest});
const post = (url: string, body: unknown, rest: Partial<CallCase> = {}): CallCase => ({
  method: 'POST',
  url,
  body,
  ...rest,
});
const put = (url: string, body: unknown, rest: Partial<CallCase> = {}): CallCase => ({
  method: 'PUT',
  url,
  body,
  ...rest,
});
const remove = (url: string, body?: unknown): CallCase => ({method: 'DELETE', url, ...(body ? {body} : {})});
const patch = (url: string, body: unknown, type = 'application/merge-patch+json'): CallCase => ({
  method: 'PATCH',
  url,
  body,
  type,
});

const spec = {containers: [{name: 'web', image: 'nginx:1.27'}], automountServiceAccountToken: false};
const template = {metadata: {labels: {app: 'web'}}, spec};
const selector = {matchLabels: {app: 'web'}};

const names: readonly CallCase[] = [
  {},
  {metadata: {name: ''}},
  {metadata: {name: 'A'}},
  {metadata: {name: 'a_b'}},
  {metadata: {name: 'a'.repeat(254)}},
  {metadata: {name: '-a'}},
  {metadata: {name: 'a', namespace: 'other'}},
  {metadata: {name: 'a', labels: {'a b': 'c'}}},
  {metadata: {name: 'a', labels: {a: 'c d'}}},
  {metadata: {name: 'a', annotations: {'a b': 'c'}}},
  {metadata: {name: 'a', finalizers: ['x']}},
  {metadata: {name: 'a', ownerReferences: [{name: 'x'}]}},
  {metadata: {generateName: 'A-'}},
].map((body) => post(`${maps}?dryRun=All`, body));

const queries = [
  'labelSelector=a%3Db',
  'labelSelector=a',
  'labelSelector=!a',
  'labelSelector=a%20in%20(b,c),d',
  'labelSelector=a%20notin%20(b)',
  'labelSelector=a%20b',
  'labelSelector=a%20in%20b',
  'labelSelector=a%20in%20(b',
  'labelSelector=a%20in%20(b%20c)',
  'labelSelector=a%20in%20()',
  'labelSelector=,',
  'labelSelector=a,',
  'labelSelector=a,,b',
  'labelSelector=a%3D%3D%3Db',
  'labelSelector=a%3Db%3Dc',
  'labelSelector=a%3E1',
  'labelSelector=a%3Ex',
  'labelSelector=!',
  'labelSelector=!!a',
  'labelSelector=%3Db',
  'labelSelector=(a)',
  'labelSelector=a)',
  'labelSelector=-a%3Db',
  'labelSelector=a%3D-b',
  'labelSelector=a/b/c',
  'labelSelector=/a',
  'labelSelector=a/',
  'labelSelector=A/b',
  `labelSelector=${'a'.repeat(64)}`,
  `labelSelector=a%3D${'b'.repeat(64)}`,
  'labelSelector=in%20in%20(in)',
  'labelSelector=a%20!%3D%20b',
  'fieldSelector=metadata.name%3Dseed',
  'fieldSelector=metadata.name!%3Dseed',
  'fieldSelector=metadata.namespace%3D%3Dk1a-calls',
  'fieldSelector=foo%3Dbar',
  'fieldSelector=foo',
  'fieldSelector=metadata.name%3Da%5C',
  'fieldSelector=,',
  'fieldSelector=metadata.name%3Da%3Db',
  'limit=1',
  'limit=-1',
  'limit=x',
  'limit=1&continue=abc',
  'continue=e30',
  'resourceVersion=0',
  'resourceVersion=abc',
  'resourceVersion=-1',
  'resourceVersionMatch=Exact',
  'resourceVersionMatch=Foo&resourceVersion=1',
  'resourceVersionMatch=Exact&resourceVersion=0',
  'resourceVersionMatch=NotOlderThan&resourceVersion=0',
  'sendInitialEvents=true',
  'watch=1&sendInitialEvents=true',
  'watch=1&resourceVersionMatch=Exact&resourceVersion=1',
  'watch=1&resourceVersion=abc',
  'timeoutSeconds=x',
].map((query) => get(`${maps}?${query}`));

const podFields = ['status.phase%3DRunning', 'spec.nodeName%3Dx', 'foo%3Dbar', 'status.podIP!%3D1'];

export const callCases: readonly CallCase[] = [
  post('/api/v1/namespaces', {metadata: {name: 'k1a-calls'}}),
  post(maps, {metadata: {name: 'seed', labels: {a: 'b', n: '5'}}, data: {a: '1'}}),
  post(maps, {metadata: {name: 'seed'}}),
  post(maps, {metadata: {name: 'other', labels: {a: 'c'}}}),
  ...names,
  ...queries.map((one) => one),
  ...podFields.map((field) => get(`${pods}?fieldSelector=${field}`)),
  get('/api/v1/nodes?fieldSelector=foo%3Dbar'),
  get(`${deployments}?fieldSelector=foo%3Dbar`),
  // Forms of answers.
  get(`${maps}/seed`),
  get(`${maps}/seed`, {accept: table}),
  get(`${maps}/seed`, {accept: partial}),
  get(`${maps}?labelSelector=a`, {accept: partialList}),
  get(`${maps}?labelSelector=a&includeObject=None`, {accept: table}),
  get(`${maps}?labelSelector=a&includeObject=Foo`, {accept: table}),
  get(`${maps}/seed`, {accept: 'text/html'}),
  get(`${maps}/seed`, {accept: 'text/html, */*'}),
  get(`${maps}/seed`, {accept: 'application/json;as=Table;v=v2;g=meta.k8s.io'}),
  get(`${maps}/seed`, {accept: 'application/json;q=0.5'}),
  // Options of writes.
  post(`${maps}?dryRun=Foo`, {}),
  post(`${maps}?fieldValidation=Foo`, {}),
  post(`${maps}?fieldManager=${'a'.repeat(129)}`, {}),
  post(`${maps}?fieldValidation=Strict`, {metadata: {name: 'a'}, dta: {}}),
  post(`${maps}?dryRun=All`, {metadata: {name: 'a'}, dta: {}}),
  post(`${maps}?dryRun=All&fieldValidation=Ignore`, {metadata: {name: 'a'}, dta: {}}),
  post(`${maps}?dryRun=All&fieldValidation=Strict`, '{"metadata":{"name":"a"},"data":{"a":"b"},"data":{"c":"d"}}'),
  // Bodies.
  post(maps, ''),
  post(maps, '{'),
  post(maps, '[]'),
  post(maps, 'null'),
  post(maps, '5'),
  post(maps, '{"metadata":'),
  post(maps, '{"apiVersion":"v1","kind":"Secret"}'),
  post(maps, '{"apiVersion":"v2","kind":"ConfigMap"}'),
  post(maps, '{"apiVersion":"v1","kind":"Foo"}'),
  post(maps, '{"metadata":{"name":1}}'),
  post(maps, '{"metadata":{"name":"a"},"data":{"a":1}}'),
  post(maps, '{"metadata":{"name":"a"},"data":[]}'),
  post(maps, 'a', {type: 'text/plain'}),
  post(`${maps}?dryRun=All`, 'metadata:\n  name: yaml\ndata: {a: "1"}\n', {type: yaml}),
  post(`${maps}?dryRun=All`, '{"metadata":{"name":"a"}}', {type: 'application/json; charset=utf-8'}),
  // Replacing.
  put(`${maps}/seed`, {metadata: {name: 'other'}}),
  put(`${maps}/seed`, {}),
  put(`${maps}/none`, {metadata: {name: 'none'}}),
  put(`${maps}/seed`, {metadata: {name: 'seed', resourceVersion: '1'}}),
  put(`${maps}/seed`, {metadata: {name: 'seed', uid: '0a7b5e1c-0000-4000-8000-000000000000'}}),
  put(`${maps}/seed`, {metadata: {name: 'seed', namespace: 'other'}}),
  put(`${maps}/seed`, {metadata: {name: 'seed', labels: {a: 'b', n: '5'}}, data: {a: '2'}}),
  put(maps, {}),
  patch(maps, {}),
  patch(`${maps}/none`, {}),
  patch(`${maps}/seed`, {}, 'application/json'),
  patch(`${maps}/seed?force=true`, {}),
  patch(`${maps}/seed`, {}, 'application/apply-patch+yaml'),
  patch(`${maps}/seed`, {metadata: {name: 'x'}}),
  {method: 'FOO', url: maps},
  // Deleting.
  remove(`${maps}/none`),
  remove(`${maps}/other?propagationPolicy=Foo`),
  remove(`${maps}/other`, {kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Foo'}),
  remove(`${maps}/other`, {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    orphanDependents: true,
    propagationPolicy: 'Orphan',
  }),
  remove(`${maps}/other`, {preconditions: {uid: '0a7b5e1c-0000-4000-8000-000000000000'}}),
  remove(`${maps}/other`, {preconditions: {resourceVersion: '1'}}),
  remove(`${maps}/other?dryRun=All`),
  remove(`${maps}/other`),
  remove(`${maps}/other`),
  post(maps, {metadata: {name: 'kept', finalizers: ['example.com/wait'], labels: {gone: 'yes'}}}),
  remove(`${maps}/kept`),
  put(`${maps}/kept`, {metadata: {name: 'kept', finalizers: ['example.com/wait', 'example.com/more']}}),
  patch(`${maps}/kept`, {metadata: {finalizers: null}}),
  post(maps, {metadata: {name: 'one', labels: {gone: 'yes'}}}),
  remove(`${maps}?labelSelector=gone%3Dyes`),
  // Pods and what is under them.
  post(pods, {metadata: {name: 'web', labels: {app: 'web'}}, spec: {...spec, nodeName: 'nowhere'}}),
  post(pods, {metadata: {name: 'two', labels: {app: 'two'}}, spec: {...spec, schedulerName: 'nobody'}}),
  post(pods, {metadata: {name: 'three'}, spec: {...spec, serviceAccountName: 'joe'}}),
  post(pods, {metadata: {name: 'three'}, spec: {...spec, priorityClassName: 'none'}}),
  post(pods, {metadata: {name: 'three'}, spec: {...spec, priority: 5}}),
  get(`${pods}/two/log`),
  get(`${pods}/two/log?container=foo`),
  get(`${pods}/two/log?tailLines=x`),
  get(`${pods}/two/log?tailLines=-1`),
  get(`${pods}/none/log`),
  get(`${pods}/two/foo`),
  get(`${pods}/two/status`),
  post(`${pods}/two/binding`, {metadata: {name: 'two'}, target: {kind: 'Foo', name: 'x'}}),
  post(`${pods}/two/binding`, {metadata: {name: 'two'}, target: {kind: 'Node'}}),
  post(`${pods}/two/binding`, {metadata: {name: 'two'}, target: {kind: 'Node', name: 'nowhere'}}),
  post(`${pods}/two/binding`, {metadata: {name: 'two'}, target: {kind: 'Node', name: 'elsewhere'}}),
  post(`${pods}/none/binding`, {metadata: {name: 'none'}, target: {kind: 'Node', name: 'elsewhere'}}),
  post(`${pods}/two/eviction?dryRun=All`, {metadata: {name: 'two'}}),
  post(`${pods}/none/eviction`, {metadata: {name: 'none'}}),
  patch(`${pods}/two/status`, {status: {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]}}),
  patch(`${pods}/two`, {spec: {nodeName: 'x'}}),
  remove(`${pods}/two`),
  remove(`${pods}/two?gracePeriodSeconds=5`),
  remove(`${pods}/two?gracePeriodSeconds=0`),
  remove(`${pods}/web?gracePeriodSeconds=0`),
  post(`${ns}/serviceaccounts/default/token`, {spec: {expirationSeconds: 5}}),
  post(`${ns}/serviceaccounts/none/token`, {spec: {}}),
  // Deployments and their scale.
  post(deployments, {metadata: {name: 'web'}, spec: {replicas: 0, selector, template, paused: true}}),
  get(`${deployments}/web/scale`),
  patch(`${deployments}/web/scale`, {spec: {replicas: -1}}),
  put(`${deployments}/web/scale`, {metadata: {name: 'web', namespace: 'k1a-calls'}, spec: {replicas: 0}}),
  put(`${deployments}/web/scale`, {metadata: {name: 'web', resourceVersion: '1'}, spec: {replicas: 3}}),
  get(`${maps}/seed/scale`),
  remove(`${deployments}/web`),
  // Namespaces.
  remove('/api/v1/namespaces/kube-system'),
  remove('/api/v1/namespaces/none'),
  post('/api/v1/namespaces/none/configmaps', {metadata: {name: 'a'}}),
  get('/api/v1/namespaces/none/configmaps'),
  remove('/api/v1/namespaces'),
  // Paths.
  get('/foo'),
  get('/api/v1/foo'),
  get('/api/v2'),
  get('/api/v2/pods'),
  get('/apis/foo'),
  get('/apis/foo/v1/x'),
  get('/apis/apps/v1/foo'),
  get('/apis/apps/v9/deployments'),
  get('/healthz/foo'),
  get('/livez/ping'),
  get('/version'),
  // Who may what.
  get(pods, {as: 'joe'}),
  get(`${pods}/web`, {as: 'joe'}),
  get(`${deployments}/web/scale`, {as: 'joe'}),
  get('/api/v1/nodes?watch=1', {as: 'joe'}),
  get('/foo', {as: 'joe'}),
  get('/healthz', {as: 'joe'}),
  post(maps, {}, {as: 'joe'}),
  remove(`${maps}?labelSelector=x`),
  post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    spec: {resourceAttributes: {verb: 'get', resource: 'pods', namespace: 'a'}},
  }),
  post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {spec: {}}),
  post(
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {spec: {resourceAttributes: {verb: 'get', resource: 'pods', namespace: 'a'}}},
    {as: 'joe'},
  ),
  post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {spec: {namespace: 'default'}}, {as: 'joe'}),
  post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {spec: {}}, {as: 'joe'}),
  post('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    spec: {user: 'joe', resourceAttributes: {verb: 'get', resource: 'pods'}},
  }),
  post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, {as: 'joe'}),
  post('/apis/authentication.k8s.io/v1/tokenreviews', {spec: {token: 'abc'}}),
  get('/apis/authentication.k8s.io/v1/tokenreviews'),
  remove('/api/v1/namespaces/k1a-calls'),
];
