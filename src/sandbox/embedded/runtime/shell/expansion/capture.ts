import {Pipe} from '../../../bytes/pipe.ts';
import {OpenFile, readerDescriptor, writerDescriptor} from '../../process/descriptor.ts';
import {childFds, forkShell, makeRoom} from '../run/fork.ts';
import {dropFd, keepFd} from '../run/own-fds.ts';
import {waitForChild} from '../run/wait.ts';
import type {Shell} from '../state/shell.ts';
import type {Script} from '../syntax/ast.ts';

/** Neither what commands write nor any other expansion is longer than this. */
export const mostCharacters = 4 * 1024 * 1024;

/**
 * What commands write, without the newlines at its end. Their exit code is remembered for a command that is nothing but
 * assignments. Throws ShellFault when it is too much.
 */
export async function captureOutput(shell: Shell, script: Script): Promise<string> {
  if (script.length === 0) return '';
  const {process} = shell;
  await makeRoom(shell);
  const pipe = new Pipe();
  const fd = keepFd(shell, new OpenFile(readerDescriptor(pipe.reader)));
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    const output = new OpenFile(writerDescriptor(pipe.writer));
    const child = forkShell(shell, (own) => own.interpreter.run(own, script, {tested: false, last: true}), {
      fds: childFds(shell, new Map([[1, output]])),
    });
    for (let bytes = await process.read(fd); bytes; bytes = await process.read(fd)) {
      shell.hold(bytes.length);
      size += bytes.length;
      text += decoder.decode(bytes, {stream: true}).replaceAll('\0', '');
    }
    shell.substituted = await waitForChild(shell, child);
    text += decoder.decode();
    if (text.length > mostCharacters) throw shell.fault('out of memory');
    return withoutNewlines(text);
  } finally {
    dropFd(shell, fd);
    shell.release(size);
  }
}

function withoutNewlines(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}
