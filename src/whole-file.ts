import {closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync} from 'node:fs';

/** Writes a file whole or not at all: temporary neighbour, fsync, rename. Throws Node's own system errors. */
export function writeWhole(file: string, text: string, mode = 0o600): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = openSync(temporary, 'w', mode);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, {force: true});
    throw error;
  }
}
