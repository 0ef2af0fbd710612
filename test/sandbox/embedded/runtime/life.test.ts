import {expect, it} from 'vitest';
import {createLife} from '../../../../src/sandbox/embedded/runtime/process/life.ts';

it('a life tells all who wait for its end, once, and none who left', () => {
  const life = createLife();
  const told: string[] = [];
  const leaving = (): void => void told.push('left');
  life.signal.addEventListener('abort', () => told.push('first'), {once: true});
  life.signal.addEventListener('abort', leaving);
  life.signal.addEventListener('abort', {handleEvent: () => told.push('second')});
  life.signal.removeEventListener('abort', leaving);
  life.abort(new Error('over'));
  life.abort();
  expect(told).toEqual(['first', 'second']);
  expect(life.signal.reason).toEqual(new Error('over'));
});

it('a life may be waited for by many without a warning of a leak', async () => {
  const warnings: string[] = [];
  const warn = ({name}: Error): void => void warnings.push(name);
  process.on('warning', warn);
  const life = createLife();
  for (let wait = 0; wait < 100; wait += 1) life.signal.addEventListener('abort', () => wait);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', warn);
  expect(warnings).toEqual([]);
});

it('a signal made of a life ends with it', () => {
  const life = createLife();
  const either = AbortSignal.any([life.signal, new AbortController().signal]);
  life.abort();
  expect(either.aborted).toBe(true);
});
