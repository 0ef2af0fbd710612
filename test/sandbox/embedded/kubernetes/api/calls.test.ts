import {expect, test} from 'vitest';
import {createKubeRig} from '../rig.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

test('an object is created, read, replaced and deleted', async () => {
  const {call} = createKubeRig();
  const made = await call('POST', maps, {body: {metadata: {name: 'one'}, data: {a: '1'}}});
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({kind: 'ConfigMap', apiVersion: 'v1', data: {a: '1'}});
  const replaced = await call('PUT', `${maps}/one`, {body: {...made.body, data: {a: '2'}}});
  expect(replaced.body.data).toEqual({a: '2'});
  expect((await call('GET', `${maps}/one`)).body).toEqual(replaced.body);
  const gone = await call('DELETE', `${maps}/one`);
  expect(gone.body).toMatchObject({kind: 'Status', status: 'Success', details: {name: 'one', kind: 'configmaps'}});
  expect((await call('GET', `${maps}/one`)).status).toBe(404);
});

test('a list says its kind once, and a Table has cells', async () => {
  const {call} = createKubeRig();
  await call('POST', maps, {body: {metadata: {name: 'one'}, data: {a: '1'}}});
  const list = (await call('GET', maps)).body;
  expect(list).toMatchObject({kind: 'ConfigMapList', apiVersion: 'v1'});
  expect(list.items[0].kind).toBeUndefined();
  const rows = (await call('GET', maps, {headers: {accept: table}})).body;
  expect(rows.columnDefinitions.map(({name}: {name: string}) => name)).toEqual(['Name', 'Data', 'Age']);
  expect(rows.rows[0]).toMatchObject({
    cells: ['one', expect.anything(), '0s'],
    object: {kind: 'PartialObjectMetadata', metadata: {name: 'one'}},
  });
});

test('a list goes on where its page ended, as it was when it began', async () => {
  const {call} = createKubeRig();
  for (const name of ['a', 'b', 'c']) await call('POST', maps, {body: {metadata: {name}}});
  const first = (await call('GET', `${maps}?limit=2`)).body;
  expect(first.metadata.remainingItemCount).toBe(1);
  await call('DELETE', `${maps}/c`);
  const second = (await call('GET', `${maps}?limit=2&continue=${first.metadata.continue}`)).body;
  expect(second.items.map((item: {metadata: {name: string}}) => item.metadata.name)).toEqual(['c']);
  expect(second.metadata.continue).toBeUndefined();
});

test('a page of a list that is forgotten is gone', async () => {
  const {call, store} = createKubeRig();
  for (const name of ['a', 'b']) await call('POST', maps, {body: {metadata: {name}}});
  const first = (await call('GET', `${maps}?limit=1`)).body;
  await call('DELETE', `${maps}/b`);
  store.compact();
  const second = await call('GET', `${maps}?limit=1&continue=${first.metadata.continue}`);
  expect(second).toMatchObject({status: 410, body: {reason: 'Expired'}});
});

test('a watch tells what happened since a revision, and ends in time', async () => {
  const {call, clock, store} = createKubeRig();
  const since = store.revision;
  await call('POST', maps, {body: {metadata: {name: 'one', labels: {app: 'web'}}}});
  const made = await call('POST', maps, {body: {metadata: {name: 'two'}}});
  const watching = call('GET', `${maps}?watch=1&resourceVersion=${since}&labelSelector=app%3Dweb&timeoutSeconds=5`);
  await clock.settle();
  await call('PUT', `${maps}/two`, {body: {...made.body, metadata: {...made.body.metadata, labels: {app: 'web'}}}});
  await call('PATCH', `${maps}/one`, {
    body: {metadata: {labels: null}},
    headers: {'content-type': 'application/merge-patch+json'},
  });
  await clock.advance(5000);
  const {text} = await watching;
  const events = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map(({type, object}) => [type, object.metadata.name])).toEqual([
    ['ADDED', 'one'],
    ['ADDED', 'two'],
    ['DELETED', 'one'],
  ]);
});

test('a watch of a revision that is forgotten is one ERROR', async () => {
  const {call, clock, store} = createKubeRig();
  await call('POST', maps, {body: {metadata: {name: 'one'}}});
  store.compact();
  const watching = call('GET', `${maps}?watch=1&resourceVersion=1`);
  await clock.settle();
  expect((await watching).body).toMatchObject({type: 'ERROR', object: {kind: 'Status', code: 410, reason: 'Expired'}});
});

test('a watch with initial events says where they end', async () => {
  const {call, clock} = createKubeRig();
  await call('POST', maps, {body: {metadata: {name: 'one'}}});
  const query = 'watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';
  const watching = call('GET', `${maps}?${query}&timeoutSeconds=1`);
  await clock.advance(1000);
  const lines = (await watching).text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({type}) => type)).toEqual(['ADDED', 'BOOKMARK']);
  expect(lines[1].object.metadata.annotations).toEqual({'k8s.io/initial-events-end': 'true'});
});

test('a field there is not is refused, told of or passed over', async () => {
  const {call} = createKubeRig();
  const body = {metadata: {name: 'one'}, dta: {}};
  const strict = await call('POST', `${maps}?fieldValidation=Strict`, {body});
  expect(strict).toMatchObject({
    status: 400,
    body: {
      message: 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dta"',
    },
  });
  const warned = await call('POST', `${maps}?fieldValidation=Warn&dryRun=All`, {body});
  expect(warned.headers['warning']).toBe('299 - "unknown field \\"dta\\""');
  const ignored = await call('POST', `${maps}?fieldValidation=Ignore&dryRun=All`, {body});
  expect(ignored.headers['warning']).toBeUndefined();
});

test('a value of another type is refused as Go refuses it', async () => {
  const {call} = createKubeRig();
  const answer = await call('POST', maps, {body: {metadata: {name: 1}}});
  expect(answer.body.message).toBe(
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ' +
      'ObjectMeta.metadata.name of type string',
  );
});

const refusals: readonly (readonly [query: string, status: number, message: string])[] = [
  ['labelSelector=a%20b', 400, "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['labelSelector=a%20in%20b', 400, "unable to parse requirement: found 'b' expected: '('"],
  ['fieldSelector=foo', 400, "invalid selector: 'foo'; can't understand 'foo'"],
  ['limit=x', 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
  [
    'resourceVersion=abc',
    400,
    'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  ],
  [
    'resourceVersionMatch=Exact',
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless ' +
      'resourceVersion is provided',
  ],
];

test.each(refusals)('a list with %s is refused', async (query, status, message) => {
  const {call} = createKubeRig();
  expect(await call('GET', `${maps}?${query}`)).toMatchObject({status, body: {kind: 'Status', message}});
});

test('a list of the future is not waited for', async () => {
  const {call, store} = createKubeRig();
  const answer = await call('GET', `${maps}?resourceVersion=999999`);
  expect(answer).toMatchObject({
    status: 504,
    headers: {'retry-after': '1'},
    body: {message: `Timeout: Too large resource version: 999999, current: ${store.revision}`, reason: 'Timeout'},
  });
});

test('paths nobody serves, and resources there are not', async () => {
  const {call} = createKubeRig();
  expect(await call('GET', '/foo')).toMatchObject({status: 404, text: '404 page not found\n'});
  expect((await call('GET', '/api/v1/foo')).body).toMatchObject({
    message: 'the server could not find the requested resource',
    reason: 'NotFound',
    details: {},
    code: 404,
  });
  expect((await call('PUT', maps)).body).toMatchObject({reason: 'MethodNotAllowed', code: 405});
});

test('who has no role may read what is public, and nothing else', async () => {
  const {call} = createKubeRig();
  const user = {name: 'joe', groups: ['system:authenticated'], manager: 'curl'};
  expect((await call('GET', '/api/v1/namespaces/a/pods', {user})).body).toMatchObject({
    message: 'pods is forbidden: User "joe" cannot list resource "pods" in API group "" in the namespace "a"',
    details: {kind: 'pods'},
    code: 403,
  });
});

test('a body that is too long is refused', async () => {
  const {call} = createKubeRig();
  const answer = await call('POST', maps, {body: {metadata: {name: 'one'}, data: {a: 'x'.repeat(3_200_000)}}});
  expect(answer).toMatchObject({status: 413, body: {message: 'Request entity too large: limit is 3145728'}});
});

test('YAML comes in and goes out', async () => {
  const {call} = createKubeRig();
  const body = 'metadata:\n  name: one\ndata:\n  a: "1"\n';
  const made = await call('POST', maps, {body, headers: {'content-type': 'application/yaml'}});
  expect(made.body.data).toEqual({a: '1'});
  const read = await call('GET', `${maps}/one`, {headers: {accept: 'application/yaml'}});
  expect(read.text).toMatch(/^apiVersion: v1\n[\s\S]*creationTimestamp: "2026-01-01T00:00:00Z"/);
});

test('a token of a service account is good as long as the account is there', async () => {
  const {call, server, admin} = createKubeRig();
  const asked = await call('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', {body: {spec: {}}});
  const {token} = asked.body.status;
  expect(server.userOfToken(token)?.name).toBe('system:serviceaccount:default:default');
  expect(server.userOfToken(`${token}x`)).toBeUndefined();
  admin.delete('serviceaccounts', 'default', 'default');
  expect(server.userOfToken(token)).toBeUndefined();
});
