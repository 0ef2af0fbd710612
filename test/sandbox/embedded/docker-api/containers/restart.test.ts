import {describe, expect, it} from 'vitest';
import {testEngine} from './engine.ts';

const policy = (Name: string, MaximumRetryCount = 0): object => ({RestartPolicy: {Name, MaximumRetryCount}});

describe('a restart policy', () => {
  it('starts what failed again, after 100 ms, then twice as long each time', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['exit', '4'], policy('always'));
    expect(container.state.text(engine.clock.now())).toBe('Restarting (4) Less than a second ago');
    expect([container.status, container.state.running]).toEqual(['restarting', true]);
    await engine.clock.advance(99);
    expect(container.restartCount).toBe(1);
    await engine.clock.advance(1);
    expect(container.restartCount).toBe(2);
    await engine.clock.advance(200);
    expect(container.restartCount).toBe(3);
    await engine.clock.advance(399);
    expect(container.restartCount).toBe(3);
    await engine.clock.advance(1);
    expect(container.restartCount).toBe(4);
  });

  it('begins small again with a container that lived for ten seconds', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '11'], policy('always'));
    for (let life = 0; life < 4; life += 1) await engine.clock.advance(11_100);
    expect([container.status, container.restartCount]).toEqual(['running', 4]);
  });

  it('on-failure gives up after so many times', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['exit', '4'], policy('on-failure', 2));
    const wait = await engine.call('POST', '/containers/one/wait');
    await engine.clock.advance(10_000);
    expect([container.status, container.restartCount, container.state.exitCode]).toEqual(['exited', 2, 4]);
    expect(wait.json().StatusCode).toBe(4);
  });

  it('on-failure leaves what ended well alone', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['exit', '0'], policy('on-failure'));
    await engine.clock.advance(10_000);
    expect([container.status, container.restartCount]).toEqual(['exited', 0]);
  });

  it.each(['always', 'unless-stopped'])('%s does not start what somebody stopped', async (name) => {
    const engine = await testEngine();
    const container = await engine.run('one', ['polite'], policy(name));
    await engine.call('POST', '/containers/one/stop');
    await engine.clock.advance(10_000);
    expect(container.status).toBe('exited');
    await engine.call('POST', '/containers/one/start');
    await engine.call('POST', '/containers/one/kill');
    await engine.clock.advance(10_000);
    expect(container.status).toBe('exited');
  });

  it('is not at work any more once the container is stopped between two starts', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['exit', '4'], policy('always'));
    expect((await engine.call('POST', '/containers/one/stop')).status).toBe(204);
    expect(container.state.text(engine.clock.now())).toBe('Exited (4) Less than a second ago');
    await engine.clock.advance(60_000);
    expect([container.status, container.restartCount]).toEqual(['exited', 1]);
  });

  it('lets a container be removed between two starts by force alone', async () => {
    const engine = await testEngine();
    await engine.run('one', ['exit', '4'], policy('always'));
    expect((await engine.call('DELETE', '/containers/one')).status).toBe(409);
    expect((await engine.call('DELETE', '/containers/one?force=1')).status).toBe(204);
    await engine.clock.advance(60_000);
    expect(engine.daemon.containers.list()).toEqual([]);
  });

  it('allows no exec, no attach and no look at processes between two starts', async () => {
    const engine = await testEngine();
    await engine.run('one', ['exit', '4'], policy('always'));
    const messages = [
      await engine.call('POST', '/containers/one/exec', {body: {Cmd: ['echo']}}),
      await engine.call('POST', '/containers/one/attach?stream=1'),
      await engine.call('GET', '/containers/one/top'),
    ].map((answer) => [answer.status, String(answer.json().message).replace(/[0-9a-f]{64}/, 'x')]);
    expect(messages).toEqual([
      [409, 'Container x is restarting, wait until the container is running'],
      [409, 'Container x is restarting, wait until the container is running before attach.'],
      [409, 'Container x is restarting, wait until the container is running'],
    ]);
  });

  it('can be changed while the container runs', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['failing', '3']);
    const body = {RestartPolicy: {Name: 'on-failure', MaximumRetryCount: 1}};
    expect((await engine.call('POST', '/containers/one/update', {body})).json()).toEqual({Warnings: null});
    await engine.clock.advance(10_000);
    expect([container.status, container.restartCount]).toEqual(['exited', 1]);
  });
});

describe('an update', () => {
  it.each([
    [{Memory: 1000}, 400, 'Minimum memory limit allowed is 6MB'],
    [
      {Memory: 200 << 20},
      409,
      /^Cannot update container [0-9a-f]{64}: Memory limit should be smaller than already set memoryswap limit/,
    ],
    [{RestartPolicy: {Name: 'wat'}}, 400, "invalid restart policy 'wat'"],
    [{NanoCpus: 9e12}, 400, 'Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available'],
    [undefined, 400, 'invalid JSON: got EOF while reading request body'],
  ])('by %j is refused', async (body, status, message) => {
    const engine = await testEngine();
    const container = await engine.create('one', {}, {Memory: 64 << 20});
    const answer = await engine.call('POST', '/containers/one/update', {body});
    expect(answer.status).toBe(status);
    expect(answer.json().message).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
    expect(container.host).toMatchObject({Memory: 64 << 20, MemorySwap: 128 << 20});
  });

  it('changes limits at once, and those that are not named stay', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100'], {Memory: 64 << 20, PidsLimit: 10});
    await engine.call('POST', '/containers/one/update', {body: {NanoCpus: 500_000_000}});
    expect(container.space?.cgroup.limits).toEqual({memoryBytes: 64 << 20, nanoCpus: 500_000_000, pids: 10});
    expect(engine.told().at(-1)).toBe('update');
  });
});
