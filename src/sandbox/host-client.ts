import {spawn} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import {request} from 'node:http';
import {createInterface} from 'node:readline';
import {Readable} from 'node:stream';
import {setTimeout as delay} from 'node:timers/promises';
import {LearnError, type Problem, systemCode} from '../errors.ts';
import type {Paths} from '../paths.ts';
import {ensureSocketFolder} from '../private-folder.ts';
import {hostSocket} from './host.ts';
import type {Greeting} from './remote.ts';
import {ask, notRunning, remoteSandbox, stopHost} from './remote.ts';
import type {About, Sandbox} from './sandbox.ts';

export interface HostRequest {
  readonly paths: Paths;
  readonly docker: About['docker'];
  /** '' for a cluster of the course's own. */
  readonly context: string;
  readonly build: string;
  /** '' when pulls go where the learner's Docker pulls from. */
  readonly mirror: string;
  /** The program and arguments that serve a host: `[process.execPath, script, '__host', ...]`. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** A screen attends for as long as it is open; a plain command only keeps the host warm. */
  readonly attend: boolean;
}

/**
 * The user's host, started when none runs; one of another build or mirror is replaced, unless any will do. Rejects
 * with the host's own problem when it cannot start.
 */
export async function openHost(wanted: HostRequest, whichever: 'this build' | 'any' = 'this build'): Promise<Sandbox> {
  ensureSocketFolder(wanted.paths.runtime);
  return open(wanted, whichever).catch((error) => {
    // It ended between two questions, idle or told to: the next one is new.
    if (error instanceof LearnError && error.code === 'HOST_NOT_RUNNING') return open(wanted, whichever);
    throw error;
  });
}

async function open(wanted: HostRequest, whichever: 'this build' | 'any'): Promise<Sandbox> {
  const socketPath = hostSocket(wanted.paths);
  let greeting = await greet(socketPath);
  if (greeting && whichever === 'this build' && !suits(greeting, wanted)) {
    if (greeting.attending > 0 && !isSamePlace(greeting, wanted)) throw inUse(greeting);
    await stopHost(socketPath, greeting.pid);
    greeting = undefined;
  }
  if (!greeting) {
    await start(wanted);
    greeting = await untilGreeted(socketPath, wanted);
  }
  if (wanted.attend) await attend(socketPath);
  else await ask(socketPath, '/plain', {});
  return remoteSandbox(socketPath, greeting);
}

function suits(greeting: Greeting, wanted: HostRequest): boolean {
  const {build, mirror} = greeting;
  return build === wanted.build && isSamePlace(greeting, wanted) && (wanted.mirror === '' || mirror === wanted.mirror);
}

function isSamePlace({about}: Greeting, wanted: HostRequest): boolean {
  return about.docker === wanted.docker && about.context === wanted.context;
}

/** The running host's sandbox, or undefined; starts nothing. */
export async function findHost(paths: Paths): Promise<Sandbox | undefined> {
  const socketPath = hostSocket(paths);
  const greeting = await greet(socketPath);
  return greeting && remoteSandbox(socketPath, greeting);
}

/** Which sandbox somebody works in right now: whoever comes without a wish goes there too. */
export async function attendedSandbox(paths: Paths): Promise<About | undefined> {
  const greeting = await greet(hostSocket(paths));
  return greeting && greeting.attending > 0 ? greeting.about : undefined;
}

/** What the running host costs: its process and resident memory. */
export async function hostMemory(paths: Paths): Promise<{readonly pid: number; readonly rssBytes: number} | undefined> {
  try {
    return (await ask(hostSocket(paths), '/memory', undefined, 3000)) as {pid: number; rssBytes: number};
  } catch {
    return undefined;
  }
}

async function greet(socketPath: string): Promise<Greeting | undefined> {
  try {
    return (await ask(socketPath, '/greeting', undefined, 3000)) as Greeting;
  } catch {
    return undefined;
  }
}

async function start({command, paths, env}: HostRequest): Promise<void> {
  const [program, ...args] = command;
  const log = openLog(paths.log);
  const child = spawn(program ?? process.execPath, args, {detached: true, env, stdio: ['ignore', 'pipe', log]});
  const stdout = child.stdout ?? Readable.from([]);
  if (log !== 'ignore') closeSync(log);
  let timer: NodeJS.Timeout | undefined;
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({input: stdout}).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(hostDied(paths, code)));
    timer = setTimeout(() => reject(hostDied(paths, null)), startMs);
  }).finally(() => clearTimeout(timer));
  child.removeAllListeners('exit');
  stdout.destroy();
  child.unref();
  const said = JSON.parse(line) as {problem?: Problem};
  if (said.problem) throw new LearnError(said.problem);
}

/** The host waits 10 s for another that is ending. */
const startMs = 30_000;

/** Another client may have started it a moment ago: it greets as soon as it listens. */
async function untilGreeted(socketPath: string, {paths}: HostRequest): Promise<Greeting> {
  const end = performance.now() + 10_000;
  while (performance.now() < end) {
    const greeting = await greet(socketPath);
    if (greeting) return greeting;
    await delay(25);
  }
  throw hostDied(paths, null);
}

/** Resolves when the host has counted us; the connection is held as long as this process lives. */
function attend(socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const held = request({socketPath, path: '/attend', agent: false}, (answer) => {
      answer.resume().socket.unref();
      resolve();
    });
    held.on('error', (error) => reject(notRunning(error)));
    held.end();
  });
}

function openLog(file: string): number | 'ignore' {
  try {
    return openSync(file, 'a', 0o600);
  } catch (error) {
    // Without a log the host still runs; a full disk must not keep the learner out.
    if (systemCode(error) !== '') return 'ignore';
    throw error;
  }
}

function inUse({about}: Greeting): LearnError {
  const other = about.docker === 'embedded' ? 'embedded' : 'real';
  const where = about.context === '' ? '' : ` --context ${about.context}`;
  return new LearnError({
    code: 'OTHER_SANDBOX_IN_USE',
    message: `The course is open in another terminal, in the ${other} sandbox${where && `, with${where}`}; there is one at a time.`,
    fix: `Close it there, or add --sandbox ${other}${where} here.`,
  });
}

function hostDied(paths: Paths, code: number | null): LearnError {
  return new LearnError({
    code: 'HOST_FAILED',
    message: `The sandbox's own process did not start${code === null ? '' : ` (exit code ${code})`}.`,
    fix: `Its log is ${paths.log}.`,
  });
}
