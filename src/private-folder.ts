import {lstatSync, mkdirSync} from 'node:fs';
import {LearnError, systemCode} from './errors.ts';

/** Creates a folder only its owner can enter; refuses one that is a link or somebody else's. */
export function ensurePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    const seen = lstatSync(folder);
    const mine = process.getuid === undefined || seen.uid === process.getuid();
    if (seen.isDirectory() && mine) return;
  } catch (error) {
    throw new LearnError({
      code: 'FOLDER_NOT_WRITABLE',
      message: `${folder} cannot be created (${systemCode(error) || 'unknown reason'}).`,
      fix: 'Set K8S_LEARN_HOME to a folder you can write to.',
      cause: error,
    });
  }
  throw new LearnError({
    code: 'FOLDER_NOT_OURS',
    message: `${folder} belongs to somebody else or is a link; it is not used.`,
    fix: 'Remove it, or set K8S_LEARN_HOME to another folder.',
  });
}
