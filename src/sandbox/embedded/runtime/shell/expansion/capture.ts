import {concat, decode} from '../../../bytes/bytes.ts';
import {Pipe} from '../../../bytes/pipe.ts';
import {OpenFile, readerDescriptor, writerDescriptor} from '../../process/descriptor.ts';
import {childFds, forkShell, makeRoom} from '../run/fork.ts';
import {dropFd, keepFd} from '../run/own-fds.ts';
import {waitForChild} from '../run/wait.ts';
import type {Shell} from '../state/shell.ts';
import type {Script} from '../syntax/ast.ts';

/**
 * What commands write, without the newlines at its end. Their exit code is remembered for a command that is nothing but
 * assignments.
 */
export async function captureOutput(shell: Shell, script: Script): Promise<string> {
  if (script.length === 0) return '';
  const {process} = shell;
  await makeRoom(shell);
  const pipe = new Pipe();
  const fd = keepFd(shell, new OpenFile(readerDescriptor(pipe.reader)));
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    const output = new OpenFile(writerDescriptor(pipe.writer));
    const child = forkShell(shell, (own) => own.interpreter.run(own, script, {tested: false, last: true}), {
      fds: childFds(shell, new Map([[1, output]])),
    });
    for (let bytes = await process.read(fd); bytes; bytes = await process.read(fd)) {
      parts.push(bytes);
      size += bytes.length;
      shell.hold(bytes.length);
    }
    shell.substituted = await waitForChild(shell, child);
    return decode(concat(parts)).replaceAll('\0', '').replace(/\n+$/, '');
  } finally {
    dropFd(shell, fd);
    shell.release(size);
  }
}
