import {isLooking} from '../../lessons/looking.ts';

/** Whether a command line was an attempt at the step: one of docker's that does something, or anything that failed. */
export function isTry(line: string, exitCode: number | undefined): boolean {
  // 130: the learner gave it up with Ctrl-C.
  const failed = exitCode !== undefined && exitCode !== 0 && exitCode !== 130;
  return failed || (/\b(docker|kubectl|kind)\b/.test(line) && !isLooking(line));
}
