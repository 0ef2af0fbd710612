import {isSystemError} from '../../../../system-error.ts';
import type {Process} from '../../../process/process.ts';
import {encodeBytes} from '../../text/codec.ts';
import {dateParts} from '../dates.ts';
import {errorNumberText} from '../error-number.ts';
import {type LogLevel, type LogTarget, takesLevel, usualErrorLog} from './config/logs.ts';
import {ConfigProblem} from './config/problem.ts';

/** Log files by path; the master opens them, workers write by the same numbers. */
export type OpenLogs = ReadonlyMap<string, number>;

/** Opens what a configuration logs to. Throws ConfigProblem. */
export function openLogs(process: Process, paths: readonly string[]): OpenLogs {
  const open = new Map<string, number>();
  for (const path of paths) if (!open.has(path)) open.set(path, path === 'stderr' ? 2 : openLog(process, path));
  return open;
}

function openLog(process: Process, path: string): number {
  try {
    return process.adopt(process.files.open(path, {write: true, append: true, create: true, mode: 0o644}));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigProblem(`open() "${path}" failed (${errorNumberText(error)})`);
  }
}

export function closeLogs(process: Process, logs: OpenLogs): void {
  for (const fd of logs.values()) if (fd > 2) process.closeFd(fd);
}

/** The error log of one process. */
export class NginxLog {
  readonly #process: Process;
  readonly #open: OpenLogs;
  readonly #usual: readonly LogTarget[];

  /** `usual`: where messages go that are about no request. */
  constructor(process: Process, open: OpenLogs, usual: readonly LogTarget[]) {
    this.#process = process;
    this.#open = open;
    this.#usual = usual;
  }

  async write(level: LogLevel, message: string, targets = this.#usual): Promise<void> {
    for (const {path, what} of targets) {
      const fd = this.#open.get(path);
      if (fd !== undefined && takesLevel(what, level)) await this.#put(fd, `${this.#stamp(level)}${message}\n`);
    }
  }

  async access(path: string, line: string): Promise<void> {
    const fd = this.#open.get(path);
    if (fd !== undefined) await this.#put(fd, line);
  }

  #stamp(level: LogLevel): string {
    const {year, month, day, time} = dateParts(this.#process.now());
    const {pid} = this.#process;
    return `${year}/${month}/${day} ${time} [${level}] ${pid}#${pid}: `;
  }

  /** A log that cannot be written is no reason to fail. */
  async #put(fd: number, line: string): Promise<void> {
    try {
      await this.#process.write(fd, encodeBytes(line));
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }
}

/** The log before a configuration says where to: what nginx was built with, and standard error as well. */
export class StartLog {
  readonly #process: Process;
  readonly #log: NginxLog | undefined;

  private constructor(process: Process, log: NginxLog | undefined) {
    this.#process = process;
    this.#log = log;
  }

  static async open(process: Process, path = usualErrorLog): Promise<StartLog> {
    try {
      const open = openLogs(process, [path]);
      return new StartLog(
        process,
        path === 'stderr' ? undefined : new NginxLog(process, open, [{path, what: 'notice'}]),
      );
    } catch (error) {
      if (!(error instanceof ConfigProblem)) throw error;
      await process.complain(`nginx: [alert] could not open error log file: ${error.message}`);
      return new StartLog(process, undefined);
    }
  }

  /** To the log alone: standard error is for what is wrong. */
  async notice(message: string): Promise<void> {
    await this.#log?.write('notice', message);
  }

  async write(level: LogLevel, message: string): Promise<void> {
    await this.#log?.write(level, message);
    await this.#process.write(2, encodeBytes(`nginx: [${level}] ${message}\n`));
  }
}
