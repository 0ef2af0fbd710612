import type {IncomingBody} from '../../../../http/body.ts';
import type {HttpHeaders} from '../../../../http/headers.ts';
import type {Process} from '../../../../process/process.ts';
import type {HttpConfig, Server} from '../config/compile.ts';
import type {Location} from '../config/locations.ts';
import type {LocationSettings} from '../config/settings.ts';
import type {NginxLog} from '../log.ts';

/** Who has connected, and where. */
export interface Client {
  /** Counted through all connections since the start; `*1` in the log. */
  readonly number: number;
  readonly address: string;
  readonly port: number;
  readonly localAddress: string;
  readonly localPort: number;
}

/** What `stub_status` counts, in all workers. */
export interface Statistics {
  accepted: number;
  requests: number;
  reading: number;
  writing: number;
  waiting: number;
}

/** What a worker's requests share. */
export interface HttpWorker {
  readonly process: Process;
  readonly config: HttpConfig;
  readonly log: NginxLog;
  readonly statistics: Statistics;
  /** `1.27.5` */
  readonly version: string;
}

/** The request line and headers as they came. */
export interface ReceivedHead {
  /** The first line as it is; '' when there was none. */
  readonly line: string;
  readonly method: string;
  /** The path with its arguments, undecoded; of a whole URL what is behind the host. */
  readonly target: string;
  readonly version: '0.9' | '1.0' | '1.1';
  readonly headers: HttpHeaders;
  /** In lower case, without port; '' when there is none. */
  readonly host: string;
  readonly bytes: number;
}

/** What the last upstreams said, for logs. */
export interface UpstreamTry {
  readonly address: string;
  readonly status: string;
  readonly seconds: number;
  readonly headers?: HttpHeaders;
}

/** How often a request may get another path. */
export const mostRedirects = 10;

/** One request on its way through the phases. Texts have one character a byte. */
export class NginxRequest {
  readonly worker: HttpWorker;
  readonly client: Client;
  readonly head: ReceivedHead;
  readonly body: IncomingBody;
  readonly startedMs: number;
  /** Requests on this connection, with this one. */
  readonly connectionRequests: number;
  method: string;
  /** Decoded. */
  path = '/';
  args = '';
  server: Server;
  location: Location | undefined;
  settings: LocationSettings;
  isInternal = false;
  redirects = 0;
  /** Set by `error_page`: what the client sees whatever the page answers. */
  errorStatus: number | undefined;
  hasErrorPage = false;
  status = 0;
  bytesSent = 0;
  bodyBytesSent = 0;
  isComplete = false;
  readonly variables = new Map<string, string>();
  captures: readonly (string | undefined)[] = [];
  readonly upstreamTries: UpstreamTry[] = [];
  sentHeaders: HttpHeaders | undefined;
  /** What a `proxy_pass` names, for `$proxy_host`. */
  proxyHost = '';

  constructor(given: {
    readonly worker: HttpWorker;
    readonly client: Client;
    readonly head: ReceivedHead;
    readonly body: IncomingBody;
    readonly server: Server;
    readonly connectionRequests: number;
  }) {
    this.worker = given.worker;
    this.client = given.client;
    this.head = given.head;
    this.body = given.body;
    this.server = given.server;
    this.settings = given.server.settings;
    this.method = given.head.method;
    this.connectionRequests = given.connectionRequests;
    this.startedMs = given.worker.process.now();
  }

  get headers(): HttpHeaders {
    return this.head.headers;
  }

  get serverName(): string {
    return this.server.names[0]?.text ?? '';
  }

  /** A line in the error log, with whose request it was about. */
  async complain(
    level: 'info' | 'warn' | 'error' | 'crit' | 'alert',
    message: string,
    upstream?: string,
  ): Promise<void> {
    const {address, number} = this.client;
    const request = this.head.line === '' ? '' : `, request: "${this.head.line}"`;
    const host = this.headers.get('host');
    const referrer = this.headers.get('referer');
    const about =
      `, client: ${address}, server: ${this.serverName}${request}` +
      `${upstream === undefined ? '' : `, upstream: "${upstream}"`}` +
      `${host === undefined ? '' : `, host: "${host}"`}${referrer === undefined ? '' : `, referrer: "${referrer}"`}`;
    await this.worker.log.write(level, `*${number} ${message}${about}`, this.settings.errorLogs);
  }
}
