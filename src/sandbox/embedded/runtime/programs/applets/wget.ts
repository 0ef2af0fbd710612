import {encode, base64 as encodeBase64} from '../../../bytes/bytes.ts';
import {isSystemError, SystemError} from '../../../system-error.ts';
import {type ClientResponse, HttpClient} from '../../http/client.ts';
import {type HeaderPair, HttpHeaders} from '../../http/headers.ts';
import {HttpError} from '../../http/http-error.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {addressOf, cannotConnect, dial, type ProcessSocket, socketOf} from '../net/dialing.ts';
import {ProgressBar} from '../net/progress.ts';
import {type HttpUrl, parseUrl, redirected} from '../net/url.ts';
import {durationMs} from '../processes/running.ts';
import {Deadline} from '../servers/deadline.ts';

const mostRedirections = 10;

export const wget = defineApplet({
  names: ['wget'],
  usage: `[-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]
	[--post-data STR | --post-file FILE] [-P DIR] [-U AGENT] [-T SEC] URL...

Fetch files by HTTP

	--spider	Only ask whether URL is there
	--header STR	One more header: 'name: value'
	--post-data STR	Send STR
	--post-file FILE	Send FILE
	-c		Go on where an earlier one stopped
	-q		Say nothing
	-P DIR		Into DIR
	-S		Show the headers of the answer
	-T SEC		Give up when nothing comes for SEC seconds
	-O FILE		Into FILE, - is standard output
	-o LOGFILE	Messages into LOGFILE
	-U STR		Instead of the name Wget`,
  options: {
    short: 'cqSO:o:P:U:T:t:Y:nL:',
    long: {
      spider: '',
      header: ':',
      'post-data': ':',
      'post-file': ':',
      continue: 'c',
      quiet: 'q',
      'server-response': 'S',
      'output-document': 'O',
      'output-file': 'o',
      'directory-prefix': 'P',
      'user-agent': 'U',
      timeout: 'T',
      tries: 't',
      'no-check-certificate': '',
      'no-verbose': 'q',
      passive: '',
      'no-clobber': '',
      'no-cache': '',
    },
  },
  operands: [1],
  async run(call) {
    const log = call.options.value('o');
    if (log !== undefined && log !== '-')
      call.process.adopt(call.process.files.open(log, {write: true, create: true, truncate: true}), 2);
    for (const url of call.operands) await new Download(call, url).run();
    return 0;
  },
});

class Download {
  readonly #call: Call;
  #url: HttpUrl;
  readonly #path: string;
  /** Bytes that are there already and are not asked for again. */
  #begin = 0;

  constructor(call: Call, text: string) {
    this.#call = call;
    this.#url = parseUrl(text);
    this.#path = call.options.value('O') ?? this.#nameFrom(this.#url);
  }

  async run(): Promise<void> {
    if (this.#call.has('c') && this.#path !== '-') this.#begin = this.#call.process.files.stat(this.#path)?.size ?? 0;
    for (let count = 0; count <= mostRedirections; count += 1) {
      const {socket, response} = await this.#ask();
      if (this.#call.has('S')) await this.#showHeaders(response);
      const location = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && location !== undefined) {
        socket.close();
        this.#url = redirected(this.#url, location);
        continue;
      }
      await this.#accept(response);
      socket.close();
      return;
    }
    throw new Failure('too many redirections');
  }

  #nameFrom({target}: HttpUrl): string {
    const name = (target.split('?')[0] ?? '').replace(/\/+$/, '').split('/').at(-1) ?? '';
    const file = target.split('?')[0]?.endsWith('/') || name === '' ? 'index.html' : name;
    const folder = this.#call.options.value('P');
    return folder === undefined ? file : `${folder}/${file}`;
  }

  async #say(line: string): Promise<void> {
    if (!this.#call.has('q')) await this.#call.process.complain(line);
  }

  async #ask(): Promise<{readonly socket: ProcessSocket; readonly response: ClientResponse}> {
    const {process} = this.#call;
    const {host, authority, port} = this.#url;
    const address = await addressOf(this.#call, host);
    await this.#say(`Connecting to ${authority} (${address}:${port})`);
    const connection = await dial(process, {address, port}, this.#timeoutMs).catch((error: unknown) => {
      if (isSystemError(error, 'ETIMEDOUT') && this.#timeoutMs !== undefined) throw new Failure('download timed out');
      throw cannotConnect(address, error);
    });
    const socket = socketOf(process, connection);
    const client = new HttpClient(socket.stream);
    const body = await this.#body();
    const request = {
      method: body ? 'POST' : 'GET',
      target: this.#url.target,
      headers: this.#headers(body !== undefined),
    };
    return {socket, response: await this.#inTime(() => client.request({...request, ...(body && {body})}))};
  }

  get #timeoutMs(): number | undefined {
    const text = this.#call.options.value('T');
    if (text === undefined) return undefined;
    const ms = durationMs(text);
    if (ms === undefined) throw new Failure(`invalid number '${text}'`);
    return ms;
  }

  async #inTime<Result>(action: () => Promise<Result>): Promise<Result> {
    const ms = this.#timeoutMs;
    try {
      if (ms === undefined) return await action();
      const {process} = this.#call;
      const deadline = new Deadline(process, ms, new SystemError('ETIMEDOUT'));
      return await deadline.during((signal) => {
        const over = new Promise<never>((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason), {once: true}),
        );
        over.catch(() => {});
        return Promise.race([action(), over]);
      });
    } catch (error) {
      if (isSystemError(error, 'ETIMEDOUT')) throw new Failure('download timed out');
      if (error instanceof HttpError)
        throw new Failure(error.fault === 'cut-short' ? 'error getting response' : `bad answer: ${error.message}`);
      throw error;
    }
  }

  #headers(hasBody: boolean): HttpHeaders {
    const own = this.#call.options.values('header').map((text): HeaderPair => {
      const colon = text.indexOf(':');
      return [text.slice(0, Math.max(0, colon)), text.slice(colon + 1).trim()];
    });
    const names = own.map(([name]) => name.toLowerCase());
    const usual: readonly HeaderPair[] = [
      ['Host', this.#url.authority],
      ['User-Agent', this.#call.options.value('U') ?? 'Wget'],
      ['Connection', 'close'],
      ...(this.#url.user === undefined
        ? []
        : [['Authorization', `Basic ${encodeBase64(encode(this.#url.user))}`] as const]),
      ...(this.#begin > 0 ? [['Range', `bytes=${this.#begin}-`] as const] : []),
      ...(hasBody ? [['Content-Type', 'application/x-www-form-urlencoded'] as const] : []),
    ];
    return new HttpHeaders([...usual.filter(([name]) => !names.includes(name.toLowerCase())), ...own]);
  }

  async #body(): Promise<Uint8Array | undefined> {
    const text = this.#call.options.value('post-data');
    if (text !== undefined) return encode(text);
    const path = this.#call.options.value('post-file');
    if (path === undefined) return undefined;
    return this.#call.process.files.read(path);
  }

  async #showHeaders({version, status, reason, headers}: ClientResponse): Promise<void> {
    const {process} = this.#call;
    await process.complain(`  HTTP/${version} ${status} ${reason}`);
    for (const [name, value] of headers.pairs) await process.complain(`  ${name}: ${value}`);
    await process.complain('  ');
  }

  async #accept(response: ClientResponse): Promise<void> {
    const {status, version, reason} = response;
    if (status === 206 && this.#begin > 0) return this.#save(response);
    if (status >= 200 && status < 300) {
      this.#begin = 0;
      if (!this.#call.has('spider')) return this.#save(response);
      return this.#say('remote file exists');
    }
    if (status === 416 && this.#begin > 0) return;
    throw new Failure(`server returned error: HTTP/${version} ${status} ${reason}`);
  }

  async #save({headers, body}: ClientResponse): Promise<void> {
    const {process} = this.#call;
    const isOutput = this.#path === '-';
    await this.#say(isOutput ? 'writing to stdout' : `saving to '${this.#path}'`);
    const fd = isOutput ? 1 : this.#open();
    const length = headers.get('content-length');
    const name = this.#path.split('/').at(-1) ?? '';
    const bar = this.#call.has('q')
      ? undefined
      : new ProgressBar(process, name, length === undefined ? undefined : Number(length));
    let received = this.#begin;
    for (;;) {
      const piece = await this.#inTime(() => body.read());
      if (piece === null) break;
      await process.write(fd, piece);
      received += piece.length;
      await bar?.update(received);
    }
    await bar?.finish(received);
    if (!isOutput) process.closeFd(fd);
    await this.#say(isOutput ? 'written to stdout' : `'${this.#path}' saved`);
  }

  #open(): number {
    const {process} = this.#call;
    const mayReplace = this.#call.has('O') || this.#begin > 0;
    try {
      return process.adopt(
        process.files.open(this.#path, {
          write: true,
          create: true,
          truncate: this.#begin === 0,
          append: this.#begin > 0,
          exclusive: !mayReplace,
        }),
      );
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new Failure(`can't open '${this.#path}': ${error.message}`);
    }
  }
}
