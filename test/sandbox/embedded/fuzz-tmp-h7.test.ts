import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {encode} from '../../../src/sandbox/embedded/bytes/bytes.ts';
import {connectedPair, Pipe} from '../../../src/sandbox/embedded/bytes/pipe.ts';
import type {ApiResponse} from '../../../src/sandbox/embedded/docker-api/api/http.ts';
import {routes} from '../../../src/sandbox/embedded/docker-api/routes.ts';
import {type CalledEngine, calledEngine} from './called-engine.ts';

const odd = [
  '',
  ' ',
  '..',
  '%2e%2e',
  '%',
  '%ff',
  '\u2603',
  '-1',
  '0',
  'null',
  '[]',
  '{}',
  'x'.repeat(300),
  "'",
  '"',
  '\\',
  '\0',
];
const references = [
  'web',
  'idle',
  'small:1',
  'small',
  'bridge',
  'host',
  'none',
  'net',
  'site',
  'nosuch',
  'a',
  '/web',
  'sha256:00',
];
const numbers = ['0', '1', '10', '-1', '1e9', '99999999999999999999', '0x10', '1.5', '1767225600.000000001'];
const flags = ['1', '0', 'true', 'false', 'yes', 'no', 'T'];
const filterTexts = [
  '{"name":["web"]}',
  '{"name":{"web":true}}',
  '{"label":["a=b"],"dangling":["true"]}',
  '{"status":["running","odd"]}',
  '{"until":["1h"]}',
  '{"until":["x"]}',
  '{"id":["("]}',
  '{"nosuch":["x"]}',
  '{"name":"web"}',
  '{"name":[1]}',
  '[]',
  '{',
  'null',
  '"x"',
  '{"__proto__":["x"]}',
];
const paths = ['/', '/etc/passwd', '/etc', '/nosuch', '../..', '/proc/self', '/tmp/x'];

const text = fc.oneof(
  {weight: 9, arbitrary: fc.constantFrom(...references)},
  {weight: 2, arbitrary: fc.constantFrom(...odd, ...numbers, ...flags, ...paths)},
  {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 20})},
);

/** Names queries and bodies have, whatever call they belong to. */
const queryNames = (
  'all limit size filters name force v t signal condition stdout stderr stdin stream logs follow tail since until ' +
  'timestamps path h w fromImage fromSrc tag repo type detachKeys ps_args noOverwriteDirNonDir names term verbose scope ' +
  'one-shot container author comment changes pause digests shared-size noprune platform quiet remote version'
).split(' ');
const bodyNames = (
  'Image Cmd Entrypoint Env Labels Hostname User WorkingDir Tty OpenStdin StdinOnce AttachStdin AttachStdout AttachStderr ' +
  'ExposedPorts Volumes Healthcheck StopSignal StopTimeout HostConfig NetworkingConfig EndpointsConfig Binds Mounts ' +
  'PortBindings NetworkMode RestartPolicy Memory NanoCpus AutoRemove Privileged LogConfig Links ExtraHosts Tmpfs Name ' +
  'Driver DriverOpts Options Internal IPAM Config Subnet Gateway IPRange AuxiliaryAddresses EnableIPv6 Container ' +
  'EndpointConfig Aliases IPAMConfig IPv4Address Force Detach ConsoleSize username password serveraddress __proto__ constructor'
).split(' ');

const value = fc.letrec<{value: unknown}>((tie) => ({
  value: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    text,
    fc.constantFrom(null, true, false, 0, 1, -1, 1.5, 2 ** 53, 1e300),
    fc.array(tie('value'), {maxLength: 3}),
    fc.dictionary(fc.oneof(fc.constantFrom(...bodyNames), text), tie('value'), {maxKeys: 6}),
  ),
})).value;

const plausible = fc.record(
  {
    Image: fc.constantFrom('small:1', 'small:1', 'nosuch', ''),
    Name: text,
    Container: text,
    Cmd: fc.oneof(
      {weight: 4, arbitrary: fc.constantFrom(['sleep', '1'], ['sh', '-c', 'exit 3'], ['cat'])},
      {weight: 1, arbitrary: value},
    ),
    Driver: fc.constantFrom('bridge', 'local', 'nosuch', ''),
    HostConfig: fc.oneof(
      fc.record({NetworkMode: text, Binds: fc.array(text, {maxLength: 2})}, {requiredKeys: []}),
      value,
    ),
    IPAM: fc.oneof(
      fc.record({
        Config: fc.array(fc.record({Subnet: fc.constantFrom('10.1.0.0/24', '10.1.0.0/33', 'x'), Gateway: text})),
      }),
      value,
    ),
    Labels: fc.oneof(fc.constant({a: 'b'}), value),
  },
  {requiredKeys: ['Image', 'Name', 'Container']},
);

const body = fc.oneof(
  {weight: 2, arbitrary: fc.constant('')},
  {weight: 9, arbitrary: plausible.map((object) => JSON.stringify(object))},
  {weight: 3, arbitrary: value.map((any) => JSON.stringify(any) ?? '')},
  {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 600})},
  {weight: 1, arbitrary: fc.constantFrom('[['.repeat(5000), '{"a":'.repeat(5000), 'nul', '"')},
);

/** What this engine has; the rest is a table of refusals. */
const present = /^\/(containers|exec|images|networks|volumes|events|system|auth|commit|info|build)/;

const call = fc.record({
  route: fc.oneof(
    {weight: 1, arbitrary: fc.constantFrom(...routes)},
    {weight: 9, arbitrary: fc.constantFrom(...routes.filter(({path}) => present.test(path)))},
  ),
  method: fc.oneof(
    {weight: 9, arbitrary: fc.constant('')},
    {weight: 1, arbitrary: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'X')},
  ),
  names: fc.array(text, {minLength: 2, maxLength: 2}),
  encoded: fc.boolean(),
  version: fc.oneof(
    {weight: 9, arbitrary: fc.constantFrom('', '/v1.46', '/v1.41', '/v1.24')},
    {weight: 1, arbitrary: fc.constantFrom('/v9', '/v1.', '/v..', '/v1.23')},
  ),
  query: fc.array(
    fc.tuple(
      fc.oneof({weight: 9, arbitrary: fc.constantFrom(...queryNames)}, {weight: 1, arbitrary: text}),
      fc.oneof(text, fc.constantFrom(...numbers), fc.constantFrom(...flags), fc.constantFrom(...filterTexts)),
    ),
    {maxLength: 4},
  ),
  body,
  type: fc.oneof(
    {weight: 9, arbitrary: fc.constant('application/json')},
    {weight: 1, arbitrary: fc.constantFrom('application/json; charset=utf-8', 'text/plain', 'application/x-tar', '')},
  ),
  auth: fc.constantFrom('', 'e30=', 'x', '%%'),
  upgrade: fc.boolean(),
});

type FuzzCall = typeof call extends fc.Arbitrary<infer T> ? T : never;

function urlOf({route, names, encoded, version, query}: FuzzCall): string {
  let index = 0;
  const path = route.path.replaceAll(/\{\w+\*?\}/g, () => {
    const name = names[index++ % names.length] ?? '';
    return encoded ? encodeURIComponent(name) : name;
  });
  return `${version}${path}?${new URLSearchParams(query.map(([name, wished]): [string, string] => [name, wished]))}`;
}

/** Ends what an answer began, as a client does that has seen enough. */
async function drain(engine: CalledEngine, response: ApiResponse, gone: AbortController): Promise<void> {
  const failures: unknown[] = [];
  const watch = (work: Promise<void>): Promise<void> => work.catch((error) => void failures.push(error));
  let work = Promise.resolve();
  if (response.kind === 'stream') work = watch(response.write({write: async () => {}, close() {}}));
  if (response.kind === 'hijack') {
    const [server, client] = connectedPair(1 << 20);
    work = watch(response.run(server));
    await client.writer.write(encode('exit\n'));
    client.writer.close();
    await engine.clock.settle();
    client.reader.close();
  }
  await engine.clock.settle();
  gone.abort(new Error('the client is gone'));
  await engine.clock.settle();
  void work;
}

async function answerTo(engine: CalledEngine, given: FuzzCall): Promise<ApiResponse> {
  const {route, method, type, auth, upgrade} = given;
  const sent = new Pipe(1 << 24);
  if (given.body !== '') await sent.writer.write(encode(given.body));
  sent.writer.close();
  const gone = new AbortController();
  let response: ApiResponse | undefined;
  void engine
    .handle({
      method: method === '' ? route.method : method,
      url: urlOf(given),
      headers: new Map([...(type === '' ? [] : [['content-type', type] as const]), ['x-registry-auth', auth] as const]),
      body: sent.reader,
      upgrade,
      signal: gone.signal,
    })
    .then((answered) => {
      response = answered;
    });
  // A stop may take its ten seconds; with t=-1 it takes until somebody kills the container.
  for (let turns = 0; turns < 4 && !response; turns += 1) await engine.clock.advance(turns === 0 ? 0 : 15_000);
  if (!response) {
    const stopping = engine.stop();
    await engine.clock.settle();
    await stopping;
  }
  if (!response) throw new Error('no answer, not even when all containers are gone');
  await drain(engine, response, gone);
  return response;
}

function checkShape(response: ApiResponse): void {
  if (response.kind === 'hijack') return;
  expect(response.status).toBeGreaterThanOrEqual(200);
  expect(response.status).toBeLessThan(600);
  if (response.status >= 400 && response.status !== 499) {
    const {message} = response.kind === 'json' ? (response.body as {message: unknown}) : {message: undefined};
    expect(message).toEqual(expect.stringMatching(/\S/));
    expect(message).not.toMatch(/undefined|\[object |NaN|\bat .*\.ts:\d+/);
  }
  if (response.kind === 'json') expect(() => JSON.stringify(response.body)).not.toThrow();
}

/** An engine with something of everything in it. */
async function furnished(): Promise<CalledEngine> {
  const engine = await calledEngine();
  await engine.post('/networks/create', {Name: 'net'});
  await engine.post('/volumes/create', {Name: 'site'});
  await engine.run('web');
  await engine.make('idle');
  return engine;
}

const stats = new Map<string, number>();
describe('every call of the API, with whatever in it', () => {
  it('is answered in the shape of Docker, and never by an error of the engine’s own', async () => {
    let engine = await furnished();
    let calls = 0;
    await fc.assert(
      fc.asyncProperty(call, async (given) => {
        // What has been removed should be there again.
        calls += 1;
        if (calls % 100 === 0 || engine.daemon.containers.list().length === 0) engine = await furnished();
        const response = await answerTo(engine, given);
        expect(engine.faults).toEqual([]);
        checkShape(response); {const k = (response.kind === 'hijack' ? 'hijack' : response.kind+response.status); stats.set(k, (stats.get(k) ?? 0) + 1);}
      }),
      {numRuns: 60000, interruptAfterTimeLimit: 500_000, markInterruptAsFailure: true},
    );
    console.log(JSON.stringify([...stats]));
  }, 600_000);
});
