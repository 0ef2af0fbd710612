import {describe, expect, it} from 'vitest';
import {testEngine} from './engine.ts';

describe('a container', () => {
  it('is created, started, and ends with its program, in the order Docker tells it', async () => {
    const engine = await testEngine();
    const container = await engine.create('one', {Cmd: ['echo', 'hi']});
    expect(container.status).toBe('created');
    expect(engine.told()).toEqual(['create']);
    expect((await engine.call('POST', '/containers/one/start')).status).toBe(204);
    expect(engine.told()).toEqual(['network connect bridge', 'start']);
    await engine.clock.settle();
    expect(container.state.text(engine.clock.now())).toBe('Exited (0) Less than a second ago');
    expect(engine.told()).toEqual(['die', 'network disconnect bridge']);
    expect(await engine.logs('one')).toBe('hi\n');
  });

  it('writes nothing before its start is answered', async () => {
    const engine = await testEngine();
    const container = await engine.create('one', {Cmd: ['echo', 'hi']});
    await engine.call('POST', '/containers/one/start');
    expect(container.log.next(container.log.position())).toBeUndefined();
  });

  it('that runs is not started again, and one that stands is not stopped', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100']);
    expect((await engine.call('POST', '/containers/one/start')).status).toBe(304);
    expect((await engine.call('POST', '/containers/one/kill')).status).toBe(204);
    expect((await engine.call('POST', '/containers/one/stop')).status).toBe(304);
  });

  it('that ignores SIGTERM is killed after ten seconds', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100']);
    engine.told();
    const stopping = engine.call('POST', '/containers/one/stop');
    await engine.clock.advance(9999);
    expect(container.status).toBe('running');
    await engine.clock.advance(1);
    expect((await stopping).status).toBe(204);
    expect(container.state.exitCode).toBe(137);
    expect(engine.told()).toEqual(['kill', 'kill', 'die', 'network disconnect bridge', 'stop']);
    const signals = engine.events.filter(({action}) => action === 'kill').map(({attributes}) => attributes['signal']);
    expect(signals).toEqual(['15', '9']);
  });

  it('that handles its stop signal ends in its own way', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['polite', '7']);
    expect((await engine.call('POST', '/containers/one/stop')).status).toBe(204);
    expect(container.state.exitCode).toBe(7);
    expect(await engine.logs('one')).toBe('bye\n');
  });

  it('takes its own time to stop where one is set, and the one of the call first', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100'], {}, {StopTimeout: 2});
    const stopping = engine.call('POST', '/containers/one/stop');
    await engine.clock.advance(2000);
    await stopping;
    expect(container.status).toBe('exited');
    await engine.call('POST', '/containers/one/start');
    expect((await engine.call('POST', '/containers/one/stop?t=0')).status).toBe(204);
  });

  it('is killed while somebody waits for it to stop', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100']);
    const stopping = engine.call('POST', '/containers/one/stop?t=-1');
    await engine.clock.settle();
    expect((await engine.call('POST', '/containers/one/kill')).status).toBe(204);
    expect((await stopping).status).toBe(204);
    expect(container.state.exitCode).toBe(137);
  });

  it('takes signals it handles and lives on', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['tell']);
    await engine.call('POST', '/containers/one/kill?signal=HUP');
    await engine.call('POST', '/containers/one/kill?signal=SIGUSR1');
    await engine.call('POST', '/containers/one/kill?signal=28');
    await engine.clock.settle();
    expect(await engine.logs('one')).toBe('ready \nSIGHUP\nSIGUSR1\nSIGWINCH\n');
    expect(container.status).toBe('running');
  });

  it.each([
    ['/containers/one/kill?signal=WAT', 400, 'Invalid signal: WAT'],
    ['/containers/one/kill?signal=99', 500, 'Cannot kill container: one: The linux daemon does not support signal 99'],
    ['/containers/two/kill', 409, /^Cannot kill container: two: Container [0-9a-f]{64} is not running$/],
    ['/containers/two/pause', 409, /^Container [0-9a-f]{64} is not running$/],
    ['/containers/one/unpause', 500, /^Container [0-9a-f]{64} is not paused$/],
    ['/containers/one/stop?t=x', 400, 'strconv.Atoi: parsing "x": invalid syntax'],
    ['/containers/none/start', 404, 'No such container: none'],
    ['/containers/one/wait?condition=wat', 400, 'invalid condition: "wat"'],
    ['/containers/one/rename?name=', 400, 'Neither old nor new names may be empty'],
    ['/containers/one/rename?name=one', 400, 'Renaming a container with the same name as its current name'],
    [
      '/containers/one/rename?name=-x',
      400,
      'Error when allocating new name: Invalid container name (/-x), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
    ],
    [
      '/containers/one/rename?name=two',
      409,
      /^Error when allocating new name: Conflict\. The container name "\/two" is already in use by container "[0-9a-f]{64}"/,
    ],
  ])('answers %s with %i in the words of Docker', async (path, status, message) => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100']);
    await engine.create('two');
    const answer = await engine.call('POST', path);
    expect(answer.status).toBe(status);
    expect(answer.json().message).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
  });

  it('stands still while it is paused, and cannot be started or removed then', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['ticks']);
    await engine.call('POST', '/containers/one/pause');
    expect(container.state.text(engine.clock.now())).toBe('Up Less than a second (Paused)');
    await engine.clock.advance(5000);
    expect(await engine.logs('one')).toBe('tick 1\n');
    expect((await engine.call('POST', '/containers/one/start')).json().message).toBe(
      'cannot start a paused container, try unpause instead',
    );
    expect((await engine.call('POST', '/containers/one/pause')).status).toBe(409);
    expect((await engine.call('DELETE', '/containers/one')).json().message).toMatch(
      /^You cannot remove a paused container [0-9a-f]{64}\. Unpause and then stop the container before/,
    );
    await engine.call('POST', '/containers/one/unpause');
    await engine.clock.advance(1000);
    expect(await engine.logs('one')).toBe('tick 1\ntick 2\ntick 3\n');
  });

  it('that is paused gets signals once it goes on, a stop makes it go on', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['polite'], {}, {StopSignal: 'SIGTERM'});
    await engine.call('POST', '/containers/one/pause');
    await engine.call('POST', '/containers/one/kill?signal=USR1');
    expect(container.status).toBe('paused');
    expect((await engine.call('POST', '/containers/one/stop')).status).toBe(204);
    expect(container.state.exitCode).toBe(0);
  });

  it('is started again by a restart, whether it runs or not', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['polite']);
    const pid = container.state.pid;
    engine.told();
    expect((await engine.call('POST', '/containers/one/restart')).status).toBe(204);
    expect(container.status).toBe('running');
    expect(container.state.pid).not.toBe(pid);
    expect(engine.told().slice(-2)).toEqual(['start', 'restart']);
    await engine.call('POST', '/containers/one/kill');
    expect((await engine.call('POST', '/containers/one/restart')).status).toBe(204);
    expect(container.status).toBe('running');
  });

  it('is not removed while it runs, unless by force', async () => {
    const engine = await testEngine();
    const {id} = await engine.run('one', ['sleep', '100']);
    expect((await engine.call('DELETE', '/containers/one')).json().message).toBe(
      `You cannot remove a running container ${id}. Stop the container before attempting removal or force remove`,
    );
    expect((await engine.call('DELETE', '/containers/one?force=1')).status).toBe(204);
    expect((await engine.call('GET', '/containers/one/json')).json().message).toBe('No such container: one');
    expect(engine.daemon.kernel.cgroup.pids).toBe(0);
  });

  it('started with --rm is gone when it has ended, also when it could not start', async () => {
    const engine = await testEngine();
    await engine.run('one', ['echo', 'hi'], {AutoRemove: true});
    expect(engine.daemon.containers.list()).toEqual([]);
    await engine.create('two', {Cmd: ['nosuch']}, {AutoRemove: true});
    expect((await engine.call('POST', '/containers/two/start')).status).toBe(400);
    await engine.clock.settle();
    expect(engine.daemon.containers.list()).toEqual([]);
  });

  it('started with --rm survives a restart', async () => {
    const engine = await testEngine();
    await engine.run('one', ['polite'], {AutoRemove: true});
    expect((await engine.call('POST', '/containers/one/restart')).status).toBe(204);
    expect(engine.daemon.containers.list().map(({status}) => status)).toEqual(['running']);
  });

  it('with a limit of memory is killed beyond it, and says so', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['hog', '64'], {Memory: 16 * 1024 * 1024});
    await engine.clock.advance(1000);
    expect(container.state.exitCode).toBe(137);
    expect(container.state.oomKilled).toBe(true);
    expect(engine.told()).toContain('oom');
    await engine.call('POST', '/containers/one/update', {body: {Memory: 128 << 20, MemorySwap: 256 << 20}});
    await engine.call('POST', '/containers/one/start');
    await engine.clock.advance(1000);
    expect(container.status).toBe('running');
    expect(container.state.oomKilled).toBe(false);
  });

  it('is killed when the whole machine has no memory left', async () => {
    const engine = await testEngine({memoryBytes: 64 << 20});
    const small = await engine.run('small', ['hog', '8']);
    const large = await engine.run('large', ['hog', '80']);
    await engine.clock.advance(1000);
    expect([small.status, large.status]).toEqual(['running', 'exited']);
    expect(large.state.oomKilled).toBe(true);
  });

  it('that is started and removed at the same time is one or the other, never half', async () => {
    const engine = await testEngine();
    await engine.create('one', {Cmd: ['sleep', '100']});
    const answers = await Promise.all([
      engine.call('POST', '/containers/one/start'),
      engine.call('DELETE', '/containers/one?force=1'),
      engine.call('POST', '/containers/one/start'),
      engine.call('POST', '/containers/one/stop?t=0'),
    ]);
    await engine.clock.settle();
    // The removal is there first: nothing may start any more what is to go.
    expect(answers.map(({status}) => status)).toEqual([409, 204, 409, 304]);
    expect(engine.daemon.containers.list()).toEqual([]);
    expect(engine.daemon.kernel.cgroup.pids).toBe(0);
  });
});

describe('waiting', () => {
  it('answers at once where nothing runs, and at the next end where that is asked', async () => {
    const engine = await testEngine();
    const {life} = await engine.create('one', {Cmd: ['exit', '3']});
    const now = await engine.call('POST', '/containers/one/wait');
    const next = await engine.call('POST', '/containers/one/wait?condition=next-exit');
    await engine.clock.settle();
    expect([now.text(), next.isDone()]).toEqual(['{"StatusCode":0,"Error":null}\n', false]);
    await life.start();
    await engine.clock.settle();
    expect(next.text()).toBe('{"StatusCode":3,"Error":null}\n');
  });

  it('for the removal lasts beyond the end', async () => {
    const engine = await testEngine();
    await engine.create('one', {Cmd: ['exit', '3']});
    const wait = await engine.call('POST', '/containers/one/wait?condition=removed');
    await engine.call('POST', '/containers/one/start');
    await engine.clock.settle();
    expect(wait.isDone()).toBe(false);
    await engine.call('DELETE', '/containers/one');
    await engine.clock.settle();
    expect(wait.json().StatusCode).toBe(3);
  });

  it('ends with the client', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100']);
    const client = new AbortController();
    const wait = await engine.call('POST', '/containers/one/wait', {signal: client.signal});
    client.abort();
    await engine.clock.settle();
    expect([wait.isDone(), wait.text()]).toEqual([true, '']);
  });
});
