import {collectText, encodeText, linesOf} from '../../bytes.ts';
import {
  type ByteStream,
  type CommandContext,
  ConnectionError,
  type Method,
  type ServerRequest,
  type ServerResponse,
  type Upgrade,
} from '../../context.ts';
import {ExitError, errorOf, refusalOf, StatusError} from '../errors.ts';
import {type Json, object} from '../json.ts';
import type {ClientConfig} from '../kubeconfig/client-config.ts';
import {connectionError} from './connection.ts';
import {warningsOf} from './warnings.ts';

/** The query of a request; undefined and '' are left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** One request to the API server. */
export interface ApiRequest {
  readonly method?: Method;
  /** As `/api/v1/namespaces`; a query in it stays. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: ByteStream | Uint8Array;
  /** Of the body; JSON's unless it says otherwise: `application/merge-patch+json`. */
  readonly contentType?: string;
  /** What is wanted back; JSON unless it says otherwise. */
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** One line of a watch. `object` is the whole object (or the Table), for BOOKMARK and ERROR too. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Json;
}

/** How the server prints: a Table, or the objects where it cannot. */
export const tableAccept =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

/** What a KubeApi stands on. */
export interface KubeApiParts {
  readonly context: CommandContext;
  readonly config: () => Promise<ClientConfig>;
  /** Said with every request, for the server's log: `kubectl get`. */
  readonly path: string;
  readonly session: string;
  readonly warningsAsErrors: boolean;
}

/** A client of the Kubernetes API. https://kubernetes.io/docs/reference/using-api/ */
export class KubeApi {
  readonly parts: KubeApiParts;
  private readonly told = new Set<string>();

  constructor(parts: KubeApiParts) {
    this.parts = parts;
  }

  /** An answer below 400; throws a StatusError for any other, or says that nobody is there. */
  async call(request: ApiRequest): Promise<ServerResponse> {
    const full = await this.full(request);
    const response = await this.reach(full, () => this.parts.context.fetch(full));
    await this.tellWarnings(response);
    if (response.status >= 400) throw refusalOf(response.status, await collectText(response.body));
    return response;
  }

  /** The JSON object of an answer. */
  async json(request: ApiRequest): Promise<Json> {
    return object(JSON.parse(await this.text(request)));
  }

  async text(request: ApiRequest): Promise<string> {
    return collectText((await this.call(request)).body);
  }

  /**
   * The events of a watch until the server or `signal` ends it. `query` needs no `watch`. An ERROR event is thrown as
   * a StatusError: 410 says that the resourceVersion is too old.
   */
  async *watch(request: ApiRequest): AsyncGenerator<WatchEvent> {
    const {body} = await this.call({...request, query: {...request.query, watch: true}});
    try {
      for await (const line of linesOf(body)) {
        if (line.trim() === '') continue;
        const event = object(JSON.parse(line));
        const type = watchTypes.find((known) => known === event['type']);
        if (type === undefined) continue;
        const seen = object(event['object']);
        if (type === 'ERROR') throw new StatusError(Number(seen['code'] ?? 500), seen);
        yield {type, object: seen};
      }
    } catch (error) {
      // Its time is over, or nobody wants to know more.
      const {name, message} = errorOf(error);
      if (request.signal?.aborted || name === 'AbortError' || message === 'aborted') return;
      throw error;
    }
  }

  /** Asks to leave HTTP; the caller's headers name the protocol. A refusal is thrown as a StatusError. */
  async upgrade(request: ApiRequest): Promise<Extract<Upgrade, {readonly upgraded: true}>> {
    const full = await this.full(request);
    const answer = await this.reach(full, () => this.parts.context.upgrade(full));
    if (answer.upgraded) return answer;
    throw refusalOf(answer.response.status, await collectText(answer.response.body));
  }

  private async full(request: ApiRequest): Promise<ServerRequest> {
    const {method = 'GET', path, query = {}, json, body, contentType, accept, headers = {}, signal} = request;
    const config = await this.parts.config();
    const bytes = json === undefined ? body : encodeText(JSON.stringify(json));
    const hasBody = bytes !== undefined;
    const ended = [...(signal === undefined ? [] : [signal]), ...(await this.timeoutSignal())];
    const type = contentType ?? 'application/json';
    return {
      server: config.server,
      method,
      path: `${config.prefix}${path}${encodeQuery(query, path)}`,
      headers: {
        Accept: accept ?? 'application/json',
        'User-Agent': `kubectl/v1.34.4 (${this.parts.context.platform.os}/${this.parts.context.platform.arch}) kubernetes/k8s-learn`,
        'Kubectl-Command': this.parts.path,
        'Kubectl-Session': this.parts.session,
        ...(hasBody ? {'Content-Type': type} : {}),
        ...(bytes instanceof Uint8Array ? {'Content-Length': String(bytes.length)} : {}),
        ...config.headers,
        ...headers,
      },
      ...(hasBody ? {body: bytes} : {}),
      ...(ended[0] === undefined ? {} : {signal: ended.length === 1 ? ended[0] : AbortSignal.any(ended)}),
    };
  }

  private async timeoutSignal(): Promise<readonly AbortSignal[]> {
    const {timeoutMs} = await this.parts.config();
    if (timeoutMs === undefined) return [];
    const ending = new AbortController();
    this.parts.context.clock.after(timeoutMs, () => ending.abort(new Error('context deadline exceeded')));
    return [ending.signal];
  }

  private async reach<T>(request: ServerRequest, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (request.signal?.aborted && error instanceof Error && error.name === 'AbortError') {
        const late = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
        throw new ConnectionError('ETIMEDOUT', late);
      }
      throw error instanceof ConnectionError ? connectionError(request, error) : error;
    }
  }

  /** Each warning is told once. */
  private async tellWarnings({headers}: ServerResponse): Promise<void> {
    const {context, warningsAsErrors} = this.parts;
    for (const warning of warningsOf(headers['warning'] ?? '')) {
      if (this.told.has(warning)) continue;
      this.told.add(warning);
      await context.stderr.write(encodeText(`Warning: ${warning}\n`));
      if (warningsAsErrors) throw new ExitError(1, 'error: 1 warning received');
    }
  }
}

const watchTypes = ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR'] as const;

/** `?a=1&b=2`, keys in order as Go writes them; '' for nothing. */
export function encodeQuery(query: Query, path = ''): string {
  const pairs = Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) => {
      const values = Array.isArray(value) ? value : [value];
      return values.flatMap((one) => (one === undefined || one === '' ? [] : `${encode(key)}=${encode(String(one))}`));
    });
  if (pairs.length === 0) return '';
  return `${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}

function encode(part: string): string {
  return encodeURIComponent(part)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
