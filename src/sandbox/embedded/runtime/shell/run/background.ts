import {nullDescriptor, OpenFile} from '../../process/descriptor.ts';
import {Job} from '../state/jobs.ts';
import type {Shell} from '../state/shell.ts';
import type {Background} from '../syntax/ast.ts';
import {backgroundInput} from './background-input.ts';
import {childFds, forkShell, makeRoom} from './fork.ts';
import {jobText, ownGroup} from './subshell.ts';

/** `command &`: goes on without waiting for it. */
export async function runBackground(shell: Shell, {command}: Background): Promise<number> {
  const {jobControl} = shell;
  await makeRoom(shell);
  const input = jobControl ? backgroundInput(shell) : undefined;
  const instead = jobControl ? input?.file : new OpenFile(nullDescriptor());
  const child = forkShell(
    shell,
    (own) => {
      // Without job control what is typed at the terminal reaches every process; these must not end by it.
      if (!jobControl) for (const signal of ['SIGINT', 'SIGQUIT'] as const) own.traps.set(signal, '');
      return own.interpreter.run(own, [command], {tested: false, last: true});
    },
    {fds: childFds(shell, new Map(instead ? [[0, instead]] : [])), ...ownGroup(shell)},
  );
  input?.belongsTo(child.group);
  const job = new Job({
    number: shell.jobs.nextNumber(),
    processes: [child],
    text: jobText(shell, command),
    group: jobControl ? child.group : undefined,
    pipefail: false,
    ...(input ? {onForeground: input.setForeground} : {}),
  });
  shell.jobs.add(job);
  shell.lastBackground = child.pid;
  return 0;
}
