import {type ChildProcess, spawn} from 'node:child_process';
import {Socket} from 'node:net';
import {constants} from 'node:os';
import {StringDecoder} from 'node:string_decoder';
import {LearnError} from '../../errors.ts';

export interface RunOptions {
  /** The whole environment, as `shellEnvironment` makes it. */
  readonly variables: {readonly [name: string]: string};
  readonly folder: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with every piece of output as it comes, stdout and stderr in one order. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** How much of the end of the output is kept; 64 KiB unless told. */
  readonly keepBytes?: number | undefined;
}

export interface ScriptResult {
  /** 124 after a timeout, 130 after an abort, 128 + n after signal n. */
  readonly exitCode: number;
  readonly ended: 'exited' | 'timeout' | 'aborted';
  /** The end of the output; a first line says so when something was cut. */
  readonly output: string;
}

/**
 * Runs a script with /bin/sh in a process group of its own, without terminal and with empty input. A timeout or
 * abort kills the whole group. What the script itself put in the background lives on until `signal` aborts.
 * Rejects only when it could not be started (SCRIPT_NOT_STARTED).
 */
export function runScript(script: string, options: RunOptions): Promise<ScriptResult> {
  if (options.signal?.aborted) return Promise.resolve({exitCode: 130, ended: 'aborted', output: ''});
  // The outer shell only joins stderr to stdout, so that one pipe keeps their order.
  const child = spawn('/bin/sh', ['-c', 'exec /bin/sh -c "$0" 2>&1', script], {
    cwd: options.folder,
    env: options.variables,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return follow(child, options);
}

/** A process that ignores SIGTERM for this long is killed. */
const graceMs = 1000;
/** A background process may hold the pipe open; the script's own output is there by then. */
const drainMs = 100;

function follow(child: ChildProcess, options: RunOptions): Promise<ScriptResult> {
  const {timeoutMs, signal} = options;
  const output = collect(child, options);
  let ended: ScriptResult['ended'] = 'exited';
  const end = (why: 'timeout' | 'aborted') => {
    if (child.exitCode === null && child.signalCode === null) ended = why;
    killGroup(child, 'SIGTERM');
    setTimeout(() => killGroup(child, 'SIGKILL'), graceMs).unref();
  };
  const timer = setTimeout(() => end('timeout'), timeoutMs);
  const onAbort = () => end('aborted');
  signal?.addEventListener('abort', onAbort, {once: true});

  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      reject(notStarted(options.folder, error));
    });
    child.once('exit', (code, by) => {
      clearTimeout(timer);
      if (ended !== 'exited') killGroup(child, 'SIGKILL');
      if (!groupLives(child)) signal?.removeEventListener('abort', onAbort);
      const finish = () => {
        clearTimeout(drain);
        letGo(child);
        resolve({exitCode: exitCodeOf(ended, code, by), ended, output: output()});
      };
      const drain = setTimeout(finish, drainMs);
      child.once('close', finish);
    });
  });
}

/** Closing the pipe would kill a background process at its next line: it is read on, but holds nobody up. */
function letGo(child: ChildProcess): void {
  child.stdout?.removeAllListeners('data').resume();
  if (child.stdout instanceof Socket) child.stdout.unref();
}

/** Keeps the end of the output; returns a function that reads what is kept. */
function collect(child: ChildProcess, {onOutput, keepBytes = 64 * 1024}: RunOptions): () => string {
  const decoder = new StringDecoder('utf8');
  let kept = '';
  let cut = false;
  const take = (text: string) => {
    if (text === '') return;
    kept += text;
    if (kept.length > keepBytes * 2) {
      kept = kept.slice(-keepBytes);
      cut = true;
    }
    onOutput?.(text);
  };
  child.stdout?.on('data', (chunk: Buffer) => take(decoder.write(chunk)));
  child.stdout?.on('end', () => take(decoder.end()));
  return () => {
    const end = kept.length > keepBytes ? kept.slice(-keepBytes) : kept;
    return cut || end.length < kept.length ? `[...]\n${end}` : end;
  };
}

function exitCodeOf(ended: ScriptResult['ended'], code: number | null, by: NodeJS.Signals | null): number {
  if (ended === 'timeout') return 124;
  if (ended === 'aborted') return 130;
  return code ?? 128 + (by === null ? 0 : constants.signals[by]);
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone: what was wanted.
  }
}

function groupLives(child: ChildProcess): boolean {
  if (child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, 0);
  } catch {
    return false;
  }
}

function notStarted(folder: string, error: Error): LearnError {
  return new LearnError({
    code: 'SCRIPT_NOT_STARTED',
    message: `A step's commands could not be started with /bin/sh in ${folder} (${error.message}).`,
    fix: 'Look whether the folder and /bin/sh exist.',
    cause: error,
  });
}
