import {isSystemError} from '../../../system-error.ts';
import type {OpenFile} from '../../process/descriptor.ts';
import type {Process, SpawnOptions} from '../../process/process.ts';
import type {Shell} from '../state/shell.ts';
import {conclude} from './conclude.ts';

/** The descriptors a child gets: all but those the shell keeps for itself, with others in their place where given. */
export function childFds(shell: Shell, instead: ReadonlyMap<number, OpenFile> = new Map()): Map<number, OpenFile> {
  const fds = new Map<number, OpenFile>();
  for (const [fd, file] of shell.process.fds) {
    if (!shell.savedFds.has(fd) && !instead.has(fd)) fds.set(fd, file.share());
  }
  for (const [fd, file] of instead) fds.set(fd, file);
  return fds;
}

/** From here on new processes take their time: a fork bomb must leave this machine usable. */
const crowd = 200;

/** Waits where processes are many. */
export async function makeRoom(shell: Shell): Promise<void> {
  const {process} = shell;
  if (process.space.cgroup.pids > crowd) await process.compute(1);
  else await process.breathe();
}

/** Goes on as a subshell in a process of its own. Throws ShellFault when there are too many processes. */
export function forkShell(
  shell: Shell,
  main: (child: Shell) => Promise<number>,
  options: Pick<SpawnOptions, 'fds' | 'group'> = {},
): Process {
  const fds = options.fds ?? childFds(shell);
  let child: Shell | undefined;
  try {
    const process = shell.process.fork(
      async () => {
        const started = child;
        return started ? conclude(started, () => main(started)) : 1;
      },
      {...options, fds, env: shell.process.env, folder: shell.process.folder},
    );
    // What the shell knows now is what the child knows, whatever happens until it runs.
    child = shell.copyFor(process);
    return process;
  } catch (error) {
    for (const file of fds.values()) file.release();
    throw isSystemError(error, 'EAGAIN') ? shell.fault(`can't fork: ${error.message}`) : error;
  }
}
