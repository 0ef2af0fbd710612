import http from 'node:http';
import https from 'node:https';
import {systemCode} from '../../errors.ts';
import type {DockerEndpoint} from '../docker/endpoint.ts';
import {parsed} from './raw-json.ts';
import {Refusal} from './refusal.ts';

/** A whole answer of the daemon's. `rawHeaders` alternates names and values, repeated ones included. */
export type Answer = {readonly status: number; readonly rawHeaders: readonly string[]; readonly text: string};

export type Asked = {
  readonly method: string;
  /** With version prefix and query. */
  readonly path: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string | Buffer;
};

/** The real Docker Engine. */
export interface Daemon {
  /** Where it is, for messages. */
  readonly host: string;
  /** A request on a connection of its own that stays open both ways: bodies and answers of any length. */
  open(asked: Omit<Asked, 'body'>): http.ClientRequest;
  /** Sends and waits for the whole answer, on a kept connection. Rejects with a Refusal 503 when it does not answer. */
  send(asked: Asked): Promise<Answer>;
  close(): void;
}

export function connectDaemon(endpoint: DockerEndpoint): Daemon {
  const place = placeOf(endpoint);
  const secure = endpoint.transport === 'tcp' && endpoint.tls !== undefined;
  const {request, Agent} = secure ? https : http;
  const agent = new Agent({keepAlive: true});
  const once = ({method, path, headers, body}: Asked): Promise<Answer> => {
    const asking = request({...place, method, path, headers: {...headers, ...lengthOf(body)}, agent});
    asking.end(body);
    return wholeAnswer(asking);
  };
  return {
    host: endpoint.host,
    open: ({method, path, headers}) =>
      // An agent a stream, because only an agent's options reach net.connect.
      request({...place, method, path, headers: headers ?? {}, agent: new Agent({...halfOpen}), timeout: 0}),
    async send(asked) {
      try {
        return await once(asked).catch((error: unknown) => {
          if (error instanceof StaleConnection) return once(asked);
          throw error;
        });
      } catch (error) {
        throw unreachable(endpoint.host, error);
      }
    },
    close: () => agent.destroy(),
  };
}

function placeOf(endpoint: DockerEndpoint): https.RequestOptions {
  if (endpoint.transport === 'socket') return {socketPath: endpoint.socketPath};
  const {hostname: host, port} = endpoint;
  if (!endpoint.tls) return {host, port};
  const {skipVerify, ...material} = endpoint.tls;
  return {host, port, ...material, rejectUnauthorized: skipVerify !== true};
}

function wholeAnswer(asking: http.ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // A kept connection may have died unseen (the daemon was restarted): such a request was never read.
    asking.on('error', (error) => reject(asking.reusedSocket ? new StaleConnection(error) : error));
    asking.once('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({status: answer.statusCode ?? 502, rawHeaders: answer.rawHeaders, text});
      });
    });
  });
}

const halfOpen = {keepAlive: false, allowHalfOpen: true};

class StaleConnection extends Error {
  constructor(cause: Error) {
    super(cause.message, {cause});
  }
}

function lengthOf(body: string | Buffer | undefined): http.OutgoingHttpHeaders {
  return body === undefined ? {} : {'content-length': Buffer.byteLength(body)};
}

/** In the words of the docker CLI, which everybody's search engine knows. */
export function unreachable(host: string, error: unknown): Refusal {
  const code = systemCode(error instanceof StaleConnection ? error.cause : error);
  return new Refusal(
    503,
    `Cannot connect to the Docker daemon at ${host}${code && ` (${code})`}. Is the docker daemon running?`,
  );
}

/** The JSON in an answer; undefined when it has none. */
export function jsonOf(answer: Answer): unknown {
  return parsed(answer.text);
}

/** The daemon's sentence in a failed answer. */
export function messageOf(answer: Answer): string {
  const value = jsonOf(answer);
  if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  return answer.text.trim();
}
