import {EventEmitter} from 'node:events';
import {expect, it} from 'vitest';
import {until} from './until.ts';

it('returns the first reading that is as wished', async () => {
  let readings = 0;
  expect(
    await until(
      () => ++readings,
      (reading) => reading === 3,
      {intervalMs: 1},
    ),
  ).toBe(3);
});

it('returns the last reading when the time is over', async () => {
  expect(
    await until(
      () => 'not yet',
      () => false,
      {timeoutMs: 20, intervalMs: 5},
    ),
  ).toBe('not yet');
});

it('reads at once when it is woken, long before the interval is over', async () => {
  const changes = new EventEmitter();
  let state = 'old';
  const waiting = until(
    () => state,
    (reading) => reading === 'new',
    {
      timeoutMs: 5000,
      intervalMs: 4000,
      on: (wake) => {
        changes.on('change', wake);
        return () => changes.off('change', wake);
      },
    },
  );
  const startedAt = performance.now();
  setImmediate(() => {
    state = 'new';
    changes.emit('change');
  });
  expect(await waiting).toBe('new');
  expect(performance.now() - startedAt).toBeLessThan(2000);
  expect(changes.listenerCount('change')).toBe(0);
});

it('passes on why a reading failed', async () => {
  await expect(
    until(
      () => Promise.reject(new Error('socket gone')),
      () => true,
    ),
  ).rejects.toThrow('socket gone');
});
