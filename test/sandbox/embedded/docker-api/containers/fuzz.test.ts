import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {concat} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {writeTar} from '../../../../../src/sandbox/embedded/docker-api/images/tar.ts';
import {type TestEngine, testEngine} from './engine.ts';

const configKeys = [
  'Hostname',
  'Domainname',
  'User',
  'ExposedPorts',
  'Tty',
  'OpenStdin',
  'StdinOnce',
  'Env',
  'Cmd',
  'Healthcheck',
  'Volumes',
  'WorkingDir',
  'Entrypoint',
  'Labels',
  'StopSignal',
  'StopTimeout',
  'Shell',
  'NetworkingConfig',
  'cmd',
  'Wat',
];
const hostKeys = [
  'Binds',
  'Mounts',
  'Tmpfs',
  'LogConfig',
  'NetworkMode',
  'PortBindings',
  'RestartPolicy',
  'AutoRemove',
  'VolumesFrom',
  'ConsoleSize',
  'CapAdd',
  'Dns',
  'ExtraHosts',
  'GroupAdd',
  'IpcMode',
  'PidMode',
  'Links',
  'ReadonlyRootfs',
  'ShmSize',
  'Memory',
  'NanoCpus',
  'CpuQuota',
  'CpuPeriod',
  'PidsLimit',
  'Ulimits',
  'Init',
  'Devices',
  'Runtime',
  'UTSMode',
];

/** Words that mean something in one place, and nothing in another. */
const word = fc.constantFrom(
  '',
  '/',
  '/srv',
  '/etc/passwd',
  '../..',
  'rel',
  'vol:/data',
  '/a:/b',
  'a:/b:ro',
  '80/tcp',
  '8000-8010',
  '80',
  'x/tcp',
  'host',
  'none',
  'container:x',
  'bridge',
  'root',
  'web:wheel',
  'A=b',
  '=',
  'TERM',
  '0',
  '99999',
  'sleep',
  'exit',
  'nosuch',
  'size=1m',
  'json-file',
  'always',
  'on-failure',
  'db:10.0.0.1',
  'volume',
  'bind',
  'tmpfs',
  '\u0000',
  '💥',
  '-1',
  'CMD',
);
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    {maxDepth: 3},
    word,
    fc.integer({min: -5, max: 200_000_000}),
    fc.double({noNaN: true}),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), {maxLength: 3}),
    fc.dictionary(
      fc.oneof(
        word,
        fc.constantFrom(
          'Type',
          'Source',
          'Target',
          'HostPort',
          'HostIp',
          'Name',
          'Test',
          'Interval',
          'Config',
          'EndpointsConfig',
          'MaximumRetryCount',
        ),
      ),
      tie('any'),
      {maxKeys: 3},
    ),
  ),
})).any;

const object = (keys: readonly string[]): fc.Arbitrary<object> =>
  fc.dictionary(fc.constantFrom(...keys), value, {maxKeys: 4});

const words = fc.array(word, {maxLength: 3});
const number = fc.oneof(fc.integer({min: -2, max: 5}), fc.constantFrom(8 << 20, 64 << 20, 1e9, 2e9, 1e6));
const wordMap = fc.dictionary(word, word, {maxKeys: 2});
const set = fc.dictionary(word, fc.constant({}), {maxKeys: 2});
const some = (fields: {readonly [key: string]: fc.Arbitrary<unknown>}): fc.Arbitrary<object> =>
  fc.record(fields, {requiredKeys: []});

/** Bodies of the right shape with odd words in them: most of them get further than the first check. */
const shapedConfig = some({
  Hostname: word,
  User: word,
  ExposedPorts: set,
  Tty: fc.boolean(),
  OpenStdin: fc.boolean(),
  Env: words,
  Cmd: words,
  Entrypoint: words,
  Healthcheck: some({Test: words, Interval: number, Retries: number}),
  Volumes: set,
  WorkingDir: word,
  Labels: wordMap,
  StopSignal: word,
  StopTimeout: number,
});
const shapedHost = some({
  Binds: words,
  Mounts: fc.array(some({Type: word, Source: word, Target: word, ReadOnly: fc.boolean()}), {maxLength: 2}),
  Tmpfs: wordMap,
  NetworkMode: word,
  PortBindings: fc.dictionary(word, fc.array(some({HostIp: word, HostPort: word}), {maxLength: 2}), {maxKeys: 2}),
  RestartPolicy: some({Name: word, MaximumRetryCount: number}),
  AutoRemove: fc.boolean(),
  ExtraHosts: words,
  Dns: words,
  GroupAdd: words,
  ReadonlyRootfs: fc.boolean(),
  ShmSize: number,
  Memory: number,
  NanoCpus: number,
  PidsLimit: number,
  Init: fc.boolean(),
});
/** One field in a body, rarely more: two odd ones are nearly always refused. */
const few = (shaped: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc
    .tuple(shaped, fc.array(fc.nat(20), {maxLength: 2}))
    .map(([whole, chosen]) => Object.fromEntries(Object.entries(whole).filter((_, index) => chosen.includes(index))));

/** Everything is an answer in Docker's form: the harness throws on anything that is no refusal. */
async function ask(engine: TestEngine, method: string, path: string, body?: unknown): Promise<number> {
  const answer = await engine.call(method, path, body === undefined ? {} : {body});
  if (answer.status >= 400) expect(answer.json().message).toEqual(expect.any(String));
  return answer.status;
}

const config = fc.oneof(few(shapedConfig), object(configKeys));
const host = fc.oneof(few(shapedHost), object(hostKeys));

describe('requests nobody would make', () => {
  it('are refused in words, or make a container that can be shown, started and removed', async () => {
    const engine = await testEngine();
    await fc.assert(
      fc.asyncProperty(config, host, async (made, HostConfig) => {
        const body = {Image: 'box:1', ...made, HostConfig};
        const status = await ask(engine, 'POST', '/containers/create?name=one', body);
        expect([201, 400, 403, 404, 500, 501]).toContain(status);
        if (status !== 201) return;
        expect(await ask(engine, 'GET', '/containers/json?all=1&size=1')).toBe(200);
        expect(await ask(engine, 'GET', '/containers/one/json?size=1')).toBe(200);
        await ask(engine, 'POST', '/containers/one/start');
        await engine.clock.settle();
        expect(await ask(engine, 'GET', '/containers/json?all=1')).toBe(200);
        await ask(engine, 'GET', '/containers/one/changes');
        await ask(engine, 'DELETE', '/containers/one?force=1&v=1');
        await engine.clock.settle();
        expect(engine.daemon.containers.list()).toEqual([]);
      }),
      {numRuns: 3000},
    );
    expect(engine.daemon.kernel.cgroup.pids).toBe(0);
  }, 120_000);

  it('of execs and updates are refused in words', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100000']);
    const keys = [
      'Cmd',
      'Env',
      'User',
      'WorkingDir',
      'Tty',
      'DetachKeys',
      'ConsoleSize',
      'Memory',
      'RestartPolicy',
      'PidsLimit',
    ];
    await fc.assert(
      fc.asyncProperty(object(keys), async (body) => {
        const answer = await engine.call('POST', '/containers/one/exec', {body: {Cmd: ['echo'], ...body}});
        if (answer.status === 201) await ask(engine, 'POST', `/exec/${answer.json().Id}/start`, {Detach: true});
        await ask(engine, 'POST', '/containers/one/update', body);
        await engine.clock.settle();
      }),
      {numRuns: 1000},
    );
  }, 120_000);

  it('with queries of every kind are answered or refused in words', async () => {
    const engine = await testEngine();
    await engine.run('one', ['ticks']);
    const paths = ['json', 'top', 'logs', 'archive', 'changes', 'stats', 'export'] as const;
    const names = [
      'path',
      'ps_args',
      'tail',
      'since',
      'until',
      'stdout',
      'filters',
      'limit',
      'stream',
      'one-shot',
      'size',
      'all',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.dictionary(
          fc.constantFrom(...names),
          fc.oneof(word, fc.string(), fc.constantFrom('1', '{"name":["["]}', '{"status":{}}')),
          {maxKeys: 3},
        ),
        async (path, query) => {
          const gone = new AbortController();
          const text = new URLSearchParams({...query, stream: query['stream'] ?? '0'}).toString();
          const answer = await engine.call('GET', `/containers/one/${path}?${text}`, {signal: gone.signal});
          expect([200, 400, 404, 500, 501]).toContain(answer.status);
          const list = await engine.call('GET', `/containers/json?${text}`);
          expect([200, 400, 404]).toContain(list.status);
          gone.abort();
          await engine.clock.settle();
        },
      ),
      {numRuns: 1000},
    );
  }, 120_000);
});

describe('archives nobody would send', () => {
  it('are refused in words, and nothing is left of the room they took', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100000']);
    const good: Uint8Array[] = [];
    const items = ['a', 'd/b', '../c', '/etc/passwd', 'd/../../e'].map((name) => ({
      header: {name, size: 3, type: 'file' as const, mtime: new Date(0)},
      body: [Uint8Array.of(1, 2, 3)],
    }));
    const links = [
      {header: {name: 'l', size: 0, type: 'symlink' as const, linkname: '/etc', mtime: new Date(0)}},
      {header: {name: 'h', size: 0, type: 'link' as const, linkname: 'a', mtime: new Date(0)}},
    ];
    for await (const bytes of writeTar([...items, ...links])) good.push(bytes);
    const whole = concat(good);
    const change = fc.record({at: fc.nat(whole.length - 1), to: fc.nat(255)});
    await fc.assert(
      fc.asyncProperty(fc.array(change, {maxLength: 6}), fc.nat(whole.length), async (changes, length) => {
        const bytes = whole.slice(0, length);
        for (const {at, to} of changes) if (at < bytes.length) bytes[at] = to;
        const answer = await engine.call('PUT', '/containers/one/archive?path=/tmp', {bytes});
        expect([200, 400, 403, 500]).toContain(answer.status);
      }),
      {numRuns: 2000},
    );
    const files = container.space?.processes()[0]?.files;
    expect(files?.readText('/etc/passwd')).toMatch(/^root:/);
    await engine.call('DELETE', '/containers/one?force=1');
    expect(engine.daemon.kernel.cgroup.pids).toBe(0);
  }, 120_000);
});
