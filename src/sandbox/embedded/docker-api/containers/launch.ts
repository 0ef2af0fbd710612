import {
  LaunchFault,
  launch as launchProcess,
  type LaunchOptions as ProcessOptions,
} from '../../runtime/container/launch.ts';
import type {Process} from '../../runtime/process/process.ts';
import {ApiRefusal} from '../api/refusal.ts';
import {initProcess} from './init-process.ts';

/** A process that could not be started, with the exit code its container or exec shows. */
export class LaunchRefusal extends ApiRefusal {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(400, message);
    this.exitCode = exitCode;
  }
}

export interface LaunchOptions extends Omit<ProcessOptions, 'around'> {
  /** `--init`: a small first process that passes signals on. */
  readonly init: boolean;
  /** What comes before the reason in an error text: it differs between containers and execs. */
  readonly failure: string;
}

/**
 * Starts a process from outside: a container's first, or one of `docker exec`. Throws a LaunchRefusal in runc's words
 * when there is no such program; what only the kernel could find out ends the process instead, as in reality.
 */
export function launch(options: LaunchOptions): Process {
  const {init, failure, ...process} = options;
  try {
    return launchProcess(init ? {...process, around: initProcess} : process);
  } catch (error) {
    if (!(error instanceof LaunchFault)) throw error;
    throw new LaunchRefusal(`${failure}: ${error.message}: unknown`, error.exitCode);
  }
}
