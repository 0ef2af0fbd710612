/**
 * One background process a user holds guard and engine, so that the screen never stutters and a second
 * terminal finds the same sandbox. It stops with its last attending client, or after 30 idle minutes.
 */
import {chmodSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {Clock} from '../clock.ts';
import {LearnError, problemOf} from '../errors.ts';
import {holderOf, takeLock} from '../lock.ts';
import type {Paths} from '../paths.ts';
import {ensureSocketFolder} from '../private-folder.ts';
import type {Greeting} from './remote.ts';
import {answer, ask} from './remote.ts';
import type {Sandbox} from './sandbox.ts';

const idleMs = 30 * 60_000;
const endings = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export function hostSocket(paths: Paths): string {
  return join(paths.runtime, 'host.sock');
}

/** Serves a sandbox until nobody needs it. Prints one JSON line, `{ready}` or `{problem}`, for the process that spawned it. */
export async function serveHost(options: {
  readonly paths: Paths;
  readonly build: string;
  readonly mirror: string;
  readonly clock: Clock;
  readonly create: () => Promise<Sandbox>;
  readonly say: (line: string) => void;
  /** How long a host that is just ending, or does not answer, is waited for. */
  readonly patienceMs?: number;
}): Promise<void> {
  const {paths, say, clock} = options;
  const socketPath = hostSocket(paths);
  let release: (() => void) | undefined;
  try {
    ensureSocketFolder(paths.runtime);
    release = await lockOrOther(socketPath, lockFile(paths), options.patienceMs ?? 10_000);
    if (!release) return say(JSON.stringify({ready: true}));
    const sandbox = await options.create();
    const greeting: Omit<Greeting, 'attending'> = {
      build: options.build,
      pid: process.pid,
      about: sandbox.about,
      shell: sandbox.shell,
      mirror: options.mirror,
    };
    const onReady = (): void => say(JSON.stringify({ready: true}));
    try {
      await serve({sandbox, greeting, socketPath, clock, onReady});
    } finally {
      await sandbox.stop();
      rmSync(socketPath, {force: true});
    }
  } catch (error) {
    say(JSON.stringify({problem: problemOf(error)}));
  } finally {
    release?.();
  }
}

function lockFile(paths: Paths): string {
  return join(paths.runtime, 'host.lock');
}

/** Takes the lock, or waits for the other who holds it: until it answers (undefined), or until it has ended. */
async function lockOrOther(socketPath: string, file: string, patienceMs: number): Promise<(() => void) | undefined> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const release = takeLock(file, 'refuse');
    if (release) return release;
    const answers = await ask(socketPath, '/greeting', undefined, 1000).then(
      () => true,
      () => false,
    );
    if (answers) return undefined;
    if (performance.now() > end) throw heldBySilent(holderOf(file));
    await delay(25);
  }
}

function heldBySilent(pid: number | undefined): LearnError {
  const end = pid === undefined || pid < 0 ? 'Run the command again.' : `End it: kill -9 ${pid}.`;
  return new LearnError({
    code: 'HOST_SILENT',
    message: `The sandbox's own process${pid === undefined || pid < 0 ? '' : ` ${pid}`} is there and does not answer.`,
    fix: `${end} What you made is kept.`,
  });
}

/** Resolves when it is time to stop. */
async function serve({
  sandbox,
  greeting,
  socketPath,
  clock,
  onReady,
}: {
  readonly sandbox: Sandbox;
  readonly greeting: Omit<Greeting, 'attending'>;
  readonly socketPath: string;
  readonly clock: Clock;
  readonly onReady: () => void;
}): Promise<void> {
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let attending = 0;
  let plainAt = Number.NEGATIVE_INFINITY;
  let cancel = (): void => {};
  const server = createServer((from, to) => {
    if (from.url === '/stop') {
      to.end('{}', stop);
      return;
    }
    if (from.url === '/attend') {
      attending += 1;
      to.writeHead(200);
      to.flushHeaders();
      from.socket.once('close', () => {
        attending -= 1;
        watchIdle();
      });
      return;
    }
    if (from.url === '/plain') plainAt = clock.now();
    answer(sandbox, {...greeting, attending}, from, to).catch(() => to.destroy());
    watchIdle();
  });
  function watchIdle(): void {
    cancel();
    if (attending > 0) return;
    const left = plainAt + idleMs - clock.now();
    // A client that attended and left, with no plain command lately, was the last one.
    if (left <= 0) cancel = clock.after(2000, () => attending === 0 && stop());
    else cancel = clock.after(left, watchIdle);
  }
  server.requestTimeout = 0;
  server.timeout = 0;
  rmSync(socketPath, {force: true});
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketPath, resolve));
  chmodSync(socketPath, 0o600);
  for (const signal of endings) process.once(signal, stop);
  watchIdle();
  onReady();
  await stopped;
  for (const signal of endings) process.removeListener(signal, stop);
  cancel();
  server.closeAllConnections();
  server.close();
}
