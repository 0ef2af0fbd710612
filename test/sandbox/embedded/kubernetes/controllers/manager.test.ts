import {expect, test} from 'vitest';
import type {Controller} from '../../../../../src/sandbox/embedded/controllers/controller.ts';
import {EventRecorder} from '../../../../../src/sandbox/embedded/controllers/event-recorder.ts';
import {ControllerManager} from '../../../../../src/sandbox/embedded/controllers/manager.ts';
import {type Client, Unreachable} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import {type KubeObject, keyOfObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {createKubeRig} from '../rig.ts';

const map = (name: string, data = {}) => ({metadata: {name, namespace: 'default'}, data});

/** Writes down which ConfigMaps it was told to look at. */
function observer(seen: string[]): () => readonly Controller[] {
  return () => [
    {
      name: 'observer',
      setup({informers}, enqueue) {
        const look = (object: KubeObject) => enqueue(keyOfObject(object));
        informers.of('configmaps').on({added: look, changed: look});
      },
      reconcile(key, {client}) {
        const [namespace = '', name = ''] = key.split('/');
        seen.push(`${name} ${JSON.stringify(client.get(`configmaps`, namespace, name)['data'] ?? {})}`);
      },
    },
  ];
}

/** A client whose API server comes and goes. */
function interruptible(client: Client) {
  let connected = true;
  const listeners = new Set<(state: 'connected' | 'lost') => void>();
  const stops = new Set<() => void>();
  const guard = () => {
    if (!connected) throw new Unreachable('dial tcp 172.18.0.2:6443: connect: connection refused');
    return client;
  };
  const link: Client = {
    user: client.user,
    find: (...call) => guard().find(...call),
    get: (...call) => guard().get(...call),
    list: (...call) => guard().list(...call),
    create: (...call) => guard().create(...call),
    update: (...call) => guard().update(...call),
    patch: (...call) => guard().patch(...call),
    delete: (...call) => guard().delete(...call),
    revision: () => guard().revision(),
    watch(...call) {
      const stop = guard().watch(...call);
      stops.add(stop);
      return stop;
    },
    onConnection(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    link,
    turn(state: 'connected' | 'lost') {
      connected = state === 'connected';
      if (!connected) for (const stop of stops) stop();
      for (const listener of listeners) listener(state);
    },
  };
}

const holder = (client: Client) =>
  (
    client.find('leases.coordination.k8s.io', 'kube-system', 'manager') as
      | {spec?: {holderIdentity?: string}}
      | undefined
  )?.spec?.holderIdentity;

test('only the one that holds the Lease works, and another takes over when it is silent', async () => {
  const {admin, clock, random} = createKubeRig();
  const seen: string[][] = [[], []];
  const [one, two] = [0, 1].map((index) => {
    const controllers = observer(seen[index] ?? []);
    const election = {lease: 'manager', identity: `host_${index}`};
    return new ControllerManager({client: admin, clock, random, controllers, election});
  });
  one?.start();
  two?.start();
  admin.create('configmaps', 'default', map('a'));
  await clock.advance(5000);
  expect(seen).toEqual([['a {}'], []]);
  expect(holder(admin)).toBe('host_0');
  expect(admin.list('events', 'kube-system')).toMatchObject([
    {
      reason: 'LeaderElection',
      message: 'host_0 became leader',
      source: {component: 'manager'},
      involvedObject: {kind: 'Lease', name: 'manager', namespace: 'kube-system'},
    },
  ]);
  one?.stop();
  await clock.advance(10_000);
  expect(holder(admin)).toBe('host_0');
  await clock.advance(10_000);
  expect(holder(admin)).toBe('host_1');
  expect(seen[1]).toEqual(['a {}']);
  two?.stop();
});

test('without an API server nothing is lost: work goes on when there is one again', async () => {
  const {admin, clock, random} = createKubeRig();
  const {link, turn} = interruptible(admin);
  const seen: string[] = [];
  const manager = new ControllerManager({client: link, clock, random, controllers: observer(seen)});
  turn('lost');
  manager.start();
  admin.create('configmaps', 'default', map('a'));
  await clock.advance(1000);
  expect(seen).toEqual([]);
  turn('connected');
  await clock.advance(10);
  expect(seen).toEqual(['a {}']);
  admin.update('configmaps', map('a', {n: '1'}));
  turn('lost');
  admin.update('configmaps', map('a', {n: '2'}));
  await clock.advance(60_000);
  expect(seen).toHaveLength(1);
  turn('connected');
  await clock.advance(10);
  expect(seen).toEqual(['a {}', 'a {"n":"2"}']);
  manager.stop();
  admin.update('configmaps', map('a', {n: '3'}));
  await clock.advance(1000);
  expect(seen).toHaveLength(2);
});

test('a leader that cannot say so for ten seconds is none any more', async () => {
  const {admin, clock, random} = createKubeRig();
  const {link, turn} = interruptible(admin);
  let lost = 0;
  const election = {lease: 'manager', identity: 'host'};
  const onLost = () => {
    lost += 1;
  };
  const manager = new ControllerManager({client: link, clock, random, controllers: () => [], election, onLost});
  manager.start();
  turn('lost');
  await clock.advance(9000);
  expect(lost).toBe(0);
  await clock.advance(3000);
  expect(lost).toBe(1);
  manager.stop();
});

test('what throws is tried again, later and later', async () => {
  const {admin, clock, random} = createKubeRig();
  const times: number[] = [];
  const start = clock.now();
  const failing: Controller = {
    name: 'failing',
    setup: (_, enqueue) => enqueue('key'),
    reconcile() {
      times.push(clock.now() - start);
      throw new Error('not yet');
    },
  };
  const manager = new ControllerManager({client: admin, clock, random, controllers: () => [failing]});
  manager.start();
  await clock.advance(100);
  expect(times).toEqual([0, 5, 15, 35, 75]);
  manager.stop();
});

test('the same event again is counted up, similar ones are combined, and too many are not written', async () => {
  const {admin, clock} = createKubeRig();
  const recorder = new EventRecorder({client: admin, clock, component: 'tester'});
  const about = admin.create('configmaps', 'default', map('a'));
  const say = (message: string) => recorder.record(about, {type: 'Normal', reason: 'Said', message});
  say('hello');
  await clock.advance(2000);
  say('hello');
  const [event] = admin.list('events', 'default');
  expect(event).toMatchObject({
    count: 2,
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:02Z',
    eventTime: null,
    reportingComponent: 'tester',
    reportingInstance: '',
    source: {component: 'tester'},
    involvedObject: {apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a', uid: about.metadata.uid},
  });
  expect(event?.metadata.name).toMatch(/^a\.[0-9a-f]{16}$/);
  for (let index = 0; index < 40; index += 1) say(`message ${index}`);
  const all = admin.list<KubeObject & {readonly message: string; readonly count: number}>('events', 'default');
  const combined = all.filter(({message}) => message.startsWith('(combined from similar events): '));
  expect(combined).toMatchObject([{reportingComponent: ''}]);
  // Twenty-five in a burst: two of the first, eight more, and the rest in one that is counted up.
  expect(all).toHaveLength(10);
  expect(combined[0]?.count).toBe(15);
});
