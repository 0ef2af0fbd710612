import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {spawn} from '@lydell/node-pty';

/** A program in a PTY that is listened to byte by byte: no emulator of ours slows the measurement. */
export interface Timed {
  readonly pid: number;
  /** Bytes written so far. */
  bytes(): number;
  write(text: string): void;
  /** Resolves with the time (performance.now) at which the text was there, looked for after `from` bytes. */
  seen(text: string, from?: number, timeoutMs?: number): Promise<number>;
  close(): Promise<void>;
}

export function timed(command: string, args: readonly string[], env: {readonly [name: string]: string}): Timed {
  const child = spawn(command, [...args], {name: 'xterm-256color', cols: 120, rows: 36, cwd: process.cwd(), env});
  let output = '';
  let length = 0;
  const watchers = new Set<() => void>();
  child.onData((data) => {
    length += data.length;
    // Only the end is ever looked for; 20 MB are not kept.
    output = (output + data).slice(-262_144);
    for (const watch of [...watchers]) watch();
  });
  let ended = (): void => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  child.onExit(() => ended());
  return {
    pid: child.pid,
    bytes: () => length,
    write: (text) => child.write(text),
    seen: (text, from = 0, timeoutMs = 60_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          watchers.delete(watch);
          reject(new Error(`${command} did not show ${JSON.stringify(text)}`));
        }, timeoutMs);
        const watch = (): void => {
          const kept = Math.max(0, from - (length - output.length));
          if (!output.slice(kept).includes(text)) return;
          watchers.delete(watch);
          clearTimeout(timer);
          resolve(performance.now());
        };
        watchers.add(watch);
        watch();
      }),
    async close() {
      child.kill('SIGTERM');
      await end;
    },
  };
}

/** An environment of the bench's own: a home for the program, a plain prompt for the shells. */
export function terminalEnvironment(): {
  readonly env: {readonly [name: string]: string};
  readonly home: string;
  remove(): void;
} {
  const home = mkdtempSync(join(tmpdir(), 'k8sl-bench-'));
  const kept = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(CI|TMUX|TMUX_PANE|STY|LINES|COLUMNS)$/.test(name),
  );
  const env = {
    ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])),
    K8S_LEARN_HOME: home,
    XDG_RUNTIME_DIR: home,
    HOME: home,
    SHELL: '/bin/bash',
    LC_ALL: 'C.UTF-8',
    TERM: 'xterm-256color',
  };
  return {
    env,
    home,
    remove() {
      spawnSync(process.execPath, ['dist/k8s-learn.js', 'clean'], {env, timeout: 60_000});
      rmSync(home, {recursive: true, force: true});
    },
  };
}

/** The program with its shell ready for typing. */
export async function openProgram(env: {readonly [name: string]: string}): Promise<Timed> {
  const program = timed(process.execPath, ['dist/k8s-learn.js'], env);
  await program.seen('# ', 0);
  await program.seen('container of hello-world');
  return program;
}

/** tmux with bash at the same size; throws when there is none. */
export async function openTmux(env: {readonly [name: string]: string}): Promise<Timed> {
  execFileSync('tmux', ['-V']);
  const tmux = timed('tmux', ['-L', `bench-${process.pid}`, '-f', '/dev/null', 'new-session', 'bash --norc'], env);
  await tmux.seen('# ');
  return {
    ...tmux,
    async close() {
      spawnSync('tmux', ['-L', `bench-${process.pid}`, 'kill-server'], {env});
      await tmux.close();
    },
  };
}
