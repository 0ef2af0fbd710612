import type {OpenFile} from '../process/descriptor.ts';
import type {Process, SpawnOptions} from '../process/process.ts';

/** Starts a command with some standard streams of its own; the others are shared. Throws SystemError. */
export function spawnWith(
  process: Process,
  argv: readonly string[],
  streams: {readonly [fd: number]: OpenFile},
  options: Omit<SpawnOptions, 'argv' | 'fds'> = {},
): Process {
  const own = new Map(Object.entries(streams).map(([fd, file]) => [Number(fd), file]));
  const shared = [...process.fds]
    .filter(([fd]) => fd < 3 && !own.has(fd))
    .map(([fd, file]) => [fd, file.share()] as const);
  const fds = new Map([...shared, ...own]);
  try {
    return process.spawn({argv, fds, ...options});
  } catch (error) {
    // Nobody else would let go of them, and whoever reads the other end would wait for ever.
    for (const file of fds.values()) file.release();
    throw error;
  }
}
