import {type ClientRequest, type IncomingMessage, request} from 'node:http';
import {createConnection, type Socket} from 'node:net';
import {join} from 'node:path';
import {createEngine, type Engine} from '../../../src/sandbox/embedded/docker-api/engine.ts';
import {NodeFiles} from '../../../src/sandbox/embedded/edge/files.ts';
import {nodeOutside} from '../../../src/sandbox/embedded/edge/outside.ts';
import {nodePorts} from '../../../src/sandbox/embedded/edge/ports.ts';
import {type ListenAt, type Served, serve} from '../../../src/sandbox/embedded/edge/serve.ts';
import {installedPrograms} from '../../../src/sandbox/embedded/installed-programs.ts';
import {temporaryFolder} from '../../support/temporary-folder.ts';
import {until} from '../../support/until.ts';
import {smallCatalogue} from './small-images.ts';

/** What a call over HTTP was answered with. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  json<Body = {readonly [key: string]: unknown}>(): Body;
}

/** A connection a test writes bytes into by itself. */
export interface RawClient {
  readonly socket: Socket;
  /** Everything that came. */
  text(): string;
  /** Each read as it came. */
  readonly reads: readonly string[];
  send(text: string): void;
  isOver(): boolean;
}

export interface ServedEngine {
  readonly engine: Engine;
  readonly socketPath: string;
  /** The one folder containers may mount. */
  readonly folder: string;
  readonly faults: readonly unknown[];
  call(method: string, path: string, body?: unknown): Promise<HttpAnswer>;
  /** Makes a container of `small:1` and starts it. */
  run(name: string, command: readonly string[], more?: object): Promise<void>;
  raw(): RawClient;
  stop(): Promise<void>;
}

/** An engine on a socket of its own, with the real clock and the small images pulled; call `stop` when the suite is over. */
export async function servedEngine(): Promise<ServedEngine> {
  const folder = await temporaryFolder();
  const socketPath = join(folder.path, 'e.sock');
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  const engine = createEngine({
    outside: nodeOutside({ports: nodePorts, files: new NodeFiles(folder.path)}),
    programs: installedPrograms(),
    catalogue: smallCatalogue,
    options: {downloadPace: 0, bindFolder: folder.path},
    onFault,
  });
  const served = await serve({handle: engine.handle, at: {socketPath}, onFault});
  const call: ServedEngine['call'] = (method, path, body) => callSocket(socketPath, {method, path, body});
  for (const name of ['small', 'front']) await call('POST', `/images/create?fromImage=${name}&tag=1`);
  return {
    engine,
    socketPath,
    folder: folder.path,
    faults,
    call,
    async run(name, Cmd, more = {}) {
      const made = await call('POST', `/containers/create?name=${name}`, {Image: 'small:1', Cmd, ...more});
      if (made.status !== 201) throw new Error(made.text);
      const started = await call('POST', `/containers/${name}/start`);
      if (started.status !== 204) throw new Error(started.text);
    },
    raw: () => rawClient(createConnection(socketPath)),
    async stop() {
      await served.close();
      await engine.stop();
      await folder.remove();
    },
  };
}

/** Serves any way of answering, where only the transport is looked at. */
export async function servedHandle(
  handle: Engine['handle'],
  at?: ListenAt,
): Promise<Served & {readonly socketPath: string; readonly faults: unknown[]; stop(): Promise<void>}> {
  const folder = await temporaryFolder();
  const socketPath = join(folder.path, 'h.sock');
  const faults: unknown[] = [];
  const served = await serve({handle, at: at ?? {socketPath}, onFault: (error) => void faults.push(error)});
  return {
    ...served,
    socketPath,
    faults,
    async stop() {
      await served.close();
      await folder.remove();
    },
  };
}

export function rawClient(socket: Socket): RawClient {
  const reads: string[] = [];
  let over = false;
  socket.on('data', (bytes) => reads.push(bytes.toString('latin1')));
  socket.on('error', () => {});
  socket.on('end', () => {
    over = true;
  });
  socket.on('close', () => {
    over = true;
  });
  return {
    socket,
    reads,
    text: () => reads.join(''),
    send: (text) => void socket.write(text, 'latin1'),
    isOver: () => over,
  };
}

/** Waits until a client has been sent so much, and gives it. */
export function received(client: RawClient, wished: string | RegExp): Promise<string> {
  const isThere = (text: string): boolean => (typeof wished === 'string' ? text.includes(wished) : wished.test(text));
  return until(client.text, isThere, {on: onData(client.socket)});
}

export function closed(client: RawClient): Promise<boolean> {
  return until(client.isOver, Boolean, {on: onData(client.socket)});
}

function onData(socket: Socket): (wake: () => void) => () => void {
  return (wake) => {
    for (const event of ['data', 'end', 'close']) socket.on(event, wake);
    return () => {
      for (const event of ['data', 'end', 'close']) socket.off(event, wake);
    };
  };
}

export function callSocket(
  socketPath: string,
  given: {readonly method: string; readonly path: string; readonly body?: unknown; readonly headers?: object},
): Promise<HttpAnswer> {
  const {method, path, body, headers} = given;
  const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing: ClientRequest = request({
      socketPath,
      method,
      path,
      agent: false,
      headers: {...(sent === undefined ? {} : {'content-type': 'application/json'}), ...headers},
    });
    outgoing.on('response', (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        resolve({status: answer.statusCode ?? 0, headers: answer.headers, text, json: () => JSON.parse(text)});
      });
    });
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}
