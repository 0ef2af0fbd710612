import {concat, decode, encode} from '../../../../bytes/bytes.ts';
import {type ServerAnswer, type ServerRequest, serveConnection} from '../../../http/server.ts';
import type {Process} from '../../../process/process.ts';
import {acceptAll, listenOn} from '../listening-socket.ts';
import type {Section} from './config.ts';
import {type Emit, isRecord} from './event.ts';
import {portOf} from './port.ts';

/** As the option body_size_limit has it. */
const mostBody = 32 << 20;

/** The source `http`: an event a POST, its tag the path. https://docs.fluentd.org/input/http */
export class HttpSource {
  readonly port: number;
  readonly #bind: string;

  /** Throws ConfigProblem. */
  constructor({values}: Section) {
    this.port = portOf(values.get('port') ?? '9880');
    this.#bind = values.get('bind') ?? '0.0.0.0';
  }

  /** Throws EADDRINUSE. */
  async run(process: Process, emit: Emit): Promise<void> {
    const {listener} = listenOn(process, this.port, this.#bind);
    await acceptAll(process, listener, ({stream}) =>
      serveConnection(stream, {signal: process.signal, answer: (request) => answer(process, request, emit)}),
    );
  }
}

async function answer(process: Process, request: ServerRequest, emit: Emit): Promise<ServerAnswer> {
  if (request.method !== 'POST') return text(request.method === 'GET' ? 200 : 405, '');
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let piece = await request.body.read(); piece; piece = await request.body.read()) {
    size += piece.length;
    if (size > mostBody) return text(413, '413 Request Entity Too Large\n');
    parts.push(piece);
  }
  const tag = (request.target.split('?')[0] ?? '').replace(/^\/+|\/+$/g, '').replaceAll('/', '.');
  const records = recordsOf(decode(concat(parts)), request.headers.get('content-type') ?? '');
  if (!records) return text(400, "400 Bad Request\n'json' or 'msgpack' parameter is required\n");
  for (const record of records) {
    if (!isRecord(record)) return text(400, '400 Bad Request\nan event is a JSON object\n');
    await emit({tag, timeMs: process.now(), record});
  }
  return text(200, '');
}

/** The events of a body: JSON as it is, or the field `json` of a form. */
function recordsOf(body: string, type: string): readonly unknown[] | undefined {
  const json = type.startsWith('application/json') ? body : formField(body);
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [value];
  } catch {
    return undefined;
  }
}

function formField(body: string): string | undefined {
  const field = body.split('&').find((each) => each.startsWith('json='));
  if (field === undefined) return undefined;
  try {
    return decodeURIComponent(field.slice('json='.length).replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function text(status: number, words: string): ServerAnswer {
  return {status, headers: [['Content-Type', 'text/plain']], body: encode(words)};
}
