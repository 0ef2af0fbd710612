import {isSystemError} from '../../../../system-error.ts';
import type {Listener} from '../../../net/stack.ts';
import type {Process} from '../../../process/process.ts';
import type {HttpConfig, MainConfig, Server} from './config/compile.ts';
import type {HttpListener} from './config/listeners.ts';
import {ClientLife} from './http/client-life.ts';
import type {HttpWorker, Statistics} from './http/request.ts';
import {serveClient} from './http/serve-client.ts';
import {NginxLog, type OpenLogs} from './log.ts';
import {credentialsOf} from './users.ts';

/** An open socket and what is served on it. */
export interface OpenListener {
  readonly listener: Listener;
  readonly http: HttpListener<Server>;
}

/** One generation of workers: a configuration and everything that is open for it. */
export interface Generation {
  readonly config: MainConfig;
  readonly logs: OpenLogs;
  readonly listeners: readonly OpenListener[];
  readonly statistics: Statistics;
  readonly version: string;
}

/** What a worker process does: takes connections until it is told to go, then ends what has begun. */
export async function runWorker(process: Process, generation: Generation): Promise<number> {
  const {config, logs} = generation;
  const log = new NginxLog(process, logs, config.errorLogs);
  process.argv = ['nginx: worker process'];
  process.terminal = undefined;
  becomeUser(process, config.user);
  const lives = new Set<ClientLife>();
  const stop = new AbortController();
  const quit = new Promise<'quit' | 'stop'>((resolve) => {
    process.onSignal('SIGQUIT', () => resolve('quit'));
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.onSignal(name, () => resolve('stop'));
  });
  for (const name of ['SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGPIPE'] as const) process.onSignal(name, 'ignore');
  if (config.http) takeAll(process, {generation, http: config.http, log, lives, signal: stop.signal});
  const how = await process.wait(quit);
  stop.abort();
  if (how === 'quit') await leaveGracefully(process, log, lives);
  await log.write('notice', 'exiting');
  await log.write('notice', 'exit');
  return 0;
}

/** Only root can become somebody else; the others stay who they are. */
function becomeUser(process: Process, [user = 'nginx', group]: readonly string[]): void {
  if (process.user.uid === 0) process.user = credentialsOf(process.files, user, group) ?? process.user;
}

async function leaveGracefully(process: Process, log: NginxLog, lives: Set<ClientLife>): Promise<void> {
  await log.write('notice', 'gracefully shutting down');
  process.argv = ['nginx: worker process is shutting down'];
  for (const life of lives) life.close();
  while (lives.size > 0) await process.wait(new Promise<void>((resolve) => onceEnded(lives, resolve)));
}

/** Hears of the next connection that ends. */
function onceEnded(lives: Set<ClientLife>, hear: () => void): void {
  const [one] = lives;
  if (!one) hear();
  else one.onEnd(hear);
}

interface Taking {
  readonly generation: Generation;
  readonly http: HttpConfig;
  readonly log: NginxLog;
  readonly lives: Set<ClientLife>;
  readonly signal: AbortSignal;
}

function takeAll(process: Process, taking: Taking): void {
  const {generation, http, log} = taking;
  const {statistics, version} = generation;
  const worker: HttpWorker = {process, config: http, log, statistics, version};
  for (const open of generation.listeners) void takeConnections(worker, open, taking);
}

/** Takes connections of one listener until the worker leaves. */
async function takeConnections(worker: HttpWorker, {listener, http}: OpenListener, taking: Taking): Promise<void> {
  const {lives, signal} = taking;
  const {process, statistics} = worker;
  const life = new AbortController();
  const end = (): void => life.abort();
  signal.addEventListener('abort', end, {once: true});
  process.signal.addEventListener('abort', end, {once: true});
  try {
    for (;;) {
      const connection = await listener.accept(life.signal);
      const client = new ClientLife(process, statistics);
      lives.add(client);
      void serveClient({worker, listener: http, connection, life: client})
        .catch((error: unknown) => report(process, error))
        .finally(() => {
          lives.delete(client);
          client.ended();
        });
    }
  } catch (error) {
    if (!life.signal.aborted && !isSystemError(error)) report(process, error);
  }
}

/** What must never happen is told; that the process has ended is no fault. */
function report(process: Process, error: unknown): void {
  if (process.signal.aborted) return;
  process.space.kernel.onFault(error, process.argv);
}
