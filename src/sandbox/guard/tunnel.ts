import {type IncomingMessage, STATUS_CODES} from 'node:http';
import {type Duplex, Readable} from 'node:stream';
import type {Clock} from '../../clock.ts';
import {readBody} from './canonical.ts';
import type {CallNote, Exchange, Outcome, StreamOptions} from './exchange.ts';
import {forwardedHeaders} from './headers.ts';
import type {Matched} from './match.ts';
import {withQuery} from './plain.ts';
import {Refusal, refused} from './refusal.ts';
import {type Answer, type Daemon, messageOf, unreachable} from './upstream.ts';

/** Some clients lose a stream byte that arrives in one read with the 101 head. */
const headAloneMs = 2;

/** An exchange over a connection the client wants upgraded (attach, exec). Raw bytes flow only after the daemon's 101. */
export function upgradeExchange(given: {
  readonly daemon: Daemon;
  readonly from: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly matched: Matched;
  readonly learner: boolean;
  readonly clock: Clock;
}): Exchange {
  const {daemon, from, socket, head, matched, learner, clock} = given;
  const {prefix, parts, query} = matched;
  const note: CallNote = {verb: matched.route.verb, target: '', detail: {}};
  const received = readBodyFrom(from, socket, head);

  function reply(answer: Answer, value?: unknown): Outcome {
    const {status} = answer;
    const message = status >= 400 ? exchange.mend(messageOf(answer)) : '';
    const body = status >= 400 ? JSON.stringify({message}) : value === undefined ? answer.text : JSON.stringify(value);
    writeClosing(socket, status, body);
    return {status, error: message};
  }

  const exchange: Exchange = {
    ...{method: from.method ?? 'POST', prefix, parts, query, headers: from.headers, learner, note},
    mend: (message) => message,
    body: async () => readBody((await received.body()).toString()),
    incoming: () => Readable.from([]),
    reply,
    say: (status, value) => reply({status, rawHeaders: [], text: JSON.stringify(value)}),
    send: () => Promise.reject(refused('this request cannot be upgraded; send it without an Upgrade header.')),
    async stream(route, options = {}) {
      const sent = options.json ? Buffer.from(JSON.stringify(options.json)) : await received.body();
      const path = withQuery(prefix + route, query);
      return open({daemon, from, socket, clock, path, sent, afterBody: received.rest, options, exchange});
    },
  };
  return exchange;
}

/** The body is exactly Content-Length bytes; what follows it is already standard input. */
function readBodyFrom(from: IncomingMessage, socket: Duplex, head: Buffer): {body(): Promise<Buffer>; rest(): Buffer} {
  let bytes = head;
  let body: Buffer | undefined;
  return {
    rest: () => bytes,
    async body() {
      if (body) return body;
      if (from.headers['transfer-encoding'] !== undefined) {
        throw refused('an upgraded request needs a Content-Length; send its body without chunks.');
      }
      const length = Number(from.headers['content-length'] ?? 0);
      if (!(length <= 4 * 1024 * 1024)) throw new Refusal(413, 'k8s-learn: the request body is larger than 4 MiB.');
      while (bytes.length < length) bytes = Buffer.concat([bytes, await nextBytes(socket)]);
      body = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      return body;
    },
  };
}

function open(given: {
  readonly daemon: Daemon;
  readonly from: IncomingMessage;
  readonly socket: Duplex;
  readonly clock: Clock;
  readonly path: string;
  readonly sent: Buffer;
  readonly afterBody: () => Buffer;
  readonly options: StreamOptions;
  readonly exchange: Exchange;
}): Promise<Outcome> {
  const {daemon, from, socket, clock, path, sent, afterBody, options, exchange} = given;
  const upgrade = {connection: 'Upgrade', upgrade: from.headers.upgrade ?? 'tcp', 'content-length': sent.length};
  const asking = daemon.open({method: exchange.method, path, headers: {...forwardedHeaders(from), ...upgrade}});
  return new Promise<Outcome>((resolve, reject) => {
    socket.once('close', () => asking.destroy());
    asking.on('error', (error) => reject(unreachable(daemon.host, error)));
    asking.once('upgrade', (answer, upstream, first) => {
      options.begun?.(101);
      const join = (): void => splice({socket, upstream, clientFirst: afterBody(), first, resolve});
      socket.write(headOf(answer), () => clock.after(headAloneMs, join));
    });
    asking.once('response', (answer) => passRefusal({answer, socket, options, exchange}).then(resolve, reject));
    asking.end(sent);
  });
}

/** Answers on a raw connection and closes it: a refused upgrade must never stay open as a tunnel. */
export function writeClosing(socket: Duplex, status: number, body: string): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
    'Content-Type: application/json',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Each side's end closes only its own direction: end of input must not cut the output. */
function splice(given: {
  readonly socket: Duplex;
  readonly upstream: Duplex;
  readonly clientFirst: Buffer;
  readonly first: Buffer;
  readonly resolve: (outcome: Outcome) => void;
}): void {
  const {socket, upstream, clientFirst, first, resolve} = given;
  const done = (): void => resolve({status: 101, error: ''});
  upstream.on('error', () => socket.destroy());
  upstream.once('close', () => {
    if (!socket.writableEnded) socket.end();
    done();
  });
  socket.once('close', () => {
    upstream.destroy();
    done();
  });
  if (socket.destroyed) {
    upstream.destroy();
    done();
    return;
  }
  if (first.length > 0) socket.write(first);
  if (clientFirst.length > 0) upstream.write(clientFirst);
  upstream.pipe(socket);
  socket.pipe(upstream);
}

async function passRefusal(given: {
  readonly answer: IncomingMessage;
  readonly socket: Duplex;
  readonly options: StreamOptions;
  readonly exchange: Exchange;
}): Promise<Outcome> {
  const {answer, socket, options, exchange} = given;
  const status = answer.statusCode ?? 502;
  options.begun?.(status);
  if (status >= 400) {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    return exchange.reply({status, rawHeaders: answer.rawHeaders, text: Buffer.concat(chunks).toString()});
  }
  socket.write(headOf(answer, ['connection: close']));
  return new Promise((resolve) => {
    socket.once('close', () => resolve({status, error: ''}));
    answer.once('error', () => socket.destroy());
    answer.pipe(socket);
  });
}

function headOf(answer: IncomingMessage, more: readonly string[] = []): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`, ...more];
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2) {
    const name = answer.rawHeaders[at] ?? '';
    // A chunked body was unwrapped by the parser: it ends with the connection.
    const dropped = answer.statusCode === 101 ? [] : ['transfer-encoding', 'connection'];
    if (!dropped.includes(name.toLowerCase())) lines.push(`${name}: ${answer.rawHeaders[at + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Rejects when the client hangs up first. */
function nextBytes(socket: Duplex): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const onData = (bytes: Buffer): void => {
      socket.pause();
      socket.off('end', onEnd).off('close', onEnd);
      resolve(bytes);
    };
    const onEnd = (): void => {
      socket.off('data', onData);
      reject(new Refusal(400, 'k8s-learn: the request body ended early.'));
    };
    socket.once('data', onData).once('end', onEnd).once('close', onEnd);
    socket.resume();
  });
}
