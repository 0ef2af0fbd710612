import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {DockerContainer} from '../../../../../src/sandbox/embedded/docker-api/containers/docker-container.ts';
import type {OutsidePorts} from '../../../../../src/sandbox/embedded/outside.ts';
import {type Answer, type Hijacked, type TestEngine, testEngine} from './engine.ts';

const names = ['aa', 'bb', 'cc'] as const;
const networks = ['bridge', 'mine'] as const;

/** What a client does. Not waited for, it meets what comes next. */
interface Act {
  readonly path: string;
  readonly method: string;
  readonly body?: object;
  readonly takesOver?: boolean;
}
type Step =
  | {readonly kind: 'act'; readonly act: Act; readonly waits: boolean}
  | {readonly kind: 'time'; readonly ms: number}
  | {
      readonly kind: 'network';
      readonly name: string;
      readonly network: string;
      readonly connects: boolean;
    };

const commands = [['tell'], ['polite', '3'], ['exit', '4'], ['sleep', '0.2'], ['echo', 'hi'], ['nosuch'], ['cat']];

const body = fc.record({
  Image: fc.constant('box:1'),
  Cmd: fc.constantFrom(...commands),
  Tty: fc.boolean(),
  OpenStdin: fc.boolean(),
  Healthcheck: fc.constantFrom(undefined, {Test: ['CMD', 'exit', '0'], Interval: 50_000_000}),
  HostConfig: fc.record({
    AutoRemove: fc.constantFrom(false, false, true),
    NetworkMode: fc.constantFrom('default', 'mine', 'none', 'host', 'container:aa'),
    Binds: fc.constantFrom([], ['data:/data']),
    Tmpfs: fc.constantFrom({}, {'/scratch': ''}),
    PortBindings: fc.constantFrom({}, {'80/tcp': [{HostPort: '8080'}]}, {'80/tcp': [{HostPort: ''}]}),
    RestartPolicy: fc.constantFrom({Name: 'no'}, {Name: 'always'}, {Name: 'on-failure', MaximumRetryCount: 2}),
  }),
});

const act: fc.Arbitrary<Act> = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)).chain(([name, other]) => {
  const post = (path: string, more: Partial<Act> = {}): fc.Arbitrary<Act> =>
    fc.constant({method: 'POST', path: `/containers/${path}`, ...more});
  return fc.oneof(
    {weight: 4, arbitrary: body.map((made) => ({method: 'POST', path: `/containers/create?name=${name}`, body: made}))},
    {weight: 6, arbitrary: post(`${name}/start`)},
    {weight: 2, arbitrary: post(`${name}/stop?t=0`)},
    {weight: 2, arbitrary: post(`${name}/restart?t=0`)},
    {weight: 1, arbitrary: post(`${name}/kill`)},
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('HUP', 'TERM', 'STOP', 'CONT')
        .chain((signal) => post(`${name}/kill?signal=${signal}`)),
    },
    {weight: 2, arbitrary: post(`${name}/pause`)},
    {weight: 2, arbitrary: post(`${name}/unpause`)},
    {weight: 1, arbitrary: post(`${name}/rename?name=${other}`)},
    {
      weight: 1,
      arbitrary: post(`${name}/update`, {body: {Memory: 64 << 20, MemorySwap: 128 << 20, RestartPolicy: {Name: 'no'}}}),
    },
    {weight: 1, arbitrary: post(`${name}/wait?condition=next-exit`)},
    {weight: 1, arbitrary: post(`${name}/wait?condition=removed`)},
    {weight: 1, arbitrary: post(`${name}/attach?stream=1&stdin=1&stdout=1&stderr=1&logs=1`, {takesOver: true})},
    {weight: 1, arbitrary: post(`${name}/exec`, {body: {Cmd: ['echo', 'in'], AttachStdout: true}})},
    {weight: 1, arbitrary: post('prune')},
    {weight: 1, arbitrary: fc.constant({method: 'GET', path: `/containers/${name}/logs?stdout=1&follow=1`})},
    {
      weight: 2,
      arbitrary: fc
        .constantFrom('', '?force=1', '?force=1&v=1')
        .map((query) => ({method: 'DELETE', path: `/containers/${name}${query}`})),
    },
  );
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {weight: 8, arbitrary: fc.record({kind: fc.constant('act' as const), act, waits: fc.boolean()})},
  {weight: 2, arbitrary: fc.record({kind: fc.constant('time' as const), ms: fc.integer({min: 0, max: 300})})},
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('network' as const),
      name: fc.constantFrom(...names),
      network: fc.constantFrom(...networks),
      connects: fc.boolean(),
    }),
  },
);

/** Statuses a client may be given: everything else is a fault of ours. */
const statuses = new Set([200, 201, 204, 304, 400, 404, 409, 500]);

interface World {
  readonly engine: TestEngine;
  readonly listening: Set<string>;
  readonly answers: Promise<Answer | Hijacked | undefined>[];
  readonly emptyDisk: number;
}

async function createWorld(): Promise<World> {
  const listening = new Set<string>();
  const ports: OutsidePorts = {
    async listen(address, port) {
      const key = `${address}:${port}`;
      expect(listening.has(key)).toBe(false);
      listening.add(key);
      return {port, close: () => void listening.delete(key)};
    },
  };
  const engine = await testEngine({outside: {ports}});
  engine.network('mine', '172.18.0.0/16');
  // The first container of an image makes the layer that all of them share.
  await engine.create('first');
  await engine.call('DELETE', '/containers/first');
  return {engine, listening, answers: [], emptyDisk: engine.daemon.kernel.disk.usedBytes};
}

async function take(world: World, next: Step): Promise<void> {
  const {engine} = world;
  if (next.kind === 'time') return engine.clock.advance(next.ms);
  if (next.kind === 'network') return changeNetwork(world, next);
  const {method, path, body: sent, takesOver} = next.act;
  const given = sent ? {body: sent} : {};
  // Refused, it is no connection: that is an answer as well.
  const done = takesOver ? engine.hijack(path, given).catch(() => undefined) : engine.call(method, path, given);
  world.answers.push(done);
  if (next.waits) await Promise.race([done, engine.clock.settle()]);
}

async function changeNetwork({engine}: World, next: Extract<Step, {kind: 'network'}>): Promise<void> {
  const container = engine.daemon.containers.find(next.name);
  const network = engine.daemon.networks.require(next.network);
  const {emptyEndpoint} = await import('../../../../../src/sandbox/embedded/docker-api/containers/create-body.ts');
  const change = next.connects
    ? container?.connectNetwork(network, emptyEndpoint)
    : container?.disconnectNetwork(network);
  await change?.catch(() => {});
}

/** What must hold whenever nothing more happens by itself. */
function checkInvariants({engine, listening}: World): void {
  const {daemon} = engine;
  const containers = daemon.containers.list();
  expect(new Set(containers.map(({id}) => id)).size).toBe(containers.length);
  expect(new Set(containers.map(({name}) => name)).size).toBe(containers.length);
  for (const container of containers) checkState(container, engine);
  checkEvents(engine);
  const runs = containers.flatMap(({run}) => run ?? []);
  const open = runs.flatMap(({ports}) => ports.map(({hostPort}) => `127.0.0.1:${hostPort}`));
  expect([...listening].sort()).toEqual(open.sort());
  for (const {hostPort} of runs.flatMap(({ports}) => ports)) expect(daemon.fabric.isPublished(hostPort)).toBe(true);
  expect(daemon.kernel.cgroup.pids).toBe(
    runs.reduce((sum, {space}) => sum + space.processes().filter(({status}) => !status).length, 0),
  );
  for (const network of daemon.networks.list()) {
    const connected = containers.filter(({endpoints}) => endpoints.has(network.name));
    expect([...network.endpoints.keys()].sort()).toEqual(connected.map(({id}) => id).sort());
    if (network.bridge) expect(network.bridge.size).toBe(connected.length);
  }
  for (const {name, users} of daemon.volumes.list())
    expect([...users].sort()).toEqual(
      containers
        .filter(({mounts}) => mounts.some((mount) => mount.name === name))
        .map(({id}) => id)
        .sort(),
    );
}

function checkState(container: DockerContainer, {daemon}: TestEngine): void {
  const {state, run, name} = container;
  expect(daemon.containers.find(name)).toBe(container);
  expect(run !== undefined).toBe(state.running && !state.restarting);
  expect(state.pid).toBe(run?.first.hostPid ?? 0);
  expect(run?.first.status).toBeUndefined();
  expect(run?.space.frozen ?? false).toBe(state.paused);
  expect(state.removing || state.dead).toBe(false);
  expect(
    container.stack.interfaces.length > 0 && !run && container.networkOf === undefined && !container.networks.isHost,
  ).toBe(false);
}

function checkEvents({events}: TestEngine): void {
  const actions = new Map<string, string[]>();
  for (const {type, id, action} of events)
    if (type === 'container' && id !== '') actions.set(id, [...(actions.get(id) ?? []), action]);
  for (const told of actions.values()) checkOrder(told);
}

/** Events of one container: made, then starts and ends in turn, and nothing once it is gone. */
function checkOrder(actions: readonly string[]): void {
  let running = false;
  for (const action of actions) {
    if (action === 'start') {
      expect(running).toBe(false);
      running = true;
    }
    if (action === 'die') {
      expect(running).toBe(true);
      running = false;
    }
    if (['pause', 'unpause', 'oom', 'exec_start'].includes(action)) expect(running).toBe(true);
  }
  expect(actions.indexOf('create') <= 0).toBe(true);
  if (actions.includes('destroy')) {
    expect(running).toBe(false);
    expect(
      actions
        .slice(actions.indexOf('destroy') + 1)
        .filter((action) => !action.startsWith('exec_') && action !== 'stop' && action !== 'kill'),
    ).toEqual([]);
  }
}

/** Lines kept of each container never become fewer while it is there. */
function checkLogs(lines: Map<string, number>, {daemon}: TestEngine): void {
  for (const {id, log} of daemon.containers.list()) {
    let count = 0;
    const at = log.position();
    while (log.next(at)) count += 1;
    expect(count).toBeGreaterThanOrEqual(lines.get(id) ?? 0);
    lines.set(id, count);
  }
}

/** Everything is removed: nothing of anything is left, and nobody waits any more. */
async function checkEnd(world: World): Promise<void> {
  const {engine, listening, answers} = world;
  await engine.clock.advance(500);
  for (const {id} of engine.daemon.containers.list()) await engine.call('DELETE', `/containers/${id}?force=1&v=1`);
  await engine.clock.advance(3000);
  expect(engine.daemon.containers.list()).toEqual([]);
  checkEvents(engine);
  expect(listening.size).toBe(0);
  expect(engine.daemon.kernel.cgroup.pids).toBe(0);
  expect(engine.daemon.kernel.disk.usedBytes).toBe(world.emptyDisk);
  for (const {users} of engine.daemon.volumes.list()) expect(users.size).toBe(0);
  for (const answer of await Promise.all(answers)) {
    if (!answer) continue;
    if ('status' in answer) expect(statuses.has(answer.status)).toBe(true);
    expect(answer.isDone()).toBe(true);
  }
}

describe('three containers', () => {
  it('whatever is done to them, in whatever order or at once, never come to be half one thing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, {minLength: 4, maxLength: 24}), async (steps) => {
        const world = await createWorld();
        const lines = new Map<string, number>();
        for (const next of steps) {
          await take(world, next);
          if (next.kind === 'act' && !next.waits) continue;
          await world.engine.clock.settle();
          checkInvariants(world);
          checkLogs(lines, world.engine);
        }
        await checkEnd(world);
      }),
      {numRuns: Number(process.env['STATE_MACHINE_RUNS'] ?? 2000)},
    );
  }, 300_000);
});
