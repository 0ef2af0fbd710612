import {existsSync, fstatSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {holderOf, takeLock} from '../../lock.ts';
import type {Paths} from '../../paths.ts';
import {ensurePrivateFolder} from '../../private-folder.ts';
import {leaveSequence} from '../../ui/terminal/screen.ts';

/** Notes that the terminal behind a file descriptor is ours; the returned function takes the note back. Never throws. */
export function markTerminal({runtime}: Pick<Paths, 'runtime'>, fd: number): () => void {
  try {
    ensurePrivateFolder(runtime);
    return takeLock(markOf(runtime, fd)) ?? (() => {});
  } catch {
    // Without the note a killed screen is not repaired: no reason to keep the learner out.
    return () => {};
  }
}

/**
 * What gives a terminal back that a killed run (SIGKILL, out of memory) has left on the alternate screen with the
 * mouse on; '' when the last run on this very terminal left it as it should. Costs one look at a folder.
 */
export function repairOf(
  {runtime}: Pick<Paths, 'runtime'>,
  output: {readonly isTTY?: boolean; readonly fd: number},
): string {
  if (!output.isTTY) return '';
  try {
    const mark = markOf(runtime, output.fd);
    if (!existsSync(mark) || holderOf(mark) !== undefined) return '';
    rmSync(mark, {force: true});
    return leaveSequence;
  } catch {
    return '';
  }
}

/** One note a terminal: the number of its device is its name. */
function markOf(runtime: string, fd: number): string {
  return join(runtime, `screen-${fstatSync(fd).rdev}`);
}
