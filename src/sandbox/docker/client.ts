import {Agent as PlainAgent} from 'node:http';
import type Docker from 'dockerode';
import {LearnError} from '../../errors.ts';
import type {DockerAddress} from './address.ts';
import {text} from './read-json.ts';

export type DockerClient = Docker;

/** How long one question to the daemon may take before it counts as no answer. */
const answerTimeoutMs = 5000;

/** A client of the Docker Engine at an endpoint or socket. dockerode is heavy, hence loaded only here and now. */
export async function createDockerClient(where: DockerAddress | {readonly socketPath: string}): Promise<DockerClient> {
  const {default: Client} = await import('dockerode');
  // dockerode fills what is not given from DOCKER_HOST, and a host would beat the socket.
  const neither = {
    host: undefined,
    port: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    protocol: undefined,
  };
  if ('socketPath' in where) return new Client({...neither, ...plain(), socketPath: where.socketPath});
  const {hostname, port, tls} = where;
  if (!tls) return new Client({...neither, ...plain(), host: hostname, port});
  const {Agent} = await import('node:https');
  // The agent alone takes TLS options: dockerode leaves out rejectUnauthorized.
  const {skipVerify, ...material} = tls;
  const agent = new Agent({...material, rejectUnauthorized: skipVerify !== true});
  const secure = {...neither, ...material, host: hostname, port, protocol: 'https' as const, agent};
  return new Client(secure);
}

/**
 * A connection a request: a kept one may have died unseen while the learner read, and the next request would die with
 * it (EPIPE). A fresh one to a socket takes a tenth of a millisecond.
 */
function plain() {
  return {protocol: 'http' as const, agent: new PlainAgent({keepAlive: false})};
}

/** A request as docker-modem takes it. `path` is already encoded. */
export interface Question {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: {readonly [name: string]: string | number | boolean};
  /** JSON of a POST. */
  readonly body?: {readonly [name: string]: unknown};
  /** Default 5000; 0 waits for ever. */
  readonly timeoutMs?: number;
  /** Ends the answer's stream too. */
  readonly signal?: AbortSignal;
}

/** The daemon said no. `status` is HTTP's, the message the daemon's own. */
export class DockerRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'DockerRefusal';
    this.status = status;
  }
}

/** The JSON of an answer. Rejects with a DockerRefusal, or with the connection's own error. */
export async function ask(docker: DockerClient, question: Question): Promise<unknown> {
  return dial(docker, question, false);
}

/** The stream of an answer; its headers are there when the promise resolves. */
export async function open(docker: DockerClient, question: Question): Promise<NodeJS.ReadableStream> {
  const answer = await dial(docker, question, true);
  if (isStream(answer)) return answer;
  throw new LearnError({code: 'DOCKER_ANSWER', message: `Docker answered ${question.path} without a body.`});
}

const anySuccess = {200: true, 201: true, 204: true, 304: true};

function dial(docker: DockerClient, question: Question, isStreamed: boolean): Promise<unknown> {
  const {method = 'GET', path, query = {}, body, timeoutMs = answerTimeoutMs} = question;
  const timeout = timeoutMs > 0 ? AbortSignal.timeout(timeoutMs) : undefined;
  const signals = [timeout, question.signal].filter((signal) => signal !== undefined);
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        method,
        path: `${path}?`,
        // Written this way, since a POST without it would send the query as its body too.
        options: {_query: query, _body: body ?? {}},
        statusCodes: anySuccess,
        isStream: isStreamed,
        ...(signals.length > 0 ? {abortSignal: AbortSignal.any(signals)} : {}),
      },
      (error: unknown, answer: unknown) => {
        if (timeout?.aborted) reject(new Error(`no answer to ${method} ${path} within ${timeoutMs} ms`));
        else if (error) reject(refusalOf(error));
        else resolve(answer);
      },
    );
  });
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number')) return error;
  const said = 'json' in error ? text(error.json, 'message') : '';
  return new DockerRefusal(error.statusCode, said || error.message);
}

function isStream(value: unknown): value is NodeJS.ReadableStream {
  return typeof value === 'object' && value !== null && 'pipe' in value;
}
