import {describe, expect, it} from 'vitest';
import {testEngine} from './engine.ts';
import shapes from './recorded/shapes.json' with {type: 'json'};

/** What newer daemons leave out, or count in another way: control groups of version 2. */
const gone = [/^inspect\.HostConfig\.KernelMemory/, /^stats\.memory_stats\.(max_usage|stats\.)/, /\.percpu_usage$/];

/** Paths of what a recorded answer has and another one has not, or has of another kind. */
function missing(recorded: unknown, ours: unknown, path: string): readonly string[] {
  if (gone.some((pattern) => pattern.test(path)) || recorded === null) return [];
  if (Array.isArray(recorded)) {
    if (ours === null && recorded.length === 0) return [];
    if (!Array.isArray(ours)) return [`${path}: a list`];
    return recorded.length === 0 || ours.length === 0 ? [] : missing(recorded[0], ours[0], `${path}[]`);
  }
  if (typeof recorded === 'object') {
    if (typeof ours !== 'object' || ours === null) return [`${path}: an object`];
    const own = new Map(Object.entries(ours));
    return Object.entries(recorded).flatMap(([key, value]) =>
      own.has(key) || gone.some((pattern) => pattern.test(`${path}.${key}`))
        ? missing(value, own.get(key), `${path}.${key}`)
        : [`${path}.${key}`],
    );
  }
  return typeof ours === recorded || ours === null ? [] : [`${path}: ${recorded}, not ${typeof ours}`];
}

describe('what is shown of a container', () => {
  it('has every field the real daemon shows', async () => {
    const engine = await testEngine({
      outside: {ports: {listen: async (_, port) => ({port, close() {}})}},
    });
    const host = {
      PortBindings: {'80/tcp': [{HostIp: '127.0.0.1', HostPort: '18085'}]},
      Binds: ['data:/data'],
      Memory: 64 << 20,
      RestartPolicy: {Name: 'on-failure', MaximumRetryCount: 3},
    };
    const config = {
      ExposedPorts: {'80/tcp': {}},
      Env: ['FOO=bar'],
      Labels: {app: 'web'},
      Healthcheck: {Test: ['CMD-SHELL', 'true'], Interval: 1_000_000_000},
    };
    await engine.run('one', ['sleep', '1000'], host, config);
    await engine.clock.advance(1500);
    const get = async (path: string): Promise<unknown> => {
      const answer = await engine.call('GET', path);
      await engine.clock.advance(2000);
      return answer.json();
    };
    const [inspect, list, top, stats] = [
      await get('/containers/one/json?size=1'),
      await get('/containers/json?size=1'),
      await get('/containers/one/top'),
      await get('/containers/one/stats?stream=0'),
    ];
    const [first] = Array.isArray(list) ? list : [];
    expect([
      ...missing(shapes.inspect, inspect, 'inspect'),
      ...missing(shapes.list, first, 'list'),
      ...missing(shapes.top, top, 'top'),
      ...missing(shapes.stats, stats, 'stats'),
    ]).toEqual([]);
  });
});
