import {root} from '../process/credentials.ts';
import {Files} from './files.ts';
import type {MountTable} from './mounts.ts';

/** A file tree as the host's root sees it, without any process: for the engine's own reading and writing. */
export function rootFiles(mounts: MountTable, now: () => number): Files {
  return new Files(mounts, {
    user: root,
    folder: '/',
    umask: 0,
    now,
    descriptor: () => undefined,
    terminal: undefined,
  });
}
