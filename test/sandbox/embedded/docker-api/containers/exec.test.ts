import {describe, expect, it} from 'vitest';
import {testEngine} from './engine.ts';

const failed = 'OCI runtime exec failed: exec failed: unable to start container process: ';

describe('an exec', () => {
  it('runs in a container, and its end can be asked for', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100']);
    engine.told();
    expect(await engine.exec('one', ['both'])).toEqual(['out to out\n', 'err to err\n']);
    const [exec] = container.execs.values();
    const shown = (await engine.call('GET', `/exec/${exec?.id}/json`)).json();
    expect(shown).toMatchObject({
      ID: exec?.id,
      Running: false,
      ExitCode: 0,
      ContainerID: container.id,
      OpenStdin: false,
      OpenStdout: true,
      OpenStderr: true,
      ProcessConfig: {tty: false, entrypoint: 'both', arguments: [], privileged: false},
    });
    expect(engine.told()).toEqual(['exec_create: both ', 'exec_start: both ', 'exec_die']);
  });

  it('has what the container has, and what is asked for it alone', async () => {
    const engine = await testEngine();
    await engine.run(
      'one',
      ['sleep', '100'],
      {},
      {Env: ['A=1', 'B=2'], Hostname: 'h', User: 'web', WorkingDir: '/srv'},
    );
    expect(await engine.exec('one', ['where'])).toEqual(['out /srv 101 102 10,200 h\n']);
    expect(await engine.exec('one', ['where'], {User: '0', WorkingDir: '/tmp'})).toEqual(['out /tmp 0 0 10 h\n']);
    expect(await engine.exec('one', ['env'], {Env: ['B=3', 'C=4']})).toEqual([
      'out PATH=/bin\nHOSTNAME=h\nA=1\nB=3\nC=4\nHOME=/srv\n',
    ]);
  });

  it.each([
    [{Cmd: ['nosuch']}, 127, `${failed}exec: "nosuch": executable file not found in $PATH: unknown`],
    [{Cmd: ['/etc/motd']}, 126, `${failed}exec: "/etc/motd": permission denied: unknown`],
    [
      {Cmd: ['echo'], WorkingDir: '/nosuch'},
      126,
      `${failed}chdir to cwd ("/nosuch") set in config.json failed: no such file or directory: unknown`,
    ],
    [{Cmd: ['echo'], User: 'nobody'}, 126, 'unable to find user nobody: no matching entries in passwd file'],
  ])('of %j says in its stream why it could not start', async (more, exitCode, message) => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100']);
    expect(await engine.exec('one', [], more)).toEqual([`out ${message}\r\n`]);
    const [exec] = container.execs.values();
    expect((await engine.call('GET', `/exec/${exec?.id}/json`)).json().ExitCode).toBe(exitCode);
    const made = await engine.call('POST', '/containers/one/exec', {body: more});
    const start = await engine.call('POST', `/exec/${made.json().Id}/start`, {body: {Detach: true}});
    expect(start.json().message).toBe(message);
  });

  it('reads what is typed to its end', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100']);
    const body = {Cmd: ['cat'], AttachStdin: true, AttachStdout: true, AttachStderr: true};
    const made = await engine.call('POST', '/containers/one/exec', {body});
    const client = await engine.hijack(`/exec/${made.json().Id}/start`, {body: {}});
    await client.send('typed\n');
    client.end();
    await engine.clock.settle();
    expect([client.frames(), client.isDone()]).toEqual([['out typed\n'], true]);
  });

  it('on a terminal has its own size and keys to leave it', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100']);
    const body = {Cmd: ['size'], AttachStdin: true, AttachStdout: true, Tty: true, DetachKeys: 'ctrl-x'};
    const made = await engine.call('POST', '/containers/one/exec', {body});
    const path = `/exec/${made.json().Id}`;
    const client = await engine.hijack(`${path}/start`, {body: {Tty: true, ConsoleSize: [30, 90]}});
    await engine.clock.settle();
    expect((await engine.call('POST', `${path}/resize?h=31&w=91`)).status).toBe(200);
    await engine.clock.settle();
    expect(client.text()).toBe('30 90\r\n31 91\r\n');
    await client.send('\x18');
    await engine.clock.settle();
    expect(client.isDone()).toBe(true);
    expect(engine.told()).toContain('exec_detach');
    expect((await engine.call('GET', `${path}/json`)).json()).toMatchObject({Running: true, DetachKeys: 'GA=='});
  });

  it('detached runs on by itself', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100']);
    const made = await engine.call('POST', '/containers/one/exec', {body: {Cmd: ['sleep', '5']}});
    expect((await engine.call('POST', `/exec/${made.json().Id}/start`, {body: {Detach: true}})).status).toBe(200);
    await engine.clock.settle();
    const ids = (await engine.call('GET', '/containers/one/json')).json().ExecIDs;
    expect(ids).toEqual([made.json().Id]);
    expect(container.space?.processes().map(({argv}) => argv.join(' '))).toEqual(['sleep 100', 'sleep 5']);
    await engine.clock.advance(5000);
    expect((await engine.call('GET', `/exec/${made.json().Id}/json`)).json()).toMatchObject({
      Running: false,
      ExitCode: 0,
    });
  });

  it('runs once', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100']);
    const made = await engine.call('POST', '/containers/one/exec', {body: {Cmd: ['echo'], AttachStdout: true}});
    const path = `/exec/${made.json().Id}`;
    await engine.hijack(`${path}/start`, {body: {}});
    await engine.clock.settle();
    const again = await engine.hijack(`${path}/start`, {body: {}});
    await engine.clock.settle();
    expect(again.frames()).toEqual([`out Error: Exec command ${made.json().Id} has already run\r\n`]);
    expect((await engine.call('POST', `${path}/resize?h=1&w=1`)).json()).toEqual({message: 'no such exec'});
  });

  it('ends with its container', async () => {
    const engine = await testEngine();
    await engine.run('one', ['polite']);
    const made = await engine.call('POST', '/containers/one/exec', {body: {Cmd: ['ticks'], AttachStdout: true}});
    const client = await engine.hijack(`/exec/${made.json().Id}/start`, {body: {}});
    await engine.call('POST', '/containers/one/stop');
    await engine.clock.settle();
    expect(client.isDone()).toBe(true);
    expect((await engine.call('GET', `/exec/${made.json().Id}/json`)).json().ExitCode).toBe(137);
  });

  it('runs on when its client is gone', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100']);
    const made = await engine.call('POST', '/containers/one/exec', {body: {Cmd: ['ticks'], AttachStdout: true}});
    const client = await engine.hijack(`/exec/${made.json().Id}/start`, {body: {}});
    client.drop();
    await engine.clock.advance(3000);
    expect((await engine.call('GET', `/exec/${made.json().Id}/json`)).json().Running).toBe(true);
  });

  it.each([
    ['one', {}, 400, 'No exec command specified'],
    ['one', {Cmd: []}, 400, 'No exec command specified'],
    ['one', undefined, 400, 'invalid JSON: got EOF while reading request body'],
    [
      'one',
      {Cmd: 5},
      400,
      'invalid JSON: json: cannot unmarshal number into Go struct field ExecConfig.Cmd of type []string',
    ],
    ['two', {Cmd: ['echo']}, 409, /^Container [0-9a-f]{64} is not running$/],
    ['paused', {Cmd: ['echo']}, 409, 'Container paused is paused, unpause the container before exec'],
    ['none', {Cmd: ['echo']}, 404, 'No such container: none'],
  ])('in %s of %j is refused', async (name, body, status, message) => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100']);
    await engine.create('two');
    await engine.run('paused', ['sleep', '100']);
    await engine.call('POST', '/containers/paused/pause');
    const answer = await engine.call('POST', `/containers/${name}/exec`, {body});
    expect(answer.status).toBe(status);
    expect(answer.json().message).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
  });

  it('that is none is not found', async () => {
    const engine = await testEngine();
    for (const [method, path] of [
      ['GET', '/exec/nosuch/json'],
      ['POST', '/exec/nosuch/start'],
      ['POST', '/exec/nosuch/resize?h=1&w=1'],
    ] as const)
      expect((await engine.call(method, path)).json()).toEqual({message: 'No such exec instance: nosuch'});
  });

  it('that has ended is not kept for ever', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100']);
    for (let count = 0; count < 150; count += 1) await engine.exec('one', ['echo']);
    expect(container.execs.size).toBeLessThanOrEqual(102);
  });
});
