/**
 * One background process a user holds guard and engine, so that the screen never stutters and a second
 * terminal finds the same sandbox. It stops with its last attending client, or after 30 idle minutes.
 */
import {rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {join} from 'node:path';
import type {Clock} from '../clock.ts';
import {LearnError} from '../errors.ts';
import {takeLock} from '../lock.ts';
import type {Paths} from '../paths.ts';
import {ensurePrivateFolder} from '../private-folder.ts';
import type {Greeting} from './remote.ts';
import {answer} from './remote.ts';
import type {Sandbox} from './sandbox.ts';

export type HostKind = 'real' | 'embedded';

const idleMs = 30 * 60_000;

export function hostSocket(paths: Paths, kind: HostKind): string {
  return join(paths.runtime, `host-${kind}.sock`);
}

/** Serves a sandbox until nobody needs it. Prints one JSON line, `{ready}` or `{problem}`, for the process that spawned it. */
export async function serveHost(options: {
  readonly kind: HostKind;
  readonly paths: Paths;
  readonly build: string;
  readonly mirror: string;
  readonly clock: Clock;
  readonly create: () => Promise<Sandbox>;
  readonly say: (line: string) => void;
}): Promise<void> {
  const {paths, kind, say, clock} = options;
  ensurePrivateFolder(paths.runtime);
  const release = takeLock(join(paths.runtime, `host-${kind}.lock`));
  if (!release) return say(JSON.stringify({ready: true}));
  let sandbox: Sandbox;
  try {
    sandbox = await options.create();
  } catch (error) {
    release();
    return say(JSON.stringify({problem: problemLine(error)}));
  }
  const greeting = {
    build: options.build,
    pid: process.pid,
    about: sandbox.about,
    shell: sandbox.shell,
    mirror: options.mirror,
  };
  await serve({
    sandbox,
    greeting,
    socketPath: hostSocket(paths, kind),
    clock,
    onReady: () => say(JSON.stringify({ready: true})),
  });
  await sandbox.stop();
  rmSync(hostSocket(paths, kind), {force: true});
  release();
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
  readonly greeting: Greeting;
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
      to.end('{}');
      return stop();
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
    answer(sandbox, greeting, from, to).catch(() => to.destroy());
    watchIdle();
  });
  function watchIdle(): void {
    cancel();
    if (attending > 0) return;
    const left = plainAt + idleMs - clock.now();
    // A client that attended and left, with no plain command lately, was the last one.
    if (left <= 0 && plainAt !== Number.POSITIVE_INFINITY) cancel = clock.after(2000, () => attending === 0 && stop());
    else cancel = clock.after(left, watchIdle);
  }
  server.requestTimeout = 0;
  server.timeout = 0;
  rmSync(socketPath, {force: true});
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketPath, resolve));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop);
  watchIdle();
  onReady();
  await stopped;
  cancel();
  server.closeAllConnections();
  server.close();
}

function problemLine(error: unknown): {readonly code: string; readonly message: string; readonly fix?: string} {
  if (error instanceof LearnError) {
    return {code: error.code, message: error.message, ...(error.fix === undefined ? {} : {fix: error.fix})};
  }
  return {code: 'HOST_FAILED', message: error instanceof Error ? error.message : String(error)};
}
