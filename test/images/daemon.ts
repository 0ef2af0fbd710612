import {type RequestOptions, request} from 'node:http';
import {LearnError} from '../../src/errors.ts';

/** An answer of a Docker Engine, read to its end. */
export interface EngineAnswer {
  readonly status: number;
  readonly body: string;
}

/** A request to the bare Docker Engine: what the tests compare our own ways to Docker with. */
export interface EngineRequest {
  /** As in DOCKER_HOST: `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`. */
  readonly host: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** A Buffer is sent as a tar, anything else as JSON. */
  readonly body?: unknown;
  readonly timeoutMs?: number;
}

/** Sends one request and collects the answer; rejects only when nothing answers within `timeoutMs` (30 s). */
export function askEngine({
  host,
  method = 'GET',
  path,
  body,
  timeoutMs = 30_000,
}: EngineRequest): Promise<EngineAnswer> {
  const payload = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const headers = {
    'content-type': Buffer.isBuffer(body) ? 'application/x-tar' : 'application/json',
    'content-length': payload?.length ?? 0,
  };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = request({...address(host), method, path, headers, signal}, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString()}));
    });
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}

/** As `askEngine`, parsed; an answer of 400 or above rejects with the engine's own message. */
export async function engineJson(question: EngineRequest): Promise<unknown> {
  const {status, body} = await askEngine(question);
  if (status >= 400) {
    throw new LearnError({
      code: 'ENGINE_REFUSED',
      message: `Docker at ${question.host} answered ${status} to ${question.method ?? 'GET'} ${question.path}: ${body.trim()}`,
    });
  }
  return body === '' ? undefined : JSON.parse(body);
}

function address(host: string): RequestOptions {
  const url = new URL(host);
  if (url.protocol === 'unix:') return {socketPath: url.pathname};
  if (url.protocol === 'tcp:') return {host: url.hostname, port: url.port};
  throw new LearnError({
    code: 'DOCKER_HOST_UNKNOWN',
    message: `The tests cannot talk to Docker at ${host}: only unix:// and tcp:// without TLS are known to them.`,
    fix: 'Set DOCKER_HOST to such an address, or unset it.',
  });
}
