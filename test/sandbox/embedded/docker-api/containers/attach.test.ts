import {describe, expect, it} from 'vitest';
import {testEngine} from './engine.ts';

const all = 'stream=1&stdin=1&stdout=1&stderr=1';
const input = {OpenStdin: true, StdinOnce: true, AttachStdin: true};

describe('attaching', () => {
  it('before the start gives everything, framed, and ends with the container', async () => {
    const engine = await testEngine();
    await engine.create('one', {Cmd: ['both']});
    const client = await engine.hijack(`/containers/one/attach?${all}`);
    expect(client.type).toBe('application/vnd.docker.raw-stream');
    await engine.call('POST', '/containers/one/start');
    await engine.clock.settle();
    expect(client.frames()).toEqual(['out to out\n', 'err to err\n']);
    expect(client.isDone()).toBe(true);
    expect(engine.told()).toEqual([
      'create',
      'attach',
      'network connect bridge',
      'start',
      'die',
      'network disconnect bridge',
    ]);
  });

  it('tells newer clients by the type that both streams are in it', async () => {
    const engine = await testEngine();
    await engine.create('one');
    const client = await engine.hijack(`/containers/one/attach?${all}`, {version: [1, 46]});
    expect(client.type).toBe('application/vnd.docker.multiplexed-stream');
  });

  it('gives the streams that are asked for alone', async () => {
    const engine = await testEngine();
    await engine.create('one', {Cmd: ['both']});
    const client = await engine.hijack('/containers/one/attach?stream=1&stderr=1');
    await engine.call('POST', '/containers/one/start');
    await engine.clock.settle();
    expect(client.frames()).toEqual(['err to err\n']);
  });

  it('carries what is typed, and the end of it where input is taken once', async () => {
    const engine = await testEngine();
    const container = await engine.create('one', {Cmd: ['cat'], ...input});
    const client = await engine.hijack(`/containers/one/attach?${all}`);
    await client.send('early\n');
    await engine.call('POST', '/containers/one/start');
    await engine.clock.settle();
    await client.send('late\n');
    await engine.clock.settle();
    expect(client.frames()).toEqual(['out early\nlate\n']);
    client.end();
    await engine.clock.settle();
    expect([container.status, client.isDone()]).toEqual(['exited', true]);
  });

  it('ends alone where input stays open for the next client', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['cat'], {}, {OpenStdin: true});
    const first = await engine.hijack(`/containers/one/attach?${all}`);
    first.end();
    await engine.clock.settle();
    expect([container.status, first.isDone()]).toEqual(['running', true]);
    const second = await engine.hijack(`/containers/one/attach?${all}`);
    await second.send('again\n');
    await engine.clock.settle();
    expect(second.frames()).toEqual(['out again\n']);
  });

  it('shares one container among several clients', async () => {
    const engine = await testEngine();
    await engine.run('one', ['cat'], {}, {OpenStdin: true});
    const clients = [
      await engine.hijack(`/containers/one/attach?${all}`),
      await engine.hijack(`/containers/one/attach?${all}`),
    ];
    await clients[0]?.send('to both\n');
    await engine.clock.settle();
    expect(clients.map((client) => client.frames())).toEqual([['out to both\n'], ['out to both\n']]);
    clients[0]?.drop();
    await clients[1]?.send('to one\n');
    await engine.clock.settle();
    expect(clients[1]?.frames()).toEqual(['out to both\nto one\n']);
  });

  it('that a client leaves does not end the container', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['ticks']);
    const client = await engine.hijack(`/containers/one/attach?${all}`);
    client.drop();
    await engine.clock.advance(3000);
    expect(container.status).toBe('running');
    expect(await engine.logs('one')).toBe('tick 1\ntick 2\ntick 3\ntick 4\n');
  });

  it('with logs tells what came before', async () => {
    const engine = await testEngine();
    await engine.run('one', ['ticks']);
    const client = await engine.hijack('/containers/one/attach?stream=1&stdout=1&logs=1');
    await engine.clock.advance(1000);
    expect(client.frames()).toEqual(['out tick 1\ntick 2\n']);
    const past = await engine.hijack('/containers/one/attach?stdout=1&logs=1');
    await engine.clock.settle();
    expect([past.frames(), past.isDone()]).toEqual([['out tick 1\ntick 2\n'], true]);
  });

  it('is refused while a container is paused', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '9']);
    await engine.call('POST', '/containers/one/pause');
    const answer = await engine.call('POST', `/containers/one/attach?${all}`);
    expect([answer.status, answer.json().message]).toEqual([
      409,
      'Container one is paused, unpause the container before attach.',
    ]);
  });

  it('holds a container up whose client does not read, and lets it be killed all the same', async () => {
    const engine = await testEngine();
    const container = await engine.create('one', {Cmd: ['yes']});
    const client = await engine.hijack(`/containers/one/attach?${all}`, {deaf: true});
    await engine.call('POST', '/containers/one/start');
    await engine.clock.advance(100);
    const held = container.log.position(1).segment;
    await engine.clock.advance(100);
    expect(container.log.position(1).segment).toBe(held);
    client.drop();
    await engine.clock.advance(20);
    expect(container.log.position(1).segment).toBeGreaterThan(held);
    await engine.hijack(`/containers/one/attach?${all}`, {deaf: true});
    await engine.clock.advance(100);
    expect((await engine.call('POST', '/containers/one/kill')).status).toBe(204);
    expect(container.status).toBe('exited');
  });
});

describe('a terminal', () => {
  const tty = {Tty: true, OpenStdin: true, StdinOnce: true};

  it('echoes and shows bytes as they are', async () => {
    const engine = await testEngine();
    await engine.run('one', ['cat'], {}, tty);
    const client = await engine.hijack(`/containers/one/attach?${all}`, {version: [1, 46]});
    expect(client.type).toBe('application/vnd.docker.raw-stream');
    await client.send('hi\r');
    await engine.clock.settle();
    expect(client.text()).toBe('hi\r\nhi\r\n');
  });

  it('outlives the end of what a client sends', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['cat'], {}, tty);
    const client = await engine.hijack(`/containers/one/attach?${all}`);
    client.end();
    await engine.clock.settle();
    expect([container.status, client.isDone()]).toEqual(['running', true]);
  });

  it.each([
    ['', '\x10\x11'],
    ['&detachKeys=ctrl-x,x', '\x18x'],
  ])('is left by its keys%s', async (keys, typed) => {
    const engine = await testEngine();
    const container = await engine.run('one', ['cat'], {}, tty);
    const client = await engine.hijack(`/containers/one/attach?${all}${keys}`);
    await client.send('a');
    await engine.clock.settle();
    await client.send(typed);
    await engine.clock.settle();
    expect([container.status, client.isDone(), client.text()]).toEqual(['running', true, 'a']);
    expect(engine.told()).toContain('detach');
  });

  it('passes keys on that only began like those to leave it', async () => {
    const engine = await testEngine();
    await engine.run('one', ['cat'], {}, tty);
    const client = await engine.hijack(`/containers/one/attach?${all}&detachKeys=a,b,c`);
    await client.send('abaabd\r');
    await engine.clock.settle();
    expect(client.text()).toBe('abaabd\r\nabaabd\r\n');
  });

  it('refuses keys there are not', async () => {
    const engine = await testEngine();
    await engine.run('one', ['cat'], {}, tty);
    const answer = await engine.call('POST', `/containers/one/attach?${all}&detachKeys=wat-x`);
    expect([answer.status, answer.json().message]).toEqual([400, 'Invalid detach keys (wat-x) provided']);
  });

  it('has the size it is given, and tells its program of another', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['size'], {ConsoleSize: [40, 120]}, tty);
    const client = await engine.hijack(`/containers/one/attach?${all}&logs=1`);
    expect((await engine.call('POST', '/containers/one/resize?h=50&w=132')).status).toBe(200);
    await engine.clock.settle();
    expect(client.text()).toBe('40 120\r\n50 132\r\n');
    await engine.call('POST', '/containers/one/kill');
    expect((await engine.call('POST', '/containers/one/resize?h=50&w=132')).status).toBe(409);
    expect((await engine.call('POST', '/containers/one/resize')).status).toBe(400);
    expect(container.status).toBe('exited');
  });

  it('turns ^C into a signal', async () => {
    const engine = await testEngine();
    await engine.run('one', ['tell'], {}, tty);
    const client = await engine.hijack(`/containers/one/attach?${all}`);
    await client.send('\x03');
    await engine.clock.settle();
    expect(client.text()).toBe('^CSIGINT\r\n');
  });

  it('shows everything before it ends', async () => {
    const engine = await testEngine();
    await engine.create('one', {Cmd: ['count', '5000'], ...tty});
    const client = await engine.hijack(`/containers/one/attach?${all}`);
    const wait = await engine.call('POST', '/containers/one/wait?condition=next-exit');
    await engine.call('POST', '/containers/one/start');
    await engine.clock.advance(5000);
    expect([wait.isDone(), client.isDone()]).toEqual([true, true]);
    expect(client.text().endsWith('line 5000\r\n')).toBe(true);
    expect(client.text().split('\r\n')).toHaveLength(5001);
  });

  it('is not there for WebSockets', async () => {
    const engine = await testEngine();
    await engine.create('one');
    expect((await engine.call('GET', '/containers/one/attach/ws')).status).toBe(501);
    expect((await engine.call('GET', '/containers/none/attach/ws')).status).toBe(404);
  });
});
