import {isSystemError} from '../../../../system-error.ts';
import {type IncomingBody, incomingBody} from '../../../http/body.ts';
import {type Framing, isKeptAlive, responseFraming} from '../../../http/framing.ts';
import {parseResponseHead, type ResponseHead} from '../../../http/head.ts';
import {HttpError} from '../../../http/http-error.ts';
import type {Process} from '../../../process/process.ts';
import {encodeBytes} from '../../text/codec.ts';
import type {RequestBody} from './body.ts';
import type {Connections, CurlConnection} from './connections.ts';
import type {CurlOptions} from './curl-options.ts';
import {CurlFailure} from './failure.ts';
import type {ProgressMeter} from './meter.ts';
import {requestLines} from './request-head.ts';
import type {Sink} from './sink.ts';
import type {Talk} from './talk.ts';
import {type CurlUrl, followUrl, urlText} from './url.ts';

const longestHead = 300 * 1024;
const followed = new Set([301, 302, 303, 307, 308]);

/** What one transfer works with. */
export interface TransferTools {
  readonly process: Process;
  readonly options: CurlOptions;
  readonly talk: Talk;
  readonly connections: Connections;
  readonly meter: ProgressMeter;
  readonly sink: Sink;
  readonly headers: Sink | undefined;
  readonly body: RequestBody | undefined;
  readonly signal: AbortSignal;
}

/** What is known of a transfer, for `--write-out`; filled in as it goes on. */
export interface TransferFacts {
  url: CurlUrl;
  phase: 'resolving' | 'connecting' | 'transfer';
  method: string;
  status: number;
  type: string;
  redirects: number;
  redirectUrl: string;
  version: string;
  headerBytes: number;
  headerCount: number;
  requestBytes: number;
  uploaded: number;
  downloaded: number;
  remote: string;
  remotePort: number;
  local: string;
  localPort: number;
  connectedMs: number;
  firstByteMs: number;
}

/** Fetches a URL, following where it leads when that was asked. Throws CurlFailure; rejects with the signal's reason. */
export async function transfer(tools: TransferTools, facts: TransferFacts): Promise<void> {
  const {options} = tools;
  let body = tools.body;
  facts.method = methodOf(options, body);
  for (;;) {
    const next = await exchange(tools, facts, body);
    if (next === undefined) return;
    facts.redirects += 1;
    if (facts.redirects > options.mostRedirects)
      throw new CurlFailure(47, `Maximum (${options.mostRedirects}) redirects followed`);
    facts.url = next;
    await tools.talk.note(`Issue another request to this URL: '${urlText(next)}'`);
    // A form that was taken is not sent again, unless the server says so.
    if (facts.status < 307 && body && options.method === undefined) {
      body = undefined;
      facts.method = options.isHead ? 'HEAD' : 'GET';
    } else if (facts.status < 307) body = undefined;
  }
}

function methodOf(options: CurlOptions, body: RequestBody | undefined): string {
  return options.method ?? (options.isHead ? 'HEAD' : (body?.method ?? 'GET'));
}

/** One request and its answer; the URL it leads to when it is to be followed. */
async function exchange(
  tools: TransferTools,
  facts: TransferFacts,
  body: RequestBody | undefined,
): Promise<CurlUrl | undefined> {
  const {connections, options, process, signal} = tools;
  const connection = await connections.open(facts.url, signal, (phase) => {
    facts.phase = phase;
  });
  facts.phase = 'transfer';
  facts.connectedMs = process.now();
  Object.assign(facts, {
    remote: connection.address,
    remotePort: connection.port,
    local: connection.localAddress,
    localPort: connection.localPort,
  });
  await send(tools, facts, {connection, body});
  const head = await receiveHead(tools, facts, connection);
  const location = head.headers.get('location');
  const leads = isFollowed(options, head);
  facts.redirectUrl =
    !options.location && followed.has(head.status) && location !== undefined
      ? urlText(followUrl(facts.url, location))
      : '';
  if (options.fail === 'yes' && head.status >= 400) {
    await connections.drop(connection);
    throw new CurlFailure(22, `The requested URL returned error: ${head.status}`);
  }
  const framing = framingOf(head, facts.method);
  await receiveBody(tools, facts, {connection, framing, isKept: !leads, announced: announcedLength(facts, head)});
  if (framing.kind !== 'until-close' && isKeptAlive(head)) await connections.keep(connection, facts.url);
  else await connections.drop(connection);
  if (options.fail === 'with body' && head.status >= 400)
    throw new CurlFailure(22, `The requested URL returned error: ${head.status}`);
  return leads && location !== undefined ? followUrl(facts.url, location) : undefined;
}

/** Whether an answer is only the way to another one. */
function isFollowed({location}: CurlOptions, {status, headers}: ResponseHead): boolean {
  return location && followed.has(status) && headers.has('location');
}

function announcedLength({method}: TransferFacts, {headers}: ResponseHead): number | undefined {
  const length = headers.get('content-length');
  return method === 'HEAD' && length !== undefined ? Number(length) : undefined;
}

async function send(
  {options, talk, meter, signal}: TransferTools,
  facts: TransferFacts,
  {connection, body}: {readonly connection: CurlConnection; readonly body: RequestBody | undefined},
): Promise<void> {
  const lines = requestLines(options, {url: facts.url, method: facts.method, body});
  const {writer} = connection.stream;
  const head = encodeBytes(`${lines.join('\r\n')}\r\n\r\n`);
  try {
    await writer.write(head, signal);
    await talk.lines('>', [...lines, '']);
    if (body) {
      await writer.write(body.bytes, signal);
      await talk.data('}', body.bytes.length);
    }
  } catch (error) {
    // Whoever hangs up early may have answered all the same.
    if (!isSystemError(error)) throw error;
  }
  facts.requestBytes += head.length;
  facts.uploaded += body?.bytes.length ?? 0;
  meter.sent = facts.uploaded;
  await talk.note(body ? `upload completely sent off: ${body.bytes.length} bytes` : 'Request completely sent off');
}

/** The final head; those before it are only shown. */
async function receiveHead(
  tools: TransferTools,
  facts: TransferFacts,
  connection: CurlConnection,
): Promise<ResponseHead> {
  for (;;) {
    const lines = await headLines(tools, connection);
    const head = parsedHead(lines);
    facts.firstByteMs = tools.process.now();
    const text = [...lines, ''].map((line) => `${line}\r\n`).join('');
    facts.headerBytes += text.length;
    facts.headerCount = lines.length - 1;
    await tools.talk.lines('<', lines);
    if (isFollowed(tools.options, head) && head.headers.get('content-length') !== '0') {
      await tools.talk.note('Ignoring the response-body');
      await tools.talk.note('setting size while ignoring');
    }
    await tools.talk.lines('<', ['']);
    if (tools.headers) await tools.headers.text(text);
    if (tools.options.include || tools.options.isHead) await tools.sink.text(text);
    facts.status = head.status;
    facts.version = head.version;
    facts.type = head.headers.get('content-type') ?? '';
    if (head.status >= 200) return head;
  }
}

async function headLines({connections}: TransferTools, connection: CurlConnection): Promise<readonly string[]> {
  const {incoming} = connection;
  try {
    const first = await incoming.line(longestHead);
    if (first === null) throw new HttpError('cut-short', '');
    if (!/^HTTP\//.test(first)) {
      await connections.drop(connection);
      throw new CurlFailure(1, 'Received HTTP/0.9 when not allowed');
    }
    return [first, ...((await incoming.lines(longestHead)) ?? [])];
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    await connections.drop(connection);
    throw error.fault === 'cut-short'
      ? new CurlFailure(52, 'Empty reply from server')
      : new CurlFailure(8, 'Weird server reply');
  }
}

function framingOf(head: ResponseHead, method: string): Framing {
  try {
    return responseFraming(head, method);
  } catch (error) {
    if (error instanceof HttpError) throw new CurlFailure(8, 'Invalid Content-Length: value');
    throw error;
  }
}

function parsedHead(lines: readonly string[]): ResponseHead {
  try {
    return parseResponseHead(lines);
  } catch (error) {
    if (error instanceof HttpError) throw new CurlFailure(8, 'Header without colon');
    throw error;
  }
}

async function receiveBody(
  tools: TransferTools,
  facts: TransferFacts,
  given: {
    readonly connection: CurlConnection;
    readonly framing: Framing;
    readonly isKept: boolean;
    /** What a HEAD request heard of a body that does not come. */
    readonly announced: number | undefined;
  },
): Promise<void> {
  const {meter, process, sink, talk} = tools;
  const {connection, framing, isKept} = given;
  const body = incomingBody(connection.incoming, framing);
  if (isKept) meter.total = framing.kind === 'length' ? framing.bytes : given.announced;
  let received = 0;
  for (
    let piece = await nextPiece(body, {framing, received});
    piece;
    piece = await nextPiece(body, {framing, received})
  ) {
    await process.breathe();
    received += piece.length;
    if (!isKept) continue;
    facts.downloaded += piece.length;
    meter.received = facts.downloaded;
    await talk.data('{', piece.length);
    await sink.write(piece);
    await meter.tick();
  }
}

async function nextPiece(
  body: IncomingBody,
  {framing, received}: {readonly framing: Framing; readonly received: number},
): Promise<Uint8Array | null> {
  try {
    return await body.read();
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (framing.kind === 'length')
      throw new CurlFailure(18, `end of response with ${framing.bytes - received} bytes missing`);
    throw new CurlFailure(18, 'transfer closed with outstanding read data remaining');
  }
}
