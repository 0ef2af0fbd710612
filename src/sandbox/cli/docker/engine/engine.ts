import {collectText, encodeText} from '../../bytes.ts';
import {
  type ByteStream,
  type CommandContext,
  ConnectionError,
  type Duplex,
  type Method,
  type Server,
  type ServerRequest,
  type ServerResponse,
} from '../../context.ts';
import {EngineError} from '../errors.ts';
import {object, text} from '../json.ts';
import {encodeQuery, type Query} from './query.ts';
import {clientVersion, compareApi, newestApi} from './version.ts';

/** What the server says of itself before anything is asked of it. */
export interface ServerAbout {
  /** False when it did not answer: the rest is what we would like it to be. */
  readonly answered: boolean;
  /** The API version both sides know. */
  readonly api: string;
  readonly os: string;
  readonly experimental: boolean;
  /** `active`, `inactive`, …; '' when it does not say. */
  readonly swarm: string;
}

/** One request to the Engine. */
export interface EngineRequest {
  readonly method?: Method;
  /** Without the version: `/containers/json`. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: ByteStream | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A client of the Docker Engine API. https://docs.docker.com/reference/api/engine/ */
export class Engine {
  private readonly context: CommandContext;
  private readonly resolveServer: () => Promise<Server>;
  private server: Promise<Server> | undefined;
  private aboutServer: Promise<ServerAbout> | undefined;

  constructor(context: CommandContext, resolveServer: () => Promise<Server>) {
    this.context = context;
    this.resolveServer = resolveServer;
  }

  /** Where the Engine is. */
  async endpoint(): Promise<Server> {
    this.server ??= this.resolveServer();
    return this.server;
  }

  /** Asks once; never rejects for want of an answer. */
  about(): Promise<ServerAbout> {
    this.aboutServer ??= this.ping();
    return this.aboutServer;
  }

  /** An answer below 400; throws an EngineError for any other, or says that nobody is there. */
  async call(request: EngineRequest): Promise<ServerResponse> {
    const response = await this.send(request, (full) => this.context.fetch(full));
    if (response.status >= 400) throw await refusal(response);
    return response;
  }

  /** The JSON of an answer. */
  async json(request: EngineRequest): Promise<unknown> {
    return JSON.parse(await this.text(request));
  }

  async text(request: EngineRequest): Promise<string> {
    return collectText((await this.call(request)).body);
  }

  /** For an answer that has nothing to say. */
  async done(request: EngineRequest): Promise<void> {
    await this.text(request);
  }

  /** Leaves HTTP: both ways of a container's or a process's streams. */
  async hijack(request: EngineRequest): Promise<Duplex> {
    const headers = {'Content-Type': 'text/plain', ...request.headers, Connection: 'Upgrade', Upgrade: 'tcp'};
    const answer = await this.send({method: 'POST', ...request, headers}, (full) => this.context.upgrade(full));
    if (answer.upgraded) return answer.stream;
    if (answer.response.status >= 400) throw await refusal(answer.response);
    throw new Error(`unable to upgrade to tcp, received ${answer.response.status}`);
  }

  private async send<T>(request: EngineRequest, send: (full: ServerRequest) => Promise<T>): Promise<T> {
    const {api} = await this.about();
    const {method = 'GET', path, query = {}, json, body, headers = {}, signal} = request;
    const server = await this.endpoint();
    const bytes = json === undefined ? body : encodeText(`${JSON.stringify(json)}\n`);
    const full: ServerRequest = {
      server,
      method,
      path: `/v${api}${path}${encodeQuery(query)}`,
      headers: {
        ...baseHeaders(server, this.context),
        ...lengthHeader(method, bytes),
        ...(json === undefined ? {} : {'Content-Type': 'application/json'}),
        ...headers,
        ...(json === undefined ? {} : {'Content-Type': 'application/json'}),
      },
      ...(bytes === undefined ? {} : {body: bytes}),
      ...(signal === undefined ? {} : {signal}),
    };
    try {
      return await send(full);
    } catch (error) {
      throw error instanceof ConnectionError ? unreachable(full, error) : error;
    }
  }

  private async ping(): Promise<ServerAbout> {
    const server = await this.endpoint();
    const wanted = this.context.env['DOCKER_API_VERSION'];
    try {
      const request = {server, path: '/_ping', headers: baseHeaders(server, this.context)};
      let response = await this.context.fetch({...request, method: 'HEAD'});
      await collectText(response.body);
      if (response.status >= 400) {
        response = await this.context.fetch({...request, method: 'GET'});
        await collectText(response.body);
      }
      return {...aboutOf(response), ...(wanted ? {api: wanted.replace(/^v/, '')} : {})};
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      return {answered: false, api: wanted || newestApi, os: '', experimental: false, swarm: ''};
    }
  }
}

function aboutOf({headers}: ServerResponse): ServerAbout {
  const theirs = headers['api-version'] || '1.24';
  return {
    answered: true,
    api: compareApi(theirs, newestApi) < 0 ? theirs : newestApi,
    os: headers['ostype'] ?? '',
    experimental: headers['docker-experimental'] === 'true',
    swarm: headers['swarm'] ?? '',
  };
}

function baseHeaders(server: Server, {platform}: CommandContext): Record<string, string> {
  const host = server.url.startsWith('unix:') ? {Host: 'api.moby.localhost'} : {};
  return {...host, 'User-Agent': `Docker-Client/${clientVersion} (${platform.os})`};
}

function lengthHeader(method: Method, body: ByteStream | Uint8Array | undefined): Record<string, string> {
  if (body instanceof Uint8Array) return {'Content-Length': String(body.length)};
  return body === undefined && method !== 'GET' && method !== 'HEAD' && method !== 'DELETE'
    ? {'Content-Length': '0'}
    : {};
}

async function refusal(response: ServerResponse): Promise<EngineError> {
  const body = (await collectText(response.body)).trim();
  let reason = body;
  try {
    reason = text(object(JSON.parse(body))['message']) || body;
  } catch {
    // Not JSON: an old server, or something in between; its own words have to do.
  }
  return new EngineError(response.status, reason.trim() || `status ${response.status}`);
}

/** What docker says when nobody answers. */
function unreachable({server, method, path}: ServerRequest, error: ConnectionError): Error {
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  const socket = server.url.replace(/^unix:\/\//, '');
  if (error.code === 'EACCES') {
    return new Error(
      `permission denied while trying to connect to the Docker daemon socket at ${server.url}: ` +
        `${verb} "http://${encodeURIComponent(socket)}${path}": dial unix ${socket}: connect: permission denied`,
    );
  }
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    const {host, hostname} = new URL(server.url.replace(/^tcp:/, 'http:'));
    return new Error(
      `error during connect: ${verb} "http://${host}${path}": dial tcp: lookup ${hostname}: no such host`,
    );
  }
  if (/^(ECONNREFUSED|ENOENT|ENOTSOCK|ETIMEDOUT|EHOSTUNREACH)$/.test(error.code)) {
    return new Error(`Cannot connect to the Docker daemon at ${server.url}. Is the docker daemon running?`);
  }
  return new Error(`error during connect: ${verb} "${server.url}${path}": ${error.message}`);
}
