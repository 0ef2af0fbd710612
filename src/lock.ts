import {closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync} from 'node:fs';
import {LearnError, systemCode} from './errors.ts';

/** A lock that was created but not yet written names nobody; for this long its creator is believed to be alive. */
const writingMs = 2000;

/**
 * Takes a lock file naming this process; undefined while a living process holds it. A dead holder's lock is
 * taken over. The returned function gives it back. `whenFull`: on a full disk a lock cannot be written, which must
 * not keep a learner out (`go on`), but must keep a second host out (`refuse`). Throws LOCK_NOT_WRITABLE.
 */
export function takeLock(file: string, whenFull: 'go on' | 'refuse' = 'go on'): (() => void) | undefined {
  const own = `${process.pid} ${startOf(process.pid)}`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      write(file, own);
      return () => giveBack(file, own);
    } catch (error) {
      const code = systemCode(error);
      if ((code === 'ENOSPC' || code === 'EDQUOT') && whenFull === 'go on') return () => {};
      if (code !== 'EEXIST') throw notWritable(file, error);
      if (holderOf(file) !== undefined) return undefined;
      removeStale(file);
    }
  }
  return undefined;
}

/** The process that holds a lock, while it lives; -1 when it lives but cannot be named. */
export function holderOf(file: string): number | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    if (text === '') return Date.now() - statSync(file).mtimeMs < writingMs ? -1 : undefined;
    const [number, start = ''] = text.split(' ');
    const pid = Number(number);
    if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
    // A number is used again after a while, or after a restart of the machine: then it is another process.
    return start === '' || start === startOf(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, text);
  } catch (error) {
    rmSync(file, {force: true});
    throw error;
  } finally {
    closeSync(handle);
  }
}

/** Of two that find a lock stale, one gets it away; what it took by mistake, a lock taken anew, goes back. */
function removeStale(file: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    if (holderOf(aside) === undefined) rmSync(aside, {force: true});
    else renameSync(aside, file);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw notWritable(file, error);
  }
}

function giveBack(file: string, own: string): void {
  try {
    if (readFileSync(file, 'utf8') === own) rmSync(file, {force: true});
  } catch {
    // It is gone, with its folder perhaps: what was wanted.
  }
}

/** Whether a process still does something: one that has ended and waits for its parent to notice does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, but is somebody else's.
    if (systemCode(error) !== 'EPERM') return false;
  }
  // In a container without an init process nobody notices, ever.
  return statOf(pid)[0] !== 'Z';
}

/** When a process was started, in the kernel's own count; '' where that is not told. */
function startOf(pid: number): string {
  return statOf(pid)[19] ?? '';
}

/** Fields 3 and following of /proc/PID/stat, see proc(5); empty where there is none. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function notWritable(file: string, error: unknown): LearnError {
  return new LearnError({
    code: 'LOCK_NOT_WRITABLE',
    message: `${file} cannot be written (${systemCode(error) || 'unknown reason'}).`,
    fix: 'See that its folder is yours and has room, or set K8S_LEARN_HOME to a folder you can write to.',
    cause: error,
  });
}
