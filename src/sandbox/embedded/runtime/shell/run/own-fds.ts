import type {OpenFile} from '../../process/descriptor.ts';
import type {Shell} from '../state/shell.ts';

/** The lowest number for descriptors of the shell's own: a script can name none as high. */
const firstOwnFd = 1000;

/** Puts a file where commands and children do not see it. */
export function keepFd(shell: Shell, file: OpenFile): number {
  let fd = firstOwnFd;
  while (shell.process.fds.has(fd)) fd += 1;
  shell.savedFds.add(shell.process.adopt(file, fd));
  return fd;
}

/** Closes what `keepFd` has put away. */
export function dropFd(shell: Shell, fd: number): void {
  shell.savedFds.delete(fd);
  shell.process.closeFd(fd);
}
