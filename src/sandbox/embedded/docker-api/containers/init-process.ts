import type {Loaded, Process} from '../../runtime/process/process.ts';
import {signalNames} from '../../runtime/process/signals.ts';

const initMemory = 40 * 1024;

/**
 * What `--init` puts in front of a program: a first process that starts it, passes every signal on and ends as it does.
 * https://github.com/krallin/tini
 */
export function initProcess(loaded: Loaded): Loaded {
  return {
    argv: ['/sbin/docker-init', '--', ...loaded.argv],
    memoryBytes: initMemory,
    async main(process: Process) {
      const child = process.fork(
        async (self) => {
          self.holdMemory(loaded.memoryBytes);
          return loaded.main(self);
        },
        {group: 'own'},
      );
      child.argv = loaded.argv;
      const {terminal} = process;
      if (terminal) terminal.foreground = (signal) => process.space.killGroup(child.group, signal);
      for (const name of signalNames) if (name !== 'SIGCHLD') process.onSignal(name, () => child.kill(name));
      const {code} = await process.waitFor(child);
      return code;
    },
  };
}
