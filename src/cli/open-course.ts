import {join} from 'node:path';
import {holderOf} from '../lock.ts';
import type {Paths} from '../paths.ts';

/** The lock of whoever has the course open, on the screen or as plain text. */
export function openLockFile({home}: Pick<Paths, 'home'>): string {
  return join(home, 'open.lock');
}

/** Whether the course is open in another terminal: then that one leads from step to step, and nobody else. */
export function isOpenElsewhere(paths: Pick<Paths, 'home'>): boolean {
  return holderOf(openLockFile(paths)) !== undefined;
}
