import {describe, expect, it} from 'vitest';
import {testEngine} from './engine.ts';

const second = 1_000_000_000;
const flaky = ['CMD', 'cat', '/tmp/healthy'];

describe('a health check', () => {
  it('goes from starting to healthy to unhealthy by the clock, and tells it', async () => {
    const engine = await testEngine();
    const container = await engine.run(
      'one',
      ['sleep', '1000'],
      {},
      {
        Healthcheck: {Test: flaky, Interval: 2 * second, Retries: 2},
      },
    );
    const status = (): string => container.state.text(engine.clock.now());
    expect(status()).toBe('Up Less than a second (health: starting)');
    await engine.exec('one', ['write', '/tmp/healthy', 'yes']);
    engine.told();
    await engine.clock.advance(2000);
    expect(status()).toBe('Up 2 seconds (healthy)');
    expect(engine.told()).toEqual([
      'exec_create: cat /tmp/healthy',
      'exec_start: cat /tmp/healthy',
      'exec_die',
      'health_status: healthy',
    ]);
    await engine.exec('one', ['rm', '/tmp/healthy']);
    await engine.clock.advance(2000);
    expect(status()).toBe('Up 4 seconds (healthy)');
    await engine.clock.advance(2000);
    expect(status()).toBe('Up 6 seconds (unhealthy)');
    expect(engine.told().at(-1)).toBe('health_status: unhealthy');
  });

  it('keeps its last five results, with what they wrote', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '1000'], {}, {Healthcheck: {Test: ['CMD', 'both'], Interval: second}});
    await engine.clock.advance(7000);
    const {State} = (await engine.call('GET', '/containers/one/json')).json<{State: {Health: {Log: object[]}}}>();
    expect(State.Health).toMatchObject({Status: 'healthy', FailingStreak: 0});
    expect(State.Health.Log).toHaveLength(5);
    expect(State.Health.Log[0]).toEqual({
      Start: '2026-01-01T00:00:03Z',
      End: '2026-01-01T00:00:03Z',
      ExitCode: 0,
      Output: 'to out\nto err\n',
    });
  });

  it('does not count failures in its start period', async () => {
    const engine = await testEngine();
    const container = await engine.run(
      'one',
      ['sleep', '1000'],
      {},
      {
        Healthcheck: {Test: flaky, Interval: second, Retries: 1, StartPeriod: 5 * second, StartInterval: 2 * second},
      },
    );
    await engine.clock.advance(4500);
    expect(container.state.health).toMatchObject({status: 'starting', failingStreak: 0});
    expect(container.state.health?.log).toHaveLength(2);
    await engine.clock.advance(2000);
    expect(container.state.health?.status).toBe('unhealthy');
  });

  it('that takes too long has failed', async () => {
    const engine = await testEngine();
    const container = await engine.run(
      'one',
      ['sleep', '1000'],
      {},
      {
        Healthcheck: {Test: ['CMD', 'sleep', '60'], Interval: second, Timeout: 3 * second, Retries: 1},
      },
    );
    await engine.clock.advance(4000);
    expect(container.state.health?.log[0]).toMatchObject({exitCode: -1, output: 'Health check exceeded timeout (3s)'});
    expect(container.state.health?.status).toBe('unhealthy');
    expect(container.space?.processes()).toHaveLength(1);
  });

  it('that cannot be run has failed', async () => {
    const engine = await testEngine();
    const container = await engine.run(
      'one',
      ['sleep', '1000'],
      {},
      {
        Healthcheck: {Test: ['CMD', 'nosuch'], Interval: second, Retries: 1},
      },
    );
    await engine.clock.advance(1000);
    expect(container.state.health?.log[0]?.output).toContain('executable file not found in $PATH');
    expect(container.state.health?.status).toBe('unhealthy');
  });

  it('stands still while the container is paused or stopped, and begins again with it', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['polite'], {}, {Healthcheck: {Test: ['CMD', 'echo'], Interval: second}});
    await engine.call('POST', '/containers/one/pause');
    await engine.clock.advance(5000);
    expect(container.state.health?.log).toEqual([]);
    await engine.call('POST', '/containers/one/unpause');
    // What is not watched counts as unhealthy, until the next look.
    expect(container.state.health?.status).toBe('unhealthy');
    await engine.clock.advance(1000);
    expect(container.state.health?.status).toBe('healthy');
    await engine.call('POST', '/containers/one/stop');
    expect(container.state.health?.status).toBe('unhealthy');
    await engine.call('POST', '/containers/one/start');
    expect(container.state.text(engine.clock.now())).toBe('Up Less than a second (health: starting)');
  });

  it('of the image is taken, and left out by NONE', async () => {
    const engine = await testEngine();
    const taken = await engine.run('one', ['1'], {}, {Image: 'web:1', Entrypoint: ['sleep', '100']});
    const none = await engine.run(
      'two',
      ['1'],
      {},
      {
        Image: 'web:1',
        Entrypoint: ['sleep', '100'],
        Healthcheck: {Test: ['NONE']},
      },
    );
    expect([taken.state.health?.status, none.state.health]).toEqual(['starting', undefined]);
  });

  it('leaves nothing behind', async () => {
    const engine = await testEngine();
    const container = await engine.run(
      'one',
      ['sleep', '10000'],
      {},
      {Healthcheck: {Test: ['CMD', 'echo'], Interval: second}},
    );
    await engine.clock.advance(100_000);
    expect(container.execs.size).toBe(0);
    expect(container.space?.processes()).toHaveLength(1);
  });
});
