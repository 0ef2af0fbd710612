import {expect, it} from 'vitest';
import {realClock} from '../src/clock.ts';

it('does not call back at once for what is further away than Node counts', async () => {
  const called: string[] = [];
  const cancel = realClock.after(3_000_000_000, () => void called.push('far'));
  // Node takes what is too far for a millisecond: that would be over before this.
  await new Promise<void>((done) => void realClock.after(5, done));
  cancel();
  expect(called).toEqual([]);
});
