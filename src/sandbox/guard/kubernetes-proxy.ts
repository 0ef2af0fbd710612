/**
 * A TLS listener before the API server: it holds the client certificate, so that the learner's kubeconfig need not, and
 * writes down every call. Streams pass as they are: watch, logs -f, exec, attach and port-forward over WebSocket and SPDY.
 */
import type {IncomingMessage, ServerResponse} from 'node:http';
import https from 'node:https';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {systemCode} from '../../errors.ts';
import {type Connections, createConnections} from '../kubernetes/connections.ts';
import {textAt} from '../kubernetes/read-object.ts';
import {authorization, type Upstream} from '../kubernetes/upstream.ts';
import {findExitCode} from './exec-end.ts';
import {hopByHop} from './headers.ts';
import type {KubernetesCalls, KubernetesRecording} from './kubernetes-calls.ts';
import {type KubernetesPolicy, refusalOf} from './kubernetes-policy.ts';
import {isLong, readKubernetesRequest} from './kubernetes-request.ts';
import {writeClosing} from './tunnel.ts';

export interface KubernetesProxyOptions {
  readonly certificate: string;
  readonly key: string;
  /** What a client must show: it is in the learner's kubeconfig, and nowhere else. */
  readonly token: string;
  /** Undefined while there is no cluster. */
  readonly upstream: () => Upstream | undefined;
  readonly policy: () => KubernetesPolicy;
  /** Undefined for our own looking: nothing of that is a call of the learner's. */
  readonly calls: KubernetesCalls | undefined;
}

export interface KubernetesProxy {
  /** `https://127.0.0.1:PORT` */
  readonly server: string;
  close(): Promise<void>;
}

/** An answer that refuses is read this far for its sentence. */
const sentenceBytes = 64 * 1024;

/** Listens on a free loopback port. */
export async function createKubernetesProxy(options: KubernetesProxyOptions): Promise<KubernetesProxy> {
  const connections = createConnections({maxCalls: Number.POSITIVE_INFINITY});
  const server = https.createServer({cert: options.certificate, key: options.key});
  // Watches take as long as they take.
  Object.assign(server, {timeout: 0, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0});
  const open = new Set<Duplex>();
  server.on('secureConnection', (socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', (from, to) => forward({options, connections, from, to}));
  server.on('upgrade', (from, socket, head) => tunnel({options, connections, from, socket, head}));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    server: `https://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
        connections.close();
      }),
  };
}

interface Asked {
  readonly options: KubernetesProxyOptions;
  readonly from: IncomingMessage;
}

interface Passed extends Asked {
  readonly connections: Connections;
}

/** What lets a request through; or the Status it is answered with. */
function admit({
  options,
  from,
}: Asked):
  | {readonly upstream: Upstream; readonly recording: KubernetesRecording | undefined}
  | {readonly status: number; readonly reason: string; readonly message: string} {
  if (from.headers.authorization !== `Bearer ${options.token}`)
    return {status: 401, reason: 'Unauthorized', message: 'Unauthorized'};
  const request = readKubernetesRequest(from.method ?? 'GET', from.url ?? '/');
  const upstream = options.upstream();
  const recording = options.calls?.record(request, {
    command: headerOf(from, 'kubectl-command'),
    session: headerOf(from, 'kubectl-session'),
  });
  const refused = upstream ? refusalOf(request, options.policy()) : undefined;
  if (upstream && refused === undefined) return {upstream, recording};
  const status = upstream ? 403 : 503;
  const message = refused ?? 'k8s-learn: there is no cluster yet; lesson 5 makes one with kind create cluster.';
  recording?.answered(status, message);
  return {status, reason: upstream ? 'Forbidden' : 'ServiceUnavailable', message};
}

function forward({options, connections, from, to}: Passed & {readonly to: ServerResponse}): void {
  const admitted = admit({options, from});
  if (!('upstream' in admitted)) return answer(to, admitted);
  const {upstream, recording} = admitted;
  const long = isLong(readKubernetesRequest(from.method ?? 'GET', from.url ?? '/'));
  const makes = from.method === 'POST';
  const asking = https.request({
    // A stream of its own, so that it ends with its client.
    ...connections.to(upstream, long ? 'stream' : 'call'),
    method: from.method,
    path: from.url,
    headers: {...headersFor(from, upstream), ...(makes ? asJson(from) : {})},
  });
  asking.on('error', (error) => unreachable({error, upstream, to, recording}));
  asking.on('response', (incoming) => {
    const status = incoming.statusCode ?? 502;
    to.writeHead(status, incoming.statusMessage, incoming.rawHeaders);
    to.flushHeaders();
    if (status >= 400) void wholeText(incoming).then((text) => recording?.answered(status, sentenceIn(text)));
    else if (makes) void wholeText(incoming).then((text) => recording?.answered(status, '', nameIn(text)));
    else recording?.answered(status, '');
    incoming.pipe(to);
    incoming.on('error', () => to.destroy());
  });
  to.on('close', () => asking.destroy());
  from.pipe(asking);
}

/** WebSocket and SPDY: after the API server's 101 the two sockets are one. */
function tunnel({
  options,
  connections,
  from,
  socket,
  head,
}: Passed & {readonly socket: Duplex; readonly head: Buffer}): void {
  socket.on('error', () => socket.destroy());
  const admitted = admit({options, from});
  if (!('upstream' in admitted)) return writeClosing(socket, admitted.status, JSON.stringify(statusObject(admitted)));
  const {upstream, recording} = admitted;
  const headers = {...headersFor(from, upstream), connection: 'Upgrade', upgrade: from.headers.upgrade ?? ''};
  const asking = https.request({
    ...connections.to(upstream, 'stream'),
    method: from.method,
    path: from.url,
    headers,
  });
  asking.on('error', (error) => {
    recording?.answered(503, messageOf(error, upstream));
    socket.destroy();
  });
  asking.on('response', (incoming) => {
    const status = incoming.statusCode ?? 502;
    void wholeText(incoming).then((text) => {
      recording?.answered(status, sentenceIn(text));
      writeClosing(socket, status, text);
    });
  });
  asking.on('upgrade', (incoming, other, first) => {
    recording?.answered(101, '');
    socket.write(switchingHead(incoming));
    if (first.length > 0) socket.write(first);
    if (head.length > 0) other.write(head);
    if (recording) findExitCode(other, (code) => recording.exited(code));
    other.on('error', () => socket.destroy());
    other.pipe(socket).pipe(other);
    socket.on('close', () => other.destroy());
    other.on('close', () => socket.destroy());
  });
  socket.on('close', () => asking.destroy());
  asking.end();
}

function headersFor(from: IncomingMessage, upstream: Upstream): {readonly [name: string]: string | string[]} {
  const headers: {[name: string]: string | string[]} = {};
  for (const [name, values] of Object.entries(from.headersDistinct)) {
    if (values && !hopByHop.has(name) && name !== 'authorization' && name !== 'host') headers[name] = values;
  }
  return {...headers, host: new URL(upstream.server).host, ...authorization(upstream)};
}

function switchingHead({statusMessage, rawHeaders}: IncomingMessage): string {
  const lines = [`HTTP/1.1 101 ${statusMessage ?? 'Switching Protocols'}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

interface Refused {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
}

function answer(to: ServerResponse, refused: Refused): void {
  const body = JSON.stringify(statusObject(refused));
  to.writeHead(refused.status, {'content-type': 'application/json', 'content-length': Buffer.byteLength(body)}).end(
    body,
  );
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
function statusObject({status, reason, message}: Refused): object {
  return {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code: status};
}

function unreachable(given: {
  readonly error: Error;
  readonly upstream: Upstream;
  readonly to: ServerResponse;
  readonly recording: KubernetesRecording | undefined;
}): void {
  const {error, upstream, to, recording} = given;
  if (to.headersSent || to.destroyed) return void to.destroy();
  const message = messageOf(error, upstream);
  recording?.answered(503, message);
  answer(to, {status: 503, reason: 'ServiceUnavailable', message});
}

function messageOf(error: Error, {server}: Upstream): string {
  return `k8s-learn: the API server at ${server} does not answer (${systemCode(error) || error.message}).`;
}

function headerOf(from: IncomingMessage, name: string): string {
  const value = from.headers[name];
  return typeof value === 'string' ? value : '';
}

/** An answer in protobuf would not tell us what was made; whoever takes that takes JSON as well. */
function asJson(from: IncomingMessage): {readonly accept?: string} {
  return /protobuf/.test(from.headers.accept ?? '') ? {accept: 'application/json'} : {};
}

/** Listens along without taking anything away. */
function wholeText(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      if (size < sentenceBytes) chunks.push(chunk);
      size += chunk.length;
    });
    const done = (): void => resolve(Buffer.concat(chunks).toString('utf8'));
    incoming.once('end', done).once('close', done);
  });
}

/** The name of the object an answer shows; undefined when it shows none, or more than was listened to. */
function nameIn(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return textAt(value, 'metadata', 'name') || undefined;
  } catch {
    return undefined;
  }
}

function sentenceIn(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  } catch {
    // Protobuf, or no Status at all: its beginning has to do.
  }
  return text.slice(0, 300).trim();
}
