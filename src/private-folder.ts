import {chmodSync, lstatSync, mkdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname} from 'node:path';
import {LearnError, systemCode} from './errors.ts';

/** Creates a folder only its owner can enter; refuses one that is a link or somebody else's. */
export function ensurePrivateFolder(folder: string): void {
  let seen: ReturnType<typeof lstatSync>;
  try {
    makeFolder(folder);
    seen = lstatSync(folder);
  } catch (error) {
    // EEXIST: a file, or a link that leads nowhere.
    if (systemCode(error) === 'EEXIST') throw notOurs(folder);
    throw notWritable(folder, error);
  }
  const mine = process.getuid === undefined || seen.uid === process.getuid();
  if (!seen.isDirectory() || !mine) throw notOurs(folder);
}

/**
 * The folder of our sockets. It is ours alone by name, so an open one is closed to others; and where its parent lies
 * in the folder everybody writes to, the parent must be ours too, or its owner could put another folder in its place.
 */
export function ensureSocketFolder(folder: string): void {
  const parent = dirname(folder);
  if (dirname(parent) === tmpdir()) ensurePrivateFolder(parent);
  ensurePrivateFolder(folder);
  try {
    if ((lstatSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700);
  } catch (error) {
    throw notWritable(folder, error);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700});
  } catch (error) {
    // On a disk that cannot be written to, the recursive form says ENOENT; the plain one says why.
    if (systemCode(error) === 'ENOENT') mkdirSync(folder, {mode: 0o700});
    throw error;
  }
}

function notWritable(folder: string, error: unknown): LearnError {
  return new LearnError({
    code: 'FOLDER_NOT_WRITABLE',
    message: `${folder} cannot be created (${systemCode(error) || 'unknown reason'}).`,
    fix: 'Set K8S_LEARN_HOME (and XDG_RUNTIME_DIR, when it is set) to a folder you can write to.',
    cause: error,
  });
}

function notOurs(folder: string): LearnError {
  return new LearnError({
    code: 'FOLDER_NOT_OURS',
    message: `${folder} belongs to somebody else or is a link; it is not used.`,
    fix: 'Remove it, or set K8S_LEARN_HOME (and XDG_RUNTIME_DIR, when it is set) to a folder of your own.',
  });
}
