import {parseKill, sendSignal} from '../../programs/shared/kill.ts';
import type {Shell} from '../state/shell.ts';
import {defineBuiltin} from './builtin.ts';
import {jobOf} from './jobs.ts';

/** `kill [-SIGNAL] PID|JOB...`, `kill -l` */
export const killBuiltin = defineBuiltin({
  names: ['kill'],
  async run(shell, {args}) {
    const request = parseKill(args);
    switch (request.kind) {
      case 'list':
        for (const complaint of request.complaints) await complain(shell, complaint);
        if (request.lines.length > 0) await shell.process.print(`${request.lines.join('\n')}\n`);
        return request.complaints.length > 0 ? 1 : 0;
      case 'wrong':
        await complain(shell, request.complaint);
        return 1;
      case 'send': {
        let code = 0;
        for (const target of request.targets.flatMap((text) => targetsOf(shell, text))) {
          const complaint = sendSignal(shell.process, target, request.signal);
          if (complaint === undefined) continue;
          await complain(shell, complaint);
          code = 1;
        }
        // A signal to the shell itself must not be outrun by its next command.
        await shell.process.breathe();
        return code;
      }
    }
  },
});

function complain(shell: Shell, text: string): Promise<void> {
  return shell.process.complain(`${shell.appletName}: ${text}`);
}

/** A job stands for its process group, without job control for its processes. */
function targetsOf(shell: Shell, text: string): readonly string[] {
  if (!text.startsWith('%')) return [text];
  const {group, processes} = jobOf(shell, text);
  return group === undefined ? processes.map(({pid}) => String(pid)) : [String(-group)];
}
