import {mkdtemp, realpath, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A folder of a test's own. */
export interface TemporaryFolder {
  /** Absolute, and free of symbolic links, so that it can be compared with what a program reports. */
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Creates an empty folder whose path is short enough for a socket in it; call `remove` in `afterAll`. */
export async function temporaryFolder(prefix = 'kl-'): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(await realpath(tmpdir()), prefix));
  return {path, remove: () => rm(path, {recursive: true, force: true})};
}
