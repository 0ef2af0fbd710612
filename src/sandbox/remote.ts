/** A sandbox over a socket: the host serves it, the screen and every plain command are its clients. */
import type {IncomingMessage, ServerResponse} from 'node:http';
import {request} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import {LearnError, type Problem, problemOf, systemCode} from '../errors.ts';
import {isAlive} from '../lock.ts';
import type {Change} from '../observation.ts';
import type {About, Sandbox} from './sandbox.ts';
import type {SandboxPlaces} from './shell/environment.ts';

/** What crosses the socket once, at the start. `build` tells a host of another version apart. */
export interface Greeting {
  readonly build: string;
  readonly pid: number;
  readonly about: About;
  readonly shell: SandboxPlaces;
  readonly mirror: string;
  /** How many clients work in it right now. */
  readonly attending: number;
}

type Method = 'observe' | 'survey' | 'checkpoint' | 'reset' | 'ensureCluster' | 'inventory' | 'clean' | 'notices';

/** A cluster takes as long as the image of its nodes; anything else two minutes. */
const patienceMs: {readonly [method in Method]?: number} = {
  ensureCluster: 20 * 60_000,
  reset: 10 * 60_000,
  clean: 10 * 60_000,
};

/** Answers one request of a client. Unknown paths get 404; a sandbox's own error crosses as `{problem}`. */
export async function answer(
  sandbox: Sandbox,
  greeting: Greeting,
  from: IncomingMessage,
  to: ServerResponse,
): Promise<void> {
  if (from.url === '/greeting') return send(to, 200, greeting);
  if (from.url === '/memory') return send(to, 200, {pid: process.pid, rssBytes: process.memoryUsage.rss()});
  if (from.url === '/changes') return sendChanges(sandbox, from, to);
  if (from.url !== '/call') return send(to, 404, {});
  const {method, args} = JSON.parse(await text(from)) as {method: Method; args: unknown[]};
  try {
    send(to, 200, {result: (await invoke(sandbox, method, args)) ?? null});
  } catch (error) {
    send(to, 200, {problem: problemOf(error)});
  }
}

async function invoke(sandbox: Sandbox, method: Method, args: readonly unknown[]): Promise<unknown> {
  switch (method) {
    case 'observe':
      return sandbox.observe(args[0] as Parameters<Sandbox['observe']>[0], Number(args[1]));
    case 'survey':
      return sandbox.survey(Number(args[0]));
    case 'checkpoint':
      return sandbox.checkpoint();
    case 'reset':
      return sandbox.reset(typeof args[0] === 'number' ? args[0] : undefined, args[1] === 'remove' ? 'remove' : 'keep');
    case 'ensureCluster':
      return sandbox.ensureCluster();
    case 'inventory':
      return sandbox.inventory(typeof args[0] === 'number' ? args[0] : undefined);
    case 'clean':
      return sandbox.clean();
    case 'notices':
      return sandbox.notices();
  }
}

function sendChanges(sandbox: Sandbox, from: IncomingMessage, to: ServerResponse): void {
  const stop = new AbortController();
  to.writeHead(200, {'content-type': 'application/x-ndjson'});
  to.flushHeaders();
  sandbox.changes((change) => to.write(`${JSON.stringify(change)}\n`), stop.signal);
  from.socket.once('close', () => stop.abort());
}

/** The client's side. `greeting` was read from the host before. */
export function remoteSandbox(socketPath: string, greeting: Greeting): Sandbox {
  const call = async <T>(method: Method, ...args: unknown[]): Promise<T> => {
    const {result, problem} = (await ask(socketPath, '/call', {method, args}, patienceMs[method])) as {
      result: T;
      problem?: Problem;
    };
    if (problem) throw new LearnError(problem);
    return result;
  };
  return {
    about: greeting.about,
    shell: greeting.shell,
    observe: (subject, since) =>
      call<Awaited<ReturnType<Sandbox['observe']>>>('observe', subject, since).catch(() => ({
        state: 'unreachable',
        reason: {cause: 'sandbox-stopped', params: {}},
      })),
    survey: (since) => call('survey', since),
    changes: (onChange, signal) => listen(socketPath, onChange, signal),
    checkpoint: () => call('checkpoint'),
    reset: (to, cluster) => call('reset', to, cluster),
    ensureCluster: () => call('ensureCluster'),
    inventory: (to) => call('inventory', to),
    clean: () => call('clean'),
    notices: () => call('notices'),
    stop: () => stopHost(socketPath, greeting.pid),
  };
}

/**
 * Asks a host to stop and waits until its process has ended: whoever comes next then finds its lock and its sockets
 * free. Rejects with HOST_NOT_RUNNING, or HOST_FAILED when it does not end.
 */
export async function stopHost(socketPath: string, pid: number): Promise<void> {
  await ask(socketPath, '/stop', {}, 5000);
  for (let left = 400; left > 0; left -= 1) {
    if (!isAlive(pid)) return;
    await delay(25);
  }
  throw new LearnError({
    code: 'HOST_FAILED',
    message: `The sandbox's own process ${pid} was asked to stop and still runs.`,
    fix: `End it: kill -9 ${pid}`,
  });
}

/** One JSON request over the socket. Rejects with HOST_NOT_RUNNING when nobody listens there. */
export function ask(socketPath: string, path: string, body?: unknown, timeoutMs = 120_000): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {socketPath, path, method: body === undefined ? 'GET' : 'POST', timeout: timeoutMs, agent: false},
      (incoming) => {
        text(incoming)
          .then((content) => resolve(JSON.parse(content)))
          .catch((error: Error) => reject(notRunning(error)));
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', (error) => reject(notRunning(error)));
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The `what` of the last change a listener is told of when its host has ended. */
export const hostGone = 'host gone';

function listen(socketPath: string, onChange: (change: Change) => void, signal: AbortSignal): void {
  const outgoing = request({socketPath, path: '/changes'}, (incoming) => {
    let rest = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onChange(JSON.parse(line) as Change);
    });
  });
  // Also when there was no answer at all: whoever listens must know that nothing more will come.
  outgoing.on('close', () => {
    signal.removeEventListener('abort', leave);
    if (!signal.aborted) onChange({at: Date.now(), what: hostGone});
  });
  outgoing.on('error', () => {});
  outgoing.end();
  const leave = (): void => void outgoing.destroy();
  signal.addEventListener('abort', leave);
}

/** What a client is told when the connection to its host fails. */
export function notRunning(error: Error): LearnError {
  return new LearnError({
    code: 'HOST_NOT_RUNNING',
    message: `The sandbox's own process does not answer (${systemCode(error) || error.message}).`,
    fix: 'Run the command again; it is started anew. `k8s-learn doctor` says more.',
    cause: error,
  });
}

function send(to: ServerResponse, status: number, body: unknown): void {
  to.writeHead(status, {'content-type': 'application/json'});
  to.end(JSON.stringify(body));
}

async function text(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
