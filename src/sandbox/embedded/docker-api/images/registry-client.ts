import {concat, decode, noBytes} from '../../bytes/bytes.ts';
import type {ByteReader} from '../../bytes/pipe.ts';
import {type ClientRequest, type ClientResponse, HttpClient} from '../../runtime/http/client.ts';
import {type HeaderPair, HttpHeaders} from '../../runtime/http/headers.ts';
import {HttpError} from '../../runtime/http/http-error.ts';
import {isSystemError} from '../../system-error.ts';
import {ApiRefusal, notFound} from '../api/refusal.ts';
import type {ImageKeeper} from '../daemon.ts';
import {acceptedTypes} from './manifest.ts';
import {familiarName, familiarText, type ImageReference} from './reference.ts';
import {chunksOf} from './spool.ts';

/** Manifests, configurations and error messages are small; whoever sends more is no registry. */
const mostSmallBytes = 4 * 1024 * 1024;

/** What a call may be answered with, and what of it is wanted. */
interface Call {
  readonly method: string;
  readonly target: string;
  readonly headers?: readonly HeaderPair[];
  readonly body?: ClientRequest['body'];
  /** Statuses that are no error. */
  readonly expected: readonly number[];
}

/**
 * A client of one repository in a registry: https://distribution.github.io/distribution/spec/api/ over plain HTTP to a
 * published port of a simulated container. Methods throw ApiRefusals in the words of Docker's own client.
 */
export class RegistryClient {
  readonly #keeper: Pick<ImageKeeper, 'dialRegistry'>;
  readonly #reference: ImageReference;
  readonly #signal: AbortSignal;

  constructor(keeper: Pick<ImageKeeper, 'dialRegistry'>, reference: ImageReference, signal: AbortSignal) {
    this.#keeper = keeper;
    this.#reference = reference;
    this.#signal = signal;
  }

  /** Whether anybody answers. Throws 500 when nobody does. */
  async ping(): Promise<void> {
    await this.#small({method: 'GET', target: '/v2/', expected: [200, 401, 404]});
  }

  /** A manifest by tag or digest. Throws 404. */
  async manifest(tagOrDigest: string): Promise<Uint8Array> {
    const headers = acceptedTypes.map((type): HeaderPair => ['Accept', type]);
    const {bytes} = await this.#small({
      method: 'GET',
      target: this.#at(`manifests/${tagOrDigest}`),
      headers,
      expected: [200],
    });
    return bytes;
  }

  async tags(): Promise<readonly string[]> {
    const {bytes} = await this.#small({method: 'GET', target: this.#at('tags/list'), expected: [200]});
    const list: unknown = parsed(decode(bytes));
    const tags = typeof list === 'object' && list !== null && 'tags' in list ? list.tags : [];
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
  }

  /** Size of a blob; undefined when it is not there. */
  async blobBytes(digest: string): Promise<number | undefined> {
    const {response} = await this.#small({
      method: 'HEAD',
      target: this.#at(`blobs/${digest}`),
      expected: [200, 404],
    });
    return response.status === 200 ? Number(response.headers.get('content-length') ?? 0) : undefined;
  }

  async smallBlob(digest: string): Promise<Uint8Array> {
    return (await this.#small({method: 'GET', target: this.#at(`blobs/${digest}`), expected: [200]})).bytes;
  }

  /** A blob piece by piece. */
  async *blob(digest: string): AsyncGenerator<Uint8Array, void, undefined> {
    const {response, client} = await this.#call({method: 'GET', target: this.#at(`blobs/${digest}`), expected: [200]});
    try {
      yield* chunksOf(response.body, this.#signal);
    } catch (error) {
      throw this.#connectionError(error);
    } finally {
      client.close();
    }
  }

  /** Makes a blob of another repository of the registry one of this too; where to send it to when that cannot be. */
  async mount(digest: string, fromPath: string): Promise<{readonly location: string} | 'mounted'> {
    const query = `?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(fromPath)}`;
    const response = await this.#beginUpload(query, [201, 202]);
    return response.status === 201 ? 'mounted' : {location: this.#location(response)};
  }

  /** Where a new blob is to be sent to. */
  async beginUpload(): Promise<{readonly location: string}> {
    return {location: this.#location(await this.#beginUpload('', [202]))};
  }

  /** Sends a blob whose digest is known only once it is sent. */
  async upload(location: string, content: ByteReader, digest: () => string): Promise<void> {
    const {response} = await this.#small({
      method: 'PATCH',
      target: location,
      headers: [['Content-Type', 'application/octet-stream']],
      body: {reader: content},
      expected: [202, 204],
    });
    const end = this.#location(response);
    const target = `${end}${end.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest())}`;
    await this.#small({method: 'PUT', target, body: noBytes, expected: [201, 204]});
  }

  async putManifest(tagOrDigest: string, bytes: Uint8Array, mediaType: string): Promise<void> {
    await this.#small({
      method: 'PUT',
      target: this.#at(`manifests/${tagOrDigest}`),
      headers: [['Content-Type', mediaType]],
      body: bytes,
      expected: [201, 202],
    });
  }

  async #beginUpload(query: string, expected: readonly number[]): Promise<ClientResponse> {
    const target = `${this.#at('blobs/uploads/')}${query}`;
    return (await this.#small({method: 'POST', target, body: noBytes, expected})).response;
  }

  #at(rest: string): string {
    return `/v2/${this.#reference.path}/${rest}`;
  }

  /** The path of a Location header: a registry names itself in it as it likes. */
  #location({headers}: ClientResponse): string {
    const location = headers.get('location');
    if (location === undefined) throw new ApiRefusal(500, 'the registry did not say where to upload to');
    return location.replace(/^https?:\/\/[^/]+/, '');
  }

  /** A call whose answer is read whole. */
  async #small(call: Call): Promise<{readonly response: ClientResponse; readonly bytes: Uint8Array}> {
    const {response, client} = await this.#call(call);
    try {
      return {response, bytes: await wholeBody(response, this.#signal)};
    } catch (error) {
      throw this.#connectionError(error);
    } finally {
      client.close();
    }
  }

  async #call({expected, method, target, headers = [], body}: Call): Promise<{
    readonly response: ClientResponse;
    readonly client: HttpClient;
  }> {
    const {domain} = this.#reference;
    const {stream} = await this.#keeper.dialRegistry(domain);
    const client = new HttpClient(stream, {signal: this.#signal});
    try {
      const response = await client.request({
        method,
        target,
        headers: new HttpHeaders([['Host', domain], ['User-Agent', 'docker (k8s-learn embedded)'], ...headers]),
        ...(body === undefined ? {} : {body}),
      });
      if (expected.includes(response.status)) return {response, client};
      throw this.#refusal(response.status, await wholeBody(response, this.#signal));
    } catch (error) {
      client.close();
      throw this.#connectionError(error);
    }
  }

  /** What a registry said no with. https://github.com/moby/moby/blob/v27.0.0/distribution/errors.go */
  #refusal(status: number, body: Uint8Array): ApiRefusal {
    const text = decode(body);
    const found = registryError(text);
    if (!found && text.trim() === '') return new ApiRefusal(500, `received unexpected HTTP status: ${status}`);
    if (!found)
      return new ApiRefusal(
        500,
        `error parsing HTTP ${status} response body: invalid character '${text.trim()[0] ?? ''}' ` +
          `looking for beginning of value: ${JSON.stringify(text.slice(0, 400))}`,
      );
    const words = `${found.code.toLowerCase().replaceAll('_', ' ')}: ${found.message}`;
    switch (found.code) {
      case 'MANIFEST_UNKNOWN':
        return notFound(`manifest for ${familiarText(this.#reference)} not found: ${words}`);
      case 'NAME_UNKNOWN':
        return notFound(`repository ${familiarName(this.#reference)} not found: ${words}`);
      default:
        return new ApiRefusal(500, words);
    }
  }

  #connectionError(error: unknown): unknown {
    const url = `Get "http://${this.#reference.domain}/v2/"`;
    if (isSystemError(error, 'ECONNRESET', 'EPIPE')) return new ApiRefusal(500, `${url}: EOF`);
    if (!(error instanceof HttpError)) return error;
    const why =
      error.fault === 'cut-short' ? 'EOF' : `net/http: HTTP/1.x transport connection broken: ${error.message}`;
    return new ApiRefusal(500, `${url}: ${why}`);
  }
}

async function wholeBody({body}: ClientResponse, signal: AbortSignal): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of chunksOf(body, signal)) {
    size += piece.length;
    if (size > mostSmallBytes)
      throw new ApiRefusal(500, `the registry's answer is larger than ${mostSmallBytes} bytes`);
    parts.push(piece);
  }
  return concat(parts);
}

function registryError(text: string): {readonly code: string; readonly message: string} | undefined {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('errors' in value) || !Array.isArray(value.errors))
    return undefined;
  const first: unknown = value.errors[0];
  if (typeof first !== 'object' || first === null || !('code' in first)) return undefined;
  return {code: String(first.code), message: 'message' in first ? String(first.message) : ''};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
