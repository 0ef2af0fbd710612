import {describe, expect, it} from 'vitest';
import {Cgroup, noLimits} from '../../../../src/sandbox/embedded/runtime/process/cgroup.ts';

describe('a control group', () => {
  it('counts what its members use, and those of the groups below', () => {
    const whole = new Cgroup();
    const pod = new Cgroup(noLimits, whole);
    const container = new Cgroup(noLimits, pod);
    const member = {memoryBytes: 100};
    container.join(member);
    pod.join({memoryBytes: 7});
    expect([whole, pod, container].map(({memoryBytes, pids}) => [memoryBytes, pids])).toEqual([
      [107, 2],
      [107, 2],
      [100, 1],
    ]);
    member.memoryBytes = 150;
    container.chargeMemory(50);
    expect(whole.memoryBytes).toBe(157);
    container.leave(member);
    container.leave(member);
    expect([whole.memoryBytes, whole.pids]).toEqual([7, 1]);
  });

  it('that is closed counts for nobody above, whatever its members do still', () => {
    const whole = new Cgroup();
    const pod = new Cgroup(noLimits, whole);
    const member = {memoryBytes: 100};
    pod.join(member);
    pod.close();
    pod.close();
    expect(whole.memoryBytes).toBe(0);
    pod.leave(member);
    expect([whole.memoryBytes, whole.pids]).toEqual([0, 0]);
  });

  it('finds the nearest one that has too much, and its largest member', () => {
    const whole = new Cgroup({...noLimits, memoryBytes: 1000});
    const pod = new Cgroup({...noLimits, memoryBytes: 120}, whole);
    const [small, large] = [{memoryBytes: 50}, {memoryBytes: 80}];
    pod.join(small);
    expect(pod.overLimit()).toBeUndefined();
    pod.join(large);
    expect(pod.overLimit()).toBe(pod);
    expect(pod.largest()).toBe(large);
  });
});
