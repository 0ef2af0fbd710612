import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {onTestFinished} from 'vitest';
import {until} from '../support/until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built program in a folder of its own, so that a build while the tests run does not change it under them. */
export interface Installed {
  readonly folder: string;
  readonly script: string;
  readonly remove: () => void;
}

/** Builds when the sources changed, and copies what `npm pack` would pack. */
export async function installProgram(): Promise<Installed> {
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.js')]);
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'gk-p'));
  for (const name of ['dist', 'lessons', 'package.json'])
    cpSync(join(root, name), join(folder, name), {recursive: true});
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const remove = (): void => rmSync(folder, {recursive: true, force: true});
  return {folder, script: join(folder, 'dist/k8s-learn.js'), remove};
}

/** Pulls end at once with what this machine has, instead of after a look for a network. */
export const noRegistry = ['--mirror', '127.0.0.1:18269'];

/** What a command ended with. `code` is null when a signal ended it. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. Output grows; `until` waits for it. */
export interface Running {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Waits until all that was said so far, in order of arrival, matches. Returns it; rejects with it on timeout. */
  until(pattern: RegExp, timeoutMs?: number): Promise<string>;
  type(line: string): void;
  readonly ended: Promise<Ended>;
}

export interface LearnerOptions {
  readonly program: Installed;
  /** Arguments of every command: `--course DIR`. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** A learner with a home of their own. */
export interface Learner {
  readonly home: string;
  /** Holds the folder of sockets. */
  readonly runtime: string;
  readonly env: NodeJS.ProcessEnv;
  run(args: readonly string[], options?: StartOptions & {readonly input?: string}): Promise<Ended>;
  start(args: readonly string[], options?: StartOptions): Running;
  /** The docker command in the sandbox, as in another terminal. Resolves with what it printed, rejects when it fails. */
  docker(...args: readonly string[]): Promise<string>;
  progress(): unknown;
  /** `clean`, then nothing of it is left on the machine. */
  remove(): Promise<void>;
}

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  readonly cwd?: string;
  /** Program and arguments in place of node: `setpriv ...`. */
  readonly through?: readonly string[];
}

export function createLearner({program, args = [], env = {}}: LearnerOptions): Learner {
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'gk-'));
  const home = join(base, 'h');
  const runtime = join(base, 'r');
  mkdirSync(runtime, {mode: 0o700});
  const own = {K8S_LEARN_HOME: home, XDG_RUNTIME_DIR: runtime, LANG: 'C.UTF-8', LC_ALL: '', ...env};
  const variables: NodeJS.ProcessEnv = {...plainEnvironment(), ...own};

  function start(command: readonly string[], options: StartOptions = {}): Running {
    const line = [...(options.through ?? []), process.execPath, program.script, ...args, ...command];
    const [file = '', ...rest] = line;
    const child = spawn(file, rest, {env: {...variables, ...options.env}, cwd: options.cwd ?? base});
    return follow(child, options.timeoutMs ?? 30_000);
  }
  async function run(
    command: readonly string[],
    options: StartOptions & {readonly input?: string} = {},
  ): Promise<Ended> {
    const running = start(command, options);
    running.child.stdin?.end(options.input ?? '');
    return running.ended;
  }
  return {
    home,
    runtime,
    env: variables,
    run,
    start,
    async docker(...command) {
      const [folder = ''] = readdirSync(runtime);
      const host = `unix://${join(runtime, folder, 'docker.sock')}`;
      const {stdout} = await promisify(execFile)('docker', [...command], {
        env: {...variables, DOCKER_HOST: host, DOCKER_BUILDKIT: '0'},
        timeout: 30_000,
      });
      return stdout;
    },
    progress: () => JSON.parse(readFileSync(join(home, 'progress.json'), 'utf8')),
    async remove() {
      await run(['clean']);
      await run(['sandbox', 'stop']);
      rmSync(base, {recursive: true, force: true});
    },
  };
}

/** What vitest and npm set is not a learner's. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(VITEST|npm_|NODE_|INIT_CWD|K8S_LEARN_|TEST$|DEV$|PROD$|MODE$|NO_COLOR$|FORCE_COLOR$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

function follow(child: ChildProcess, timeoutMs: number): Running {
  let stdout = '';
  let stderr = '';
  let all = '';
  let wake = (): void => {};
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    all += text;
    wake();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    all += text;
    wake();
  });
  // A command that ends early closes its end; what is typed then is lost, as in a terminal.
  child.stdin?.on('error', () => {});
  const limit = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const ended = new Promise<Ended>((resolve) => {
    child.once('error', (error) => resolve({code: null, signal: null, stdout, stderr: `${stderr}${error.message}`}));
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      wake();
      resolve({code, signal, stdout, stderr});
    });
  });
  let over = false;
  void ended.then(() => {
    over = true;
    wake();
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    async until(pattern, waitMs = 15_000) {
      const on = (listener: () => void): (() => void) => {
        wake = listener;
        return () => {
          wake = () => {};
        };
      };
      const said = await until(
        () => all,
        (text) => pattern.test(text) || over,
        {timeoutMs: waitMs, intervalMs: 1000, on},
      );
      if (!pattern.test(said)) throw new Error(`${over ? 'Ended' : 'Waited'} without ${pattern}:\n${said}`);
      return said;
    },
    type: (line) => void child.stdin?.write(`${line}\n`),
    ended,
  };
}

/** A program that is ended with the test, however that ends. */
export function endWithTest(running: Running): Running {
  onTestFinished(async () => {
    running.child.kill('SIGKILL');
    await running.ended;
  });
  return running;
}
