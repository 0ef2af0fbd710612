import {isSystemError} from '../../../../system-error.ts';
import type {Process, Program} from '../../../process/process.ts';
import {bytesOfText, decodeBytes, decodeText, encodeBytes} from '../../text/codec.ts';
import {Deadline} from '../deadline.ts';
import {joinData, loadBody, type RequestBody} from './body.ts';
import {Connections} from './connections.ts';
import type {CurlOptions, Output} from './curl-options.ts';
import {CurlFailure, OptionFailure} from './failure.ts';
import {ProgressMeter} from './meter.ts';
import {parseCurlOptions} from './options.ts';
import {Sink} from './sink.ts';
import {Talk} from './talk.ts';
import {helpText, tryHelp, versionText} from './texts.ts';
import {type TransferFacts, transfer} from './transfer.ts';
import {type CurlUrl, parseUrl} from './url.ts';
import {expandUrl, type GlobbedUrl} from './url-glob.ts';
import {writeOut} from './write-out.ts';

/** Fetches what URLs name. https://curl.se */
export const curlProgram: Program = {name: 'curl', memoryBytes: 3 << 20, main: runCurl};

async function runCurl(process: Process): Promise<number> {
  process.onSignal('SIGPIPE', 'ignore');
  try {
    const options = parseCurlOptions(process.argv.slice(1).map(bytesOfText));
    if (options.mode !== 'transfer') {
      await process.print(options.mode === 'help' ? helpText : versionText);
      return 0;
    }
    return await new CurlRun(process, options).run();
  } catch (error) {
    if (error instanceof OptionFailure) {
      await process.complain(`curl: ${error.message}\n${tryHelp}`);
      return error.code;
    }
    throw error;
  }
}

/** A transfer took longer than it may. */
class TooLong extends Error {}

/** What one URL of the command line comes to. */
interface Job extends GlobbedUrl {
  readonly output: Output | undefined;
}

const mostWaitMs = 600_000;

class CurlRun {
  readonly #process: Process;
  readonly #options: CurlOptions;
  readonly #talk: Talk;
  readonly #connections: Connections;

  constructor(process: Process, options: CurlOptions) {
    this.#process = process;
    this.#options = options;
    this.#talk = new Talk(process, options);
    this.#connections = new Connections(process, options, this.#talk);
  }

  async run(): Promise<number> {
    try {
      return await this.#runAll();
    } finally {
      this.#connections.closeAll();
    }
  }

  async #runAll(): Promise<number> {
    const {urls, outputs, isHead, data, dataInUrl} = this.#options;
    if (urls.length === 0) {
      await this.#process.complain(
        this.#process.argv.length === 1 ? tryHelp : `curl: (2) no URL specified\n${tryHelp}`,
      );
      return 2;
    }
    if (isHead && data.length > 0 && !dataInUrl) {
      await this.#talk.warn('You can only select one HTTP request method! You asked for both POST ');
      await this.#talk.warn('(-d, --data) and HEAD (-I, --head).');
      return 2;
    }
    const body = await loadBody(this.#process, this.#options);
    const query = dataInUrl ? decodeBytes(await joinData(this.#process, this.#options)).replaceAll('%20', '+') : '';
    let code = 0;
    let index = 0;
    for (const [place, pattern] of urls.entries()) {
      for (const job of await this.#jobsOf(pattern, outputs[place])) {
        if (typeof job === 'number') code = job;
        else code = await this.#withRetries(job, {body, query, index});
        index += 1;
        if (code !== 0 && this.#options.failEarly) return code;
      }
    }
    return code;
  }

  async #jobsOf(pattern: string, output: Output | undefined): Promise<readonly (Job | number)[]> {
    try {
      const globbed = this.#options.globs ? expandUrl(pattern) : [{url: pattern, parts: []}];
      return globbed.map((one) => ({...one, output}));
    } catch (error) {
      if (!(error instanceof CurlFailure)) throw error;
      await this.#talk.fail(error.code, error.message);
      return [error.code];
    }
  }

  async #withRetries(job: Job, given: Given): Promise<number> {
    const {retries, retryDelayMs} = this.#options;
    let waitMs = retryDelayMs > 0 ? retryDelayMs : 1000;
    for (let left = retries; ; left -= 1) {
      const done = await this.#perform(job, given, left === retries);
      const why = left > 0 ? this.#whyAgain(done) : undefined;
      if (why === undefined) return done.code;
      const seconds = Math.round(waitMs / 1000);
      await this.#talk.warn(
        `Problem : ${why}. Will retry in ${seconds} second${seconds === 1 ? '' : 's'}. ${left} ${left === 1 ? 'retry' : 'retries'} left.`,
      );
      await this.#process.sleep(waitMs);
      if (retryDelayMs === 0) waitMs = Math.min(mostWaitMs, waitMs * 2);
    }
  }

  #whyAgain({code, facts}: Done): string | undefined {
    const {retriesAll, retriesRefused} = this.#options;
    if (code === 28) return 'timeout';
    if (code === 7 && (retriesRefused || retriesAll)) return 'connection refused';
    if ((code === 0 || code === 22) && [408, 429, 500, 502, 503, 504].includes(facts.status)) return 'HTTP error';
    return retriesAll && code !== 0 ? '(retrying all errors)' : undefined;
  }

  async #perform(job: Job, given: Given, isFirst: boolean): Promise<Done> {
    const beganMs = this.#process.now();
    const sink = this.#sinkFor(job);
    const meter = new ProgressMeter(this.#process, this.#options, !sink.isTerminal);
    const facts = emptyFacts(parseQuietly(job.url), beganMs);
    let code = 0;
    let message = '';
    try {
      await this.#fetch(job, given, {sink, meter, facts, isFirst});
    } catch (error) {
      if (!(error instanceof CurlFailure)) throw error;
      ({code, message} = error);
      if (code !== 3 && code !== 1) await meter.end();
      await this.#talk.fail(code, message);
    }
    if (this.#options.writeOut !== undefined)
      await writeOut(this.#process, this.#options.writeOut, {
        ...facts,
        beganMs,
        endedMs: this.#process.now(),
        code,
        message,
        path: sink.path ?? '',
        index: given.index,
        connects: this.#connections.made,
      });
    return {code, facts};
  }

  async #fetch(job: Job, given: Given, tools: Tools): Promise<void> {
    const {sink, meter, facts} = tools;
    const url = parseUrl(withQuery(job.url, given.query), {pathAsIs: this.#options.pathAsIs});
    facts.url = uploadName(url, this.#options.upload);
    await meter.begin(tools.isFirst);
    if (url.scheme === 'file') await this.#readFile(url, sink);
    else await this.#inTime(given.body, tools);
    await sink.finish();
    await meter.end();
  }

  async #inTime(body: RequestBody | undefined, {sink, meter, facts}: Tools): Promise<void> {
    const options = this.#options;
    const {dumpHeader, maxTimeMs} = options;
    const headers =
      dumpHeader === undefined
        ? undefined
        : new Sink(this.#process, this.#talk, {path: dumpHeader, createsFolders: false});
    const limitMs = maxTimeMs > 0 ? maxTimeMs : 24 * 3_600_000;
    const began = this.#process.now();
    try {
      const run = (signal: AbortSignal): Promise<void> =>
        transfer(
          {
            process: this.#process,
            options,
            talk: this.#talk,
            connections: this.#connections,
            meter,
            sink,
            headers,
            body,
            signal,
          },
          facts,
        );
      await new Deadline(this.#process, limitMs, new TooLong()).during((signal) => run(signal));
      await headers?.finish();
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
      throw tooLong(facts, {ms: this.#process.now() - began, total: meter.total});
    }
  }

  async #readFile({path}: CurlUrl, sink: Sink): Promise<void> {
    try {
      await sink.write(this.#process.files.read(decodeText(encodeBytes(path))));
    } catch (error) {
      if (isSystemError(error)) throw new CurlFailure(37, `Couldn't open file ${path}`);
      throw error;
    }
  }

  #sinkFor({output, url, parts}: Job): Sink {
    const {createsFolders, outputFolder} = this.#options;
    const name =
      output === 'remote name'
        ? remoteName(url)
        : output?.path.replace(/#(\d)/g, (whole, index: string) => parts[Number(index) - 1] ?? whole);
    const path = name === undefined || name === '-' || outputFolder === '' ? name : `${outputFolder}/${name}`;
    return new Sink(this.#process, this.#talk, {path, createsFolders});
  }
}

interface Given {
  readonly body: RequestBody | undefined;
  readonly query: string;
  readonly index: number;
}

interface Tools {
  readonly sink: Sink;
  readonly meter: ProgressMeter;
  readonly facts: TransferFacts;
  readonly isFirst: boolean;
}

interface Done {
  readonly code: number;
  readonly facts: TransferFacts;
}

function tooLong(
  facts: TransferFacts,
  {ms, total}: {readonly ms: number; readonly total: number | undefined},
): CurlFailure {
  if (facts.phase === 'resolving') return new CurlFailure(28, `Resolving timed out after ${ms} milliseconds`);
  if (facts.phase === 'connecting') return new CurlFailure(28, `Connection timed out after ${ms} milliseconds`);
  const received = total === undefined ? `${facts.downloaded}` : `${facts.downloaded} out of ${total}`;
  return new CurlFailure(28, `Operation timed out after ${ms} milliseconds with ${received} bytes received`);
}

/** `-G`: the data goes behind the question mark. */
function withQuery(url: string, query: string): string {
  if (query === '') return url;
  return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

/** A file that is sent to a folder keeps its name. */
function uploadName(url: CurlUrl, upload: string | undefined): CurlUrl {
  if (upload === undefined || !url.path.endsWith('/')) return url;
  return {...url, path: `${url.path}${upload.slice(upload.lastIndexOf('/') + 1)}`};
}

function remoteName(url: string): string {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === '' ? 'curl_response' : name;
}

/** What of a URL is known before it is looked at closely. */
function parseQuietly(text: string): CurlUrl {
  try {
    return parseUrl(text);
  } catch (error) {
    if (!(error instanceof CurlFailure)) throw error;
    return {scheme: 'http', host: '', port: 0, hasPort: false, path: '', user: undefined};
  }
}

function emptyFacts(url: CurlUrl, nowMs: number): TransferFacts {
  return {
    url,
    phase: 'resolving',
    method: 'GET',
    status: 0,
    type: '',
    redirects: 0,
    redirectUrl: '',
    version: '',
    headerBytes: 0,
    headerCount: 0,
    requestBytes: 0,
    uploaded: 0,
    downloaded: 0,
    remote: '',
    remotePort: 0,
    local: '',
    localPort: 0,
    connectedMs: nowMs,
    firstByteMs: nowMs,
  };
}
