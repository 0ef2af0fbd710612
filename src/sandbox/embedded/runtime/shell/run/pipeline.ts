import {Pipe} from '../../../bytes/pipe.ts';
import {OpenFile, readerDescriptor, writerDescriptor} from '../../process/descriptor.ts';
import type {Process} from '../../process/process.ts';
import type {Manner, Shell} from '../state/shell.ts';
import type {Command, Pipeline} from '../syntax/ast.ts';
import {waitInForeground} from './foreground.ts';
import {childFds, forkShell, makeRoom} from './fork.ts';
import {jobText, ownGroup} from './subshell.ts';

/** Commands side by side, each reading what the one before writes; or one whose exit code is turned round. */
export async function runPipeline(shell: Shell, pipeline: Pipeline, manner: Manner): Promise<number> {
  const {negated, commands} = pipeline;
  const inner: Manner = negated ? {tested: true, last: false} : manner;
  const code = commands.length === 1 ? await runOne(shell, commands, inner) : await runAll(shell, pipeline);
  if (!negated || shell.skip) return code;
  return code === 0 ? 1 : 0;
}

function runOne(shell: Shell, commands: readonly Command[], manner: Manner): Promise<number> {
  return shell.interpreter.run(shell, commands, manner);
}

async function runAll(shell: Shell, pipeline: Pipeline): Promise<number> {
  const processes = await startPipeline(shell, pipeline.commands);
  return waitInForeground(shell, processes, jobText(shell, pipeline));
}

/** Starts a process for every command, connected by pipes. Throws ShellFault. */
async function startPipeline(shell: Shell, commands: readonly Command[]): Promise<readonly Process[]> {
  const processes: Process[] = [];
  let input: OpenFile | undefined;
  for (const [index, command] of commands.entries()) {
    const pipe = index < commands.length - 1 ? new Pipe() : undefined;
    const instead = new Map<number, OpenFile>();
    if (input) instead.set(0, input);
    if (pipe) instead.set(1, new OpenFile(writerDescriptor(pipe.writer)));
    input = pipe && new OpenFile(readerDescriptor(pipe.reader));
    try {
      await makeRoom(shell);
      const child = forkShell(shell, (own) => own.interpreter.run(own, [command], {tested: false, last: true}), {
        fds: childFds(shell, instead),
        ...ownGroup(shell, processes[0]),
      });
      processes.push(child);
    } catch (error) {
      input?.release();
      throw error;
    }
  }
  return processes;
}
