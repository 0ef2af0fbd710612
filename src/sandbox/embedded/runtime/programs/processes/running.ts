import {isSystemError} from '../../../system-error.ts';
import {baseName} from '../../fs/path.ts';
import {findExecutable, usualPath} from '../../process/executable.ts';
import type {Process} from '../../process/process.ts';
import type {Call} from '../call.ts';

/** What Linux counts of a CPU's time: https://man7.org/linux/man-pages/man7/time.7.html */
export const ticksPerSecond = 100;

/** The short name of a process, as /proc/PID/comm has it. */
export function commandName({argv}: Process): string {
  return baseName(argv[0] ?? '').slice(0, 15);
}

/** The whole command line; of one that has ended only its name is left. */
export function commandLine(process: Process): string {
  const line = process.argv.join(' ');
  return line === '' || process.state === 'ended' ? `[${commandName(process)}]` : line;
}

/** The letter of `ps`: what a process is doing. */
export function stateLetter(process: Process, self?: Process): 'R' | 'S' | 'T' | 'Z' {
  if (process.state === 'ended') return 'Z';
  if (process.state === 'stopped') return 'T';
  return process === self ? 'R' : 'S';
}

/** Address space, which here is a little more than what is used. */
export function virtualBytes({memoryBytes}: Process): number {
  return memoryBytes === 0 ? 0 : memoryBytes + (1 << 20);
}

/** Becomes another command; one that cannot be started is complained about in busybox's words. */
export async function becomeCommand(call: Call, argv: readonly string[]): Promise<number> {
  await call.out.flush();
  try {
    return await call.process.exec(argv);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await call.complain(`can't execute '${argv[0] ?? ''}': ${error.message}`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
}

/** Starts a command beside this one; undefined when it cannot be, which was complained about. */
export async function startCommand(call: Call, argv: readonly string[]): Promise<Process | undefined> {
  await call.out.flush();
  try {
    return call.process.spawn({argv});
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await call.complain(`can't execute '${argv[0] ?? ''}': ${error.message}`);
    return undefined;
  }
}

/** `1.5`, `10s`, `2m`, `1h`, `1d`, in milliseconds; undefined for what is no duration. */
export function durationMs(text: string): number | undefined {
  if (/^inf(inity)?$/.test(text)) return Number.POSITIVE_INFINITY;
  const [, number, unit = ''] = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const factors: {readonly [unit: string]: number} = {'': 1, s: 1, m: 60, h: 3600, d: 86_400};
  return Number(number) * (factors[unit] ?? 1) * 1000;
}

/** Sleeps however long: a timer of the host takes no more than some days. */
export async function sleepLong(process: Process, ms: number): Promise<void> {
  const longest = 86_400_000;
  for (let left = ms; left > 0; left -= longest) await process.sleep(Math.min(left, longest));
}

/** The file a process runs; what is known is only how it was called. */
export function executablePath(process: Process): string {
  const [name = ''] = process.argv;
  if (name.includes('/')) return process.files.stat(name)?.path ?? name;
  try {
    const path = findExecutable(process.files, name.replace(/^-/, ''), process.env.get('PATH') ?? usualPath);
    return process.files.stat(path)?.path ?? path;
  } catch (error) {
    if (isSystemError(error)) return name;
    throw error;
  }
}
