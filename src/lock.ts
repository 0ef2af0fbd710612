import {closeSync, openSync, readFileSync, rmSync, writeSync} from 'node:fs';
import {systemCode} from './errors.ts';

/**
 * Takes a lock file naming this process; undefined while a living process holds it. A dead holder's lock is
 * taken over. The returned function gives it back.
 */
export function takeLock(file: string): (() => void) | undefined {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, {force: true});
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      if (holderOf(file) !== undefined) return undefined;
      rmSync(file, {force: true});
    }
  }
  return undefined;
}

/** The process that holds a lock, while it lives. */
export function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: it lives, but is somebody else's.
    return systemCode(error) === 'EPERM' ? -1 : undefined;
  }
}
