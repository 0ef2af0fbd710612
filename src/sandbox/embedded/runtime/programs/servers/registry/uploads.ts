import {base64, concat, decode, encode, fromBase64} from '../../../../bytes/bytes.ts';
import type {ByteReader} from '../../../../bytes/pipe.ts';
import {newUuid} from './log.ts';
import {RegistryProblem} from './problem.ts';
import type {RegistryStorage} from './storage.ts';

/** A blob that is on its way in. */
export interface Upload {
  readonly name: string;
  readonly id: string;
  readonly startedAt: string;
}

/** What a client carries from one request of an upload to the next. */
interface UploadState {
  readonly Name: string;
  readonly UUID: string;
  readonly Offset: number;
  readonly StartedAt: string;
}

const secretBytes = 32;

/** Uploads, in files below their repository. */
export class Uploads {
  readonly #storage: RegistryStorage;
  /** Before a state, so that it looks like the signed one of the real registry. */
  readonly #signature: Uint8Array;

  constructor(storage: RegistryStorage) {
    this.#storage = storage;
    this.#signature = storage.process.space.kernel.outside.random(secretBytes);
  }

  start(name: string): Upload {
    const upload = {
      name,
      id: newUuid(this.#storage.process),
      startedAt: `${new Date(this.#storage.process.now()).toISOString().slice(0, 19)}Z`,
    };
    this.#storage.write(`${this.#folder(upload)}/startedat`, upload.startedAt);
    this.#storage.write(this.dataPath(upload), '');
    return upload;
  }

  /** The upload a request is about. Throws RegistryProblem when it is none, or goes on at a wrong place. */
  resume(name: string, id: string, token: string): Upload {
    const state = this.#readState(token);
    if (state?.Name !== name || state.UUID !== id) throw RegistryProblem.of('BLOB_UPLOAD_INVALID', {});
    const upload = {name, id, startedAt: state.StartedAt};
    if (!this.#storage.exists(this.dataPath(upload))) throw RegistryProblem.of('BLOB_UPLOAD_UNKNOWN', {});
    if (this.size(upload) !== state.Offset) throw RegistryProblem.of('BLOB_UPLOAD_INVALID');
    return upload;
  }

  /** What the client sends with its next request. */
  stateOf(upload: Upload): string {
    const state: UploadState = {
      Name: upload.name,
      UUID: upload.id,
      Offset: this.size(upload),
      StartedAt: upload.startedAt,
    };
    const token = base64(concat([this.#signature, encode(JSON.stringify(state))]));
    return encodeURIComponent(token.replaceAll('+', '-').replaceAll('/', '_'));
  }

  size(upload: Upload): number {
    return this.#storage.process.files.stat(this.dataPath(upload))?.size ?? 0;
  }

  async append(upload: Upload, body: ByteReader): Promise<void> {
    const {process} = this.#storage;
    for (let piece = await body.read(); piece !== null; piece = await body.read()) {
      await process.breathe();
      process.files.write(this.dataPath(upload), piece, {append: true});
    }
  }

  /** Makes it a blob of its repository. Throws RegistryProblem when its bytes are others than the digest says. */
  async commit(upload: Upload, digest: string): Promise<void> {
    const path = this.dataPath(upload);
    const actual = await this.#storage.digestOf(path);
    if (actual !== digest) {
      await this.cancel(upload);
      throw RegistryProblem.of('DIGEST_INVALID', {Digest: digest, Reason: {}});
    }
    const goal = this.#storage.blobPath(digest);
    const {files} = this.#storage.process;
    files.makeDirectories(goal.slice(0, goal.lastIndexOf('/')), 0o755);
    if (this.#storage.exists(goal)) files.unlink(path);
    else files.rename(path, goal);
    this.#storage.write(this.#storage.layerLink(upload.name, digest), digest);
    await this.cancel(upload);
  }

  async cancel(upload: Upload): Promise<void> {
    await this.#storage.remove(this.#folder(upload));
  }

  dataPath(upload: Upload): string {
    return `${this.#folder(upload)}/data`;
  }

  #folder({name, id}: Upload): string {
    return `${this.#storage.repositoryPath(name)}/_uploads/${id}`;
  }

  #readState(token: string): UploadState | undefined {
    try {
      const state: unknown = JSON.parse(decode(fromBase64(token).subarray(secretBytes)));
      return isState(state) ? state : undefined;
    } catch {
      // Whatever it is, it is no state of ours.
      return undefined;
    }
  }
}

function isState(value: unknown): value is UploadState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'Name' in value &&
    'UUID' in value &&
    'Offset' in value &&
    'StartedAt' in value
  );
}
