import type {Process} from '../../process/process.ts';

export {machine} from '../../fs/proc-machine.ts';

/** Memory of the whole simulated machine, in bytes. */
export function memoryFacts({space}: Process): {readonly total: number; readonly used: number} {
  const {cgroup} = space.kernel;
  return {total: cgroup.limits.memoryBytes || 8 * 1024 ** 3, used: cgroup.memoryBytes};
}

export function uptimeMs({space}: Process): number {
  return space.kernel.clock.now() - space.kernel.bootedMs;
}
