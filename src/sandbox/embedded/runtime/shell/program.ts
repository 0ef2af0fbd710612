import type {Process, Program} from '../process/process.ts';
import {interpreter} from './interpreter.ts';

/** The shell of busybox: `sh`, `ash`, and `-sh` for a login. */
export const shellProgram: Program = {
  name: 'sh',
  main: (process: Process) => interpreter.start(process),
};
