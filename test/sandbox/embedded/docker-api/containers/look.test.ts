import {describe, expect, it} from 'vitest';
import {type TestEngine, testEngine} from './engine.ts';

/** Containers of every kind: created, running, healthy, paused, ended well and badly, waiting to start again. */
async function several(): Promise<TestEngine> {
  const engine = await testEngine();
  await engine.create('made', {Labels: {app: 'x'}});
  await engine.run(
    'up',
    ['sleep', '1000'],
    {Binds: ['data:/data']},
    {Labels: {app: 'web', tier: '1'}, ExposedPorts: {'80/tcp': {}}},
  );
  await engine.clock.advance(1000);
  await engine.run('paused', ['sleep', '1000']);
  await engine.call('POST', '/containers/paused/pause');
  await engine.run('well', ['exit', '0']);
  await engine.run('badly', ['3'], {}, {Image: 'web:1', Entrypoint: ['exit'], Labels: {app: 'web'}});
  await engine.run('again', ['exit', '4'], {RestartPolicy: {Name: 'always'}});
  await engine.run(
    'sound',
    ['sleep', '1000'],
    {},
    {Healthcheck: {Test: ['CMD', 'exit', '0'], Interval: 1_000_000_000}},
  );
  return engine;
}

async function names(engine: TestEngine, query: string, filters?: object): Promise<readonly string[] | string> {
  const filter = filters ? `filters=${encodeURIComponent(JSON.stringify(filters))}` : '';
  const answer = await engine.call('GET', `/containers/json?${query}&${filter}`);
  if (answer.status !== 200) return `${answer.status} ${answer.json().message}`;
  return answer.json<{Names: string[]}[]>().map(({Names}) => Names[0]?.slice(1) ?? '');
}

describe('a list of containers', () => {
  it('has those that run, all of them, or the newest, the newest first', async () => {
    const engine = await several();
    expect(await names(engine, '')).toEqual(['sound', 'again', 'paused', 'up']);
    expect(await names(engine, 'all=1')).toEqual(['sound', 'again', 'badly', 'well', 'paused', 'up', 'made']);
    expect(await names(engine, 'limit=3')).toEqual(['sound', 'again', 'badly']);
  });

  it.each<[string, object, readonly string[] | string]>([
    ['', {status: ['exited']}, ['badly', 'well']],
    ['', {status: {created: true}}, ['made']],
    ['', {status: ['paused', 'restarting']}, ['again', 'paused']],
    ['all=1', {exited: ['3']}, ['badly']],
    ['all=1', {name: ['^ma']}, ['made']],
    ['all=1', {name: ['/up']}, ['up']],
    ['all=1', {label: ['app']}, ['badly', 'up', 'made']],
    ['all=1', {label: ['app=web', 'tier=1']}, ['up']],
    ['all=1', {ancestor: ['web:1']}, ['badly']],
    ['all=1', {ancestor: ['nosuch']}, []],
    ['all=1', {before: ['paused']}, ['up', 'made']],
    ['all=1', {since: ['again']}, ['sound']],
    ['', {health: ['starting']}, ['sound']],
    ['', {health: ['none'], status: ['running']}, ['up']],
    ['', {volume: ['data']}, ['up']],
    ['', {volume: ['/data']}, ['up']],
    ['', {expose: ['70-90/tcp']}, ['up']],
    ['', {publish: ['80']}, []],
    ['', {network: ['bridge']}, ['sound', 'again', 'paused', 'up']],
    ['', {network: ['other']}, []],
    ['', {'is-task': ['true']}, []],
    ['', {wat: ['x']}, "400 invalid filter 'wat'"],
    ['', {status: ['wat']}, "400 invalid filter 'status=wat'"],
    ['', {health: ['wat']}, '400 unrecognized filter value for health: wat'],
    ['', {exited: ['wat']}, '400 strconv.Atoi: parsing "wat": invalid syntax'],
    ['', {before: ['wat']}, '404 No such container: wat'],
    [
      '',
      {publish: ['wat']},
      '400 error while looking up for publish wat: strconv.ParseUint: parsing "wat": invalid syntax',
    ],
  ])('is cut by %s%j', async (query, filters, expected) => {
    expect(await names(await several(), query, filters)).toEqual(expected);
  });

  it('finds by the beginning of an id', async () => {
    const engine = await several();
    const {id} = engine.daemon.containers.require('up');
    expect(await names(engine, 'all=1', {id: [id.slice(0, 12)]})).toEqual(['up']);
  });

  it('says in words how each is', async () => {
    const engine = await several();
    await engine.clock.advance(1000);
    const answer = await engine.call('GET', '/containers/json?all=1');
    const status = answer.json<{Names: string[]; State: string; Status: string}[]>();
    expect(Object.fromEntries(status.map(({Names, State, Status}) => [Names[0], `${State}: ${Status}`]))).toEqual({
      '/made': 'created: Created',
      '/up': 'running: Up 2 seconds',
      '/paused': 'paused: Up 1 second (Paused)',
      '/well': 'exited: Exited (0) 1 second ago',
      '/badly': 'exited: Exited (3) 1 second ago',
      '/again': 'restarting: Restarting (4) Less than a second ago',
      '/sound': 'running: Up 1 second (healthy)',
    });
  });

  it('shows commands with spaces in quotes, and an image by its id once it has no name', async () => {
    const engine = await testEngine();
    const container = await engine.create('one', {Image: 'web:1', Cmd: ['a b', 'c']});
    expect(container.summary({size: true})).toMatchObject({
      Command: "echo web 'a b' c",
      Image: 'web:1',
      Labels: {maintainer: 'tests'},
      HostConfig: {NetworkMode: 'default'},
      SizeRw: 0,
      SizeRootFs: expect.any(Number),
    });
  });
});

describe('a closer look', () => {
  it('shows a created container without addresses, with what it will be', async () => {
    const engine = await testEngine();
    const {id} = await engine.create('one', {Image: 'web:1'});
    const shown = (await engine.call('GET', '/containers/one/json')).json();
    expect(shown).toMatchObject({
      Id: id,
      Created: '2026-01-01T00:00:00Z',
      Path: 'echo',
      Args: ['web', '-f'],
      Name: '/one',
      LogPath: '',
      State: {Status: 'created', StartedAt: '0001-01-01T00:00:00Z', FinishedAt: '0001-01-01T00:00:00Z', Pid: 0},
      Config: {
        Hostname: id.slice(0, 12),
        Env: ['PATH=/bin', 'WEB=1'],
        Cmd: ['-f'],
        Entrypoint: ['echo', 'web'],
        WorkingDir: '/srv/pages',
        Volumes: {'/srv': {}},
        Labels: {maintainer: 'tests'},
        StopSignal: 'SIGUSR1',
        Image: 'web:1',
      },
      NetworkSettings: {SandboxID: '', Ports: {}, Networks: {bridge: {IPAddress: '', NetworkID: '', EndpointID: ''}}},
    });
  });

  it('shows processes by their numbers on the host', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['child']);
    const top = async (args = ''): Promise<{Titles: string[]; Processes: string[][]}> =>
      (await engine.call('GET', `/containers/one/top?ps_args=${encodeURIComponent(args)}`)).json();
    const {pid} = container.state;
    expect(await top()).toEqual({
      Titles: ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'],
      Processes: [
        ['root', `${pid}`, `${pid - 1}`, '0', '00:00', '?', '00:00:00', 'child'],
        ['root', `${pid + 1}`, `${pid}`, '0', '00:00', '?', '00:00:00', 'sleep 1000'],
      ],
    });
    expect((await top('aux')).Titles).toEqual([
      'USER',
      'PID',
      '%CPU',
      '%MEM',
      'VSZ',
      'RSS',
      'TTY',
      'STAT',
      'START',
      'TIME',
      'COMMAND',
    ]);
    expect(await top('-o pid,comm')).toEqual({
      Titles: ['PID', 'COMMAND'],
      Processes: [
        [`${pid}`, 'child'],
        [`${pid + 1}`, 'sleep'],
      ],
    });
    expect(await top('-o comm')).toEqual({message: "Couldn't find PID field in ps output"});
  });

  it('counts memory, processes and time of the CPU', async () => {
    const engine = await testEngine();
    await engine.run('one', ['hog', '8'], {Memory: 64 << 20});
    await engine.clock.advance(100);
    const stats = await engine.call('GET', '/containers/one/stats?stream=0');
    await engine.clock.advance(1000);
    expect(stats.isDone()).toBe(true);
    expect(stats.json()).toMatchObject({
      name: '/one',
      read: '2026-01-01T00:00:01.1Z',
      preread: '2026-01-01T00:00:00.1Z',
      pids_stats: {current: 1},
      memory_stats: {usage: 8 << 20, limit: 64 << 20},
      cpu_stats: {online_cpus: 2, system_cpu_usage: 2_200_000_000},
      precpu_stats: {system_cpu_usage: 200_000_000},
      networks: {eth0: {rx_bytes: 0, tx_bytes: 0}},
    });
  });

  it('counts once, on and on, and nothing where nothing runs', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100']);
    await engine.create('two');
    const once = await engine.call('GET', '/containers/one/stats?stream=0&one-shot=1');
    const none = await engine.call('GET', '/containers/two/stats?stream=0');
    const client = new AbortController();
    const stream = await engine.call('GET', '/containers/one/stats', {signal: client.signal});
    await engine.clock.settle();
    expect([once.isDone(), none.isDone()]).toEqual([true, true]);
    expect(once.json()).toMatchObject({preread: '0001-01-01T00:00:00Z', pids_stats: {current: 1}});
    expect(none.json()).toMatchObject({read: '0001-01-01T00:00:00Z', pids_stats: {}});
    await engine.clock.advance(3000);
    client.abort();
    await engine.clock.settle();
    expect([stream.text().split('\n').length, stream.isDone()]).toEqual([5, true]);
  });
});

describe('pruning', () => {
  it('removes what does not run, as far as filters let it', async () => {
    const engine = await several();
    const prune = async (filters: object): Promise<{ContainersDeleted: string[] | null}> =>
      (await engine.call('POST', `/containers/prune?filters=${encodeURIComponent(JSON.stringify(filters))}`)).json();
    const label = await prune({label: ['app=web']});
    expect(label.ContainersDeleted).toHaveLength(1);
    expect((await prune({until: ['1h']})).ContainersDeleted).toBeNull();
    expect((await prune({'label!': ['app']})).ContainersDeleted).toHaveLength(1);
    expect((await prune({})).ContainersDeleted).toHaveLength(1);
    expect(await names(engine, 'all=1')).toEqual(['sound', 'again', 'paused', 'up']);
    expect(engine.told().filter((action) => action === 'prune')).toHaveLength(4);
  });

  it('counts the bytes it frees', async () => {
    const engine = await testEngine();
    await engine.run('one', ['write', '/x', 'y'.repeat(99)]);
    expect((await engine.call('POST', '/containers/prune')).json()).toMatchObject({SpaceReclaimed: 100});
  });
});

describe('checkpoints', () => {
  it('are not simulated, and say so', async () => {
    const engine = await testEngine();
    await engine.create('one');
    for (const [method, path] of [
      ['GET', '/containers/one/checkpoints'],
      ['POST', '/containers/one/checkpoints'],
      ['DELETE', '/containers/one/checkpoints/x'],
      ['POST', '/containers/one/start?checkpoint=x'],
    ] as const)
      expect((await engine.call(method, path)).status).toBe(501);
  });
});
