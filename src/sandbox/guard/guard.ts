import {chmodSync, mkdirSync, realpathSync, rmSync} from 'node:fs';
import http, {type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {dirname, join} from 'node:path';
import type {Duplex} from 'node:stream';
import type {Clock} from '../../clock.ts';
import type {Call, Operation} from '../../observation.ts';
import type {DockerEndpoint} from '../docker/endpoint.ts';
import {type CallLog, openCallLog} from './call-log.ts';
import {CallRecorder} from './call-recorder.ts';
import type {Exchange, Outcome} from './exchange.ts';
import {followDaemon} from './follow.ts';
import type {Ledger} from './ledger.ts';
import {matchRequest} from './match.ts';
import {plainExchange} from './plain.ts';
import {familiarName} from './references.ts';
import {Refusal, refused} from './refusal.ts';
import {routes} from './routes.ts';
import {upgradeExchange, writeClosing} from './tunnel.ts';
import {connectDaemon} from './upstream.ts';
import type {World} from './world.ts';

export interface GuardOptions {
  readonly upstream: DockerEndpoint;
  /** A socket path, or `tcp://127.0.0.1:PORT` (0: any free one) where there are no sockets. */
  readonly learnerSocket: string;
  /** The same view of the world for our own observers; nothing there is a call of the learner's. */
  readonly viewSocket: string;
  readonly session: string;
  readonly ledger: Ledger;
  readonly callLogFile: string;
  /** The only place bind mounts may come from. */
  readonly folder: string;
  readonly courseImages: readonly string[];
  /** HOST:PORT of a registry that has the Hub's images. */
  readonly mirror?: string;
  /** Image of a cluster's nodes, instead of the one kind would take. */
  readonly nodeImage?: string;
  readonly clock: Clock;
}

export interface Guard {
  /** DOCKER_HOST of the learner's shell. */
  readonly learnerHost: string;
  readonly viewHost: string;
  /** Other guards write down their calls in it as well. */
  readonly log: CallLog;
  calls(since: number): readonly Call[];
  /** Called with each call of the learner's, again when its end adds something; the returned function stops it. */
  onCall(listener: (call: Call) => void): () => void;
  /** How far a pull is, at most ten times a second; undefined at its end. The returned function stops it. */
  onOperation(listener: (operation: Operation | undefined) => void): () => void;
  close(): Promise<void>;
}

/**
 * Stands between the learner's shell and a real Docker Engine: what is made gets the session's label and a line in the
 * ledger, what is not the learner's is neither seen nor touched, what a lesson never needs is refused. An accident
 * barrier for one user; a boundary only when it runs under another uid.
 */
export async function createGuard(options: GuardOptions): Promise<Guard> {
  const log = openCallLog(options.callLogFile);
  const operations = new Set<(operation: Operation | undefined) => void>();
  const world = createWorld(options, (operation) => {
    for (const listener of operations) listener(operation);
  });
  const recorder = new CallRecorder(log, options.clock);
  const learner = serve(world, recorder);
  const view = serve(world, undefined);
  const stopFollowing = followDaemon(world);
  const learnerHost = await listen(learner.server, options.learnerSocket);
  const viewHost = await listen(view.server, options.viewSocket);
  return {
    learnerHost,
    viewHost,
    log,
    calls: log.calls,
    onCall: log.onCall,
    onOperation(listener) {
      operations.add(listener);
      return () => operations.delete(listener);
    },
    async close() {
      stopFollowing();
      await Promise.all([learner.close(), view.close()]);
      world.daemon.close();
    },
  };
}

function createWorld(options: GuardOptions, tellOperation: World['tellOperation']): World {
  const {upstream, learnerSocket, ledger, session, folder, courseImages, mirror, clock, callLogFile} = options;
  const scratch = join(learnerSocket.includes('://') ? dirname(callLogFile) : dirname(learnerSocket), 'contexts');
  rmSync(scratch, {recursive: true, force: true});
  mkdirSync(scratch, {recursive: true, mode: 0o700});
  return {
    daemon: connectDaemon(upstream),
    ...{ledger, session, clock, scratch, tellOperation},
    folder: realpathSync(folder),
    courseImages: new Set(courseImages.map((image) => familiarName(image))),
    mirror: mirror ?? '',
    nodeImage: options.nodeImage ?? '',
    arriving: new Set(),
    execs: new Map(),
    known: new Map(
      ledger
        .entries()
        .filter(({kind}) => kind !== 'image')
        .map((entry) => [entry.id, entry]),
    ),
  };
}

/** Opened connections are kept track of, because upgraded ones are no longer the server's. */
function serve(world: World, recorder: CallRecorder | undefined): {server: http.Server; close(): Promise<void>} {
  const server = http.createServer();
  const open = new Set<Duplex>();
  // Waits, logs and events take as long as they take; Node would cut a request after five minutes.
  Object.assign(server, {timeout: 0, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0});
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      open.delete(socket);
      recorder?.connectionClosed(socket);
    });
  });
  server.on('request', (from, to) => void answer({world, recorder, from, to}));
  server.on('upgrade', (from, socket, head) => void answerUpgrade({world, recorder, from, socket, head}));
  return {
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

type Asked = {readonly world: World; readonly recorder: CallRecorder | undefined; readonly from: IncomingMessage};

async function answer({world, recorder, from, to}: Asked & {readonly to: ServerResponse}): Promise<void> {
  try {
    const matched = match(from, false);
    const exchange = plainExchange({daemon: world.daemon, from, to, matched, learner: recorder !== undefined});
    await perform({world, recorder, from, exchange, handle: matched.route.handle});
  } catch (error) {
    if (to.headersSent || to.destroyed) {
      to.destroy();
      return;
    }
    // What is left of the request is read away, so that the answer is not lost in a reset connection.
    from.resume();
    const {status, body} = refusalOf(error);
    to.writeHead(status, {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body)}).end(body);
  }
}

async function answerUpgrade({
  world,
  recorder,
  from,
  socket,
  head,
}: Asked & {readonly socket: Duplex; readonly head: Buffer}): Promise<void> {
  socket.on('error', () => socket.destroy());
  try {
    const matched = match(from, true);
    const {daemon, clock} = world;
    const exchange = upgradeExchange({daemon, from, socket, head, matched, learner: recorder !== undefined, clock});
    await perform({world, recorder, from, exchange, handle: matched.route.handle});
  } catch (error) {
    const {status, body} = refusalOf(error);
    if (socket.writable) writeClosing(socket, status, body);
  }
}

function match(from: IncomingMessage, upgrade: boolean): ReturnType<typeof matchRequest> {
  // A browser's page could reach a loopback port; docker never sends an Origin.
  if (from.headers.origin !== undefined)
    throw refused('requests from a browser are not answered; use the docker command.');
  return matchRequest(routes, {
    method: from.method ?? 'GET',
    url: from.url ?? '/',
    contentType: from.headers['content-type'] ?? '',
    upgrade,
  });
}

async function perform({
  world,
  recorder,
  from,
  exchange,
  handle,
}: Asked & {
  readonly exchange: Exchange;
  readonly handle: (exchange: Exchange, world: World) => Promise<Outcome>;
}): Promise<void> {
  const recording = recorder?.record(exchange, from.socket);
  const {stream} = exchange;
  exchange.stream = (path, options = {}) =>
    stream(path, {
      ...options,
      begun(status) {
        options.begun?.(status);
        recording?.begun(status);
      },
    });
  try {
    const outcome = await handle(exchange, world);
    recording?.ended(outcome);
  } catch (error) {
    const {status, message} = error instanceof Refusal ? error : {status: 500, message: String(error)};
    recording?.ended({status, error: message});
    throw error;
  }
}

function refusalOf(error: unknown): {readonly status: number; readonly body: string} {
  if (error instanceof Refusal) return {status: error.status, body: JSON.stringify({message: error.message})};
  const reason = error instanceof Error ? error.message : String(error);
  return {status: 500, body: JSON.stringify({message: `k8s-learn: the guard failed: ${reason}`})};
}

async function listen(server: http.Server, where: string): Promise<string> {
  const tcp = /^tcp:\/\/(127\.0\.0\.1|\[::1\]):(\d+)$/.exec(where);
  if (!tcp) {
    mkdirSync(dirname(where), {recursive: true, mode: 0o700});
    rmSync(where, {force: true});
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (tcp) server.listen(Number(tcp[2]), tcp[1]?.replace(/[[\]]/g, ''), resolve);
    else server.listen(where, resolve);
  });
  if (!tcp) {
    chmodSync(where, 0o600);
    return `unix://${where}`;
  }
  const address: AddressInfo | string | null = server.address();
  return `tcp://${tcp[1]}:${typeof address === 'object' ? address?.port : ''}`;
}
