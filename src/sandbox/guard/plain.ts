import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Readable} from 'node:stream';
import {readBody} from './canonical.ts';
import type {CallNote, Exchange, Outcome, StreamOptions} from './exchange.ts';
import {answerHeaders, bodyHeaders, endsWithConnection, forwardedHeaders} from './headers.ts';
import {changeLines, errorIn, type LineChange} from './lines.ts';
import type {Matched} from './match.ts';
import {Refusal} from './refusal.ts';
import {type Answer, type Daemon, messageOf, unreachable} from './upstream.ts';

const largestBodyBytes = 4 * 1024 * 1024;

/** An exchange over plain HTTP. Timeouts are off: `wait`, `events` and `logs -f` last as long as the learner likes. */
export function plainExchange(given: {
  readonly daemon: Daemon;
  readonly from: IncomingMessage;
  readonly to: ServerResponse;
  readonly matched: Matched;
  readonly learner: boolean;
}): Exchange {
  const {daemon, from, to, matched, learner} = given;
  const {prefix, parts, query} = matched;
  const note: CallNote = {verb: matched.route.verb, target: '', detail: {}};
  const path = (route: string): string => withQuery(prefix + route, query);

  const reply = (answer: Answer, value?: unknown): Outcome => replyTo(to, answer, value, exchange.mend);
  const exchange: Exchange = {
    ...{method: from.method ?? 'GET', prefix, parts, query, headers: from.headers, learner, note},
    mend: (message) => message,
    body: async () => readBody(await wholeBody(from)),
    incoming: () => from,
    reply,
    say: (status, value) =>
      reply({status, rawHeaders: ['Content-Type', 'application/json'], text: JSON.stringify(value)}),
    send: (route, body) =>
      daemon.send({
        method: from.method ?? 'GET',
        path: path(route),
        headers: {...forwardedHeaders(from), ...(body && {'content-type': 'application/json'})},
        ...(body && {body: JSON.stringify(body)}),
      }),
    stream: (route, options = {}) => relay({daemon, from, to, path: path(route), options, exchange}),
  };
  return exchange;
}

/** Answers with a whole answer, its length corrected; of a failed one only the message remains, in other words. */
function replyTo(to: ServerResponse, answer: Answer, value: unknown, mend: (message: string) => string): Outcome {
  const {status} = answer;
  const failed = status >= 400;
  const message = failed ? mend(messageOf(answer)) : '';
  const body = failed ? JSON.stringify({message}) : value === undefined ? answer.text : JSON.stringify(value);
  const headers = answerHeaders(answer.rawHeaders, ['transfer-encoding', 'content-length']);
  if (status !== 204 && status !== 304) headers.push('Content-Length', String(Buffer.byteLength(body)));
  to.writeHead(status, headers).end(body);
  return {status, error: message};
}

type Relay = {
  readonly daemon: Daemon;
  readonly from: IncomingMessage;
  readonly to: ServerResponse;
  readonly path: string;
  readonly options: StreamOptions;
  readonly exchange: Exchange;
};

function relay({daemon, from, to, path, options, exchange}: Relay): Promise<Outcome> {
  const json = options.json && JSON.stringify(options.json);
  const body = options.body ?? (json === undefined ? from : Buffer.from(json));
  const length = body === from ? bodyHeaders(from) : Buffer.isBuffer(body) ? {'content-length': body.length} : chunked;
  const headers = {...forwardedHeaders(from), ...length, ...(json && {'content-type': 'application/json'})};
  return new Promise((resolve, reject) => {
    const asking = daemon.open({method: exchange.method, path, headers});
    let answered = false;
    to.once('close', () => {
      if (to.writableFinished) return;
      asking.destroy();
      if (!answered) resolve(gone);
    });
    asking.on('error', (error) => {
      // Once it answers, the daemon may leave a body unread; the answer has errors of its own.
      if (!answered) reject(unreachable(daemon.host, error));
    });
    asking.once('response', (answer) => {
      answered = true;
      options.begun?.(answer.statusCode ?? 502);
      passAnswer({answer, to, options, exchange})
        .finally(() => asking.destroy())
        .then(resolve, reject);
    });
    if (Buffer.isBuffer(body)) asking.end(body);
    else body.pipe(asking);
  });
}

const gone: Outcome = {status: 499, error: 'the client went away'};
const chunked = {'transfer-encoding': 'chunked'};

async function passAnswer(given: {
  readonly answer: IncomingMessage;
  readonly to: ServerResponse;
  readonly options: StreamOptions;
  readonly exchange: Exchange;
}): Promise<Outcome> {
  const {answer, to, options, exchange} = given;
  const status = answer.statusCode ?? 502;
  // Errors are short and carry names to be put right; HEAD and 304 have no body to read.
  if (status >= 400 && exchange.method !== 'HEAD') return passFailure(await wholeAnswer(answer), given);
  const changes = options.line !== undefined || options.last !== undefined || options.through !== undefined;
  const headers = answerHeaders(answer.rawHeaders, changes ? ['content-length'] : []);
  const bare = exchange.method === 'HEAD' || status === 204 || status === 304;
  if (!bare && !changes && endsWithConnection(answer.rawHeaders)) {
    to.shouldKeepAlive = false;
    to.useChunkedEncodingByDefault = false;
  }
  to.writeHead(status, answer.statusMessage, headers);
  if (answer.headers['content-length'] === undefined || changes) to.flushHeaders();
  let error = '';
  const watch: LineChange = (line) => {
    const changed = options.line ? options.line(line) : line;
    if (changed) error ||= errorIn(changed);
    return changed;
  };
  const linesOnly = options.line ?? options.last;
  const out = linesOnly ? answer.pipe(changeLines(watch)) : (options.through?.(answer) ?? answer);
  const isWhole = await passBody(answer, out, to);
  const outcome = error ? {status: 500, error} : isWhole || !options.last ? {status, error} : gone;
  for (const line of (await options.last?.(outcome)) ?? []) {
    error ||= errorIn(line);
    to.write(`${JSON.stringify(line)}\r\n`);
  }
  to.end();
  return error ? {status: 500, error} : outcome;
}

async function passFailure(
  failed: Answer,
  {to, options, exchange}: {readonly to: ServerResponse; readonly options: StreamOptions; readonly exchange: Exchange},
): Promise<Outcome> {
  const lines = await options.instead?.(messageOf(failed));
  if (!lines) return exchange.reply(failed);
  const head = answerHeaders(failed.rawHeaders, ['transfer-encoding', 'content-length', 'content-type']);
  to.writeHead(200, [...head, 'Content-Type', 'application/json']);
  to.end(lines.map((line) => `${JSON.stringify(line)}\r\n`).join(''));
  return {status: 200, error: ''};
}

/** Ends with true when the body has, with false when either side went away. */
function passBody(answer: IncomingMessage, out: Readable, to: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    const cut = (): void => {
      to.destroy();
      resolve(false);
    };
    answer.once('error', cut);
    answer.once('aborted', cut);
    out.once('error', cut);
    out.once('end', () => resolve(true));
    to.once('close', () => resolve(false));
    out.pipe(to, {end: false});
  });
}

async function wholeAnswer(answer: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return {status: answer.statusCode ?? 502, rawHeaders: answer.rawHeaders, text};
}

async function wholeBody(from: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of from) {
    sizeBytes += chunk.length;
    if (sizeBytes > largestBodyBytes) throw new Refusal(413, 'k8s-learn: the request body is larger than 4 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

export function withQuery(path: string, query: URLSearchParams): string {
  const written = query.toString();
  return written ? `${path}?${written}` : path;
}
