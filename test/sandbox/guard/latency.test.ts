import {afterAll, beforeAll, expect, it} from 'vitest';
import {describeWithDocker} from '../../support/real-docker.ts';
import {measureLatency, median} from './latency.ts';
import {openRig, type Rig} from './rig.ts';

describeWithDocker('the cost of the guard', ({host}) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig({host});
  });
  afterAll(() => rig?.close());

  it('measures calls by turns, direct and guarded', async () => {
    const {direct, guarded} = await measureLatency({
      directSocket: new URL(host).pathname,
      guardedSocket: rig.viewSocket,
      calls: 100,
    });
    expect(direct).toHaveLength(100);
    expect(guarded).toHaveLength(100);
    // The goal is judged by `npm run bench`; here only that nothing is grossly wrong on a busy machine.
    expect(median(guarded) - median(direct)).toBeLessThan(20);
    console.log(`direct ${median(direct).toFixed(2)} ms, guarded ${median(guarded).toFixed(2)} ms`);
  });
});
