import {expect, it} from 'vitest';
import {realClock} from '../src/clock.ts';

it('does not call back at once for what is further away than Node counts', async () => {
  const called: string[] = [];
  const cancel = realClock.after(3_000_000_000, () => void called.push('far'));
  await new Promise<void>((done) => void setTimeout(done, 20));
  cancel();
  expect(called).toEqual([]);
});
