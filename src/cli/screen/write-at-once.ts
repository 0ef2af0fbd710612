import {writeSync} from 'node:fs';
import {systemCode} from '../../errors.ts';

/** Writes all of a text to a file descriptor before it returns, also to a terminal that is slow. */
export function writeAtOnce(fd: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  for (let tries = 0; rest.length > 0 && tries < 1000; tries++) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (systemCode(error) !== 'EAGAIN') return;
    }
  }
}
