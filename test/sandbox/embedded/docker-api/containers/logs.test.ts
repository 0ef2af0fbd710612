import {describe, expect, it} from 'vitest';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {ContainerLog, logLimits} from '../../../../../src/sandbox/embedded/runtime/container/container-log.ts';
import {DiskBudget} from '../../../../../src/sandbox/embedded/runtime/fs/budget.ts';
import {framesOf, testEngine} from './engine.ts';

describe('logs', () => {
  it('have both streams in frames, or the one that is asked for', async () => {
    const engine = await testEngine();
    await engine.run('one', ['both']);
    const answer = await engine.call('GET', '/containers/one/logs?stdout=1&stderr=1');
    await engine.clock.settle();
    expect(framesOf(answer.bytes())).toEqual(['out to out\n', 'err to err\n']);
    expect(await engine.logs('one', 'stderr=true')).toBe('to err\n');
  });

  it('can be cut by number and by time, and tell times', async () => {
    const engine = await testEngine();
    await engine.run('one', ['ticks']);
    await engine.clock.advance(3500);
    expect(await engine.logs('one', 'stdout=1&tail=2&timestamps=1')).toBe(
      '2026-01-01T00:00:02.000000000Z tick 3\n2026-01-01T00:00:03.000000000Z tick 4\n',
    );
    const second = Date.UTC(2026, 0, 1, 0, 0, 1) / 1000;
    expect(await engine.logs('one', `stdout=1&since=${second + 1}.000000000`)).toBe('tick 3\ntick 4\n');
    expect(await engine.logs('one', `stdout=1&until=${second}`)).toBe('tick 1\ntick 2\n');
    expect(await engine.logs('one', 'stdout=1&since=2026-01-01T00:00:03Z')).toBe('tick 4\n');
    expect(await engine.logs('one', 'stdout=1&tail=0')).toBe('');
    expect(await engine.logs('one', 'stdout=1&tail=wat')).toBe('tick 1\ntick 2\ntick 3\ntick 4\n');
  });

  it('that are followed end with the container, and with the client', async () => {
    const engine = await testEngine();
    await engine.run('one', ['ticks']);
    const client = new AbortController();
    const followed = await engine.call('GET', '/containers/one/logs?stdout=1&follow=1');
    const left = await engine.call('GET', '/containers/one/logs?stdout=1&follow=1', {signal: client.signal});
    await engine.clock.advance(1000);
    client.abort();
    await engine.clock.settle();
    expect([followed.isDone(), left.isDone()]).toEqual([false, true]);
    expect(framesOf(left.bytes())).toEqual(['out tick 1\ntick 2\n']);
    await engine.call('POST', '/containers/one/kill');
    await engine.clock.settle();
    expect(followed.isDone()).toBe(true);
  });

  it('that are followed until a time end then', async () => {
    const engine = await testEngine();
    await engine.run('one', ['ticks']);
    const until = Date.UTC(2026, 0, 1, 0, 0, 2) / 1000;
    const followed = await engine.call('GET', `/containers/one/logs?stdout=1&follow=1&until=${until}`);
    await engine.clock.advance(1999);
    expect(followed.isDone()).toBe(false);
    await engine.clock.advance(1000);
    expect(followed.isDone()).toBe(true);
  });

  it('of a container that stands still end at once', async () => {
    const engine = await testEngine();
    await engine.run('one', ['echo', 'hi']);
    const followed = await engine.call('GET', '/containers/one/logs?stdout=1&follow=1');
    await engine.clock.settle();
    expect([followed.isDone(), framesOf(followed.bytes())]).toEqual([true, ['out hi\n']]);
  });

  it('last over several starts', async () => {
    const engine = await testEngine();
    await engine.run('one', ['echo', 'hi']);
    await engine.call('POST', '/containers/one/start');
    await engine.clock.settle();
    expect(await engine.logs('one')).toBe('hi\nhi\n');
  });

  it('have details of labels and variables where they were asked for', async () => {
    const engine = await testEngine();
    const log = {LogConfig: {Type: 'json-file', Config: {labels: 'com.a', env: 'X'}}};
    await engine.run('one', ['echo', 'hi'], log, {Labels: {'com.a': 'b'}, Env: ['X=y']});
    await engine.run('two', ['echo', 'hi']);
    expect(await engine.logs('one', 'stdout=1&details=1')).toBe('X=y,com.a=b hi\n');
    expect(await engine.logs('two', 'stdout=1&details=1')).toBe(' hi\n');
  });

  it('of a terminal are bytes as they were shown', async () => {
    const engine = await testEngine();
    await engine.run('one', ['echo', 'hi'], {}, {Tty: true});
    const answer = await engine.call('GET', '/containers/one/logs?stdout=1');
    await engine.clock.settle();
    expect(answer.text()).toBe('hi\r\n');
  });

  it('are refused without a stream, for no time, and where none are kept', async () => {
    const engine = await testEngine();
    await engine.run('one', ['echo', 'hi'], {LogConfig: {Type: 'none'}});
    const refused = async (query: string): Promise<readonly unknown[]> => {
      const answer = await engine.call('GET', `/containers/one/logs?${query}`);
      return [answer.status, answer.json().message];
    };
    expect(await refused('')).toEqual([400, 'Bad parameters: you must choose at least one stream']);
    expect(await refused('stdout=1&since=x')).toEqual([400, 'invalid value for "since": "x" is no time']);
    expect(await refused('stdout=1')).toEqual([501, 'configured logging driver does not support reading']);
  });
});

describe('what is kept of a log', () => {
  const read = (log: ContainerLog, tail?: number): readonly string[] => {
    const at = log.position(tail);
    const lines: string[] = [];
    for (let entry = log.next(at); entry; entry = log.next(at)) lines.push(new TextDecoder().decode(entry.bytes));
    return lines;
  };
  const create = (maxSize?: number, files?: number): {log: ContainerLog; budget: DiskBudget} => {
    const budget = new DiskBudget();
    return {log: new ContainerLog({limits: logLimits(maxSize, files), budget, now: () => 0}), budget};
  };

  it('is whole lines, whatever pieces they came in', () => {
    const {log} = create();
    for (const piece of ['one', ' line\ntwo\nthr', 'ee', '\n', 'rest']) log.append('stdout', encode(piece));
    expect(read(log)).toEqual(['one line\n', 'two\n', 'three\n']);
    log.flush();
    expect(read(log)).toEqual(['one line\n', 'two\n', 'three\n', 'rest']);
  });

  it('is long lines in pieces of 16 KiB', () => {
    const {log} = create();
    log.append('stdout', encode(`${'x'.repeat(40_000)}\nend\n`));
    expect(read(log).map(({length}) => length)).toEqual([16_384, 16_384, 7233, 4]);
    expect(read(log, 1)).toEqual(['end\n']);
  });

  it('is the newest, as much as max-size and max-file say', () => {
    const {log} = create(1024, 2);
    for (let line = 1; line <= 500; line += 1) log.append('stdout', encode(`line ${line}\n`));
    const kept = read(log);
    expect(kept.at(-1)).toBe('line 500\n');
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThan(30);
  });

  it('is never more than 4 MiB, and comes out of the disk of the simulated machine', () => {
    const {log, budget} = create();
    const line = encode(`${'x'.repeat(1000)}\n`);
    for (let count = 0; count < 10_000; count += 1) log.append('stdout', line);
    expect(budget.usedBytes).toBeLessThan(5 * 1024 * 1024);
    expect(read(log).length).toBeGreaterThan(3000);
    log.clear();
    expect(budget.usedBytes).toBe(0);
  });

  it('goes on with the newest lines on a disk that is full', () => {
    const budget = new DiskBudget(300_000);
    const log = new ContainerLog({limits: logLimits(), budget, now: () => 0});
    for (let count = 0; count < 10_000; count += 1) log.append('stdout', encode(`a line with the number ${count}\n`));
    expect(read(log).at(-1)).toBe('a line with the number 9999\n');
  });

  it('is read on by a reader that was overtaken', () => {
    const {log} = create(1024, 2);
    log.append('stdout', encode('first\n'));
    const at = log.position();
    expect(log.next(at)).toBeDefined();
    for (let line = 1; line <= 500; line += 1) log.append('stdout', encode(`line ${line}\n`));
    expect(new TextDecoder().decode(log.next(at)?.bytes)).toMatch(/^line 4\d\d\n$/);
  });
});
