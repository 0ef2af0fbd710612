import {execFile, spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {takeLock} from '../../src/lock.ts';
import {until} from '../support/until.ts';
import {type Harness, type StartOptions, start} from './harness.ts';

/** The built program as npm would install it, in a folder of its own: a build by somebody else does not change it. */
export interface Installed {
  /** `dist/k8s-learn.js` there. */
  readonly script: string;
  remove(): void;
}

/** A home, a runtime folder and a HOME of their own: nothing of the user's is read or written. */
export interface Place {
  readonly folder: string;
  readonly env: {readonly [name: string]: string | undefined};
  remove(): void;
}

export interface ProgramOptions extends Pick<StartOptions, 'columns' | 'rows' | 'env'> {
  readonly args?: readonly string[];
}

/** Nothing is there: the program opens and says so. */
export const noDocker = 'unix:///nonexistent/socket';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds when the sources changed and copies what a package holds; `withPty` false leaves the native module out. */
export async function install({withPty = true}: {readonly withPty?: boolean} = {}): Promise<Installed> {
  const folder = shortFolder('kl-p-');
  mkdirSync(join(root, '.cache'), {recursive: true});
  // Two builds at once would take each other's half-written files away.
  const release = await until(
    () => takeLock(join(root, '.cache', 'e2e-build.lock')),
    (got) => got !== undefined,
    {timeoutMs: 60_000},
  );
  try {
    const {status, stderr} = spawnSync(process.execPath, ['scripts/build.js'], {cwd: root, encoding: 'utf8'});
    if (status !== 0) throw new Error(`the program could not be built:\n${stderr}`);
    for (const name of ['package.json', 'dist', 'lessons'])
      cpSync(join(root, name), join(folder, name), {recursive: true, preserveTimestamps: true});
  } finally {
    release?.();
  }
  if (withPty) symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {script: join(folder, 'dist', 'k8s-learn.js'), remove: () => rmSync(folder, {recursive: true, force: true})};
}

/** A place for one learner. Its path is short, because sockets lie in it. */
export function place(): Place {
  const folder = shortFolder('kl-h-');
  const runtime = join(folder, 'run');
  for (const path of [runtime, join(folder, 'user')]) mkdirSync(path, {mode: 0o700});
  return {
    folder,
    env: {
      K8S_LEARN_HOME: join(folder, 'home'),
      XDG_RUNTIME_DIR: runtime,
      HOME: join(folder, 'user'),
      SHELL: '/bin/bash',
      // The learner's own start files and the machine's would make prompts differ.
      INPUTRC: '/dev/null',
      DOCKER_HOST: noDocker,
      COLORTERM: 'truecolor',
      COLORFGBG: '15;0',
      TERM_PROGRAM: undefined,
      TERM_PROGRAM_VERSION: undefined,
      LANG: undefined,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
    remove: () => rmSync(folder, {recursive: true, force: true}),
  };
}

/**
 * Starts the program on a screen. Where no Docker is given, it asks for a real one and opens without: `--fast` goes with the
 * embedded engine.
 */
export function open({script}: Installed, at: Place, options: ProgramOptions = {}): Harness {
  const {args = [], env = {}, ...size} = options;
  const variables = {...at.env, ...env};
  const isBare = variables['DOCKER_HOST'] === noDocker && !args.includes('--fast');
  return start({
    command: process.execPath,
    args: [script, ...(isBare ? ['--sandbox', 'real'] : []), ...args],
    folder: at.folder,
    env: variables,
    ...size,
  });
}

/** What a plain command printed. */
export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the program without a terminal, with nothing on its stdin. */
export function run({script}: Installed, at: Place, args: readonly string[]): Promise<Printed> {
  const env = Object.fromEntries(
    Object.entries({...process.env, ...at.env}).filter(([, value]) => value !== undefined),
  );
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script, ...args], {env, encoding: 'utf8'}, (error, stdout, stderr) => {
      resolve({code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr});
    });
    child.stdin?.end();
  });
}

/** Ends the place's background process, when there is one, so that nothing of a test lives on. */
export async function stopHost(installed: Installed, at: Place): Promise<void> {
  await run(installed, at, ['sandbox', 'stop']);
}

function shortFolder(prefix: string): string {
  return mkdtempSync(join(realpathSync(tmpdir()), prefix));
}
