import {isSystemError} from '../../../../system-error.ts';
import {parentPath} from '../../../fs/path.ts';
import type {Process} from '../../../process/process.ts';
import {decodeText, encodeBytes} from '../../text/codec.ts';
import {CurlFailure} from './failure.ts';
import type {Talk} from './talk.ts';

/** Where what is fetched goes: standard output, or a file that is made with the first byte. */
export class Sink {
  readonly path: string | undefined;
  readonly #process: Process;
  readonly #talk: Talk;
  readonly #createsFolders: boolean;
  #fd: number | undefined;

  constructor(
    process: Process,
    talk: Talk,
    given: {readonly path: string | undefined; readonly createsFolders: boolean},
  ) {
    this.#process = process;
    this.#talk = talk;
    this.path = given.path === '-' ? undefined : given.path;
    this.#createsFolders = given.createsFolders;
    this.#fd = this.path === undefined ? 1 : undefined;
  }

  /** Whether a person sees it at once. */
  get isTerminal(): boolean {
    return this.path === undefined && this.#process.descriptor(1)?.terminal !== undefined;
  }

  /** Throws CurlFailure. */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      const fd = this.#fd ?? (await this.#open(bytes.length));
      await this.#process.write(fd, bytes);
    } catch (error) {
      if (isSystemError(error)) throw new CurlFailure(23, `client returned ERROR on write of ${bytes.length} bytes`);
      throw error;
    }
  }

  async text(text: string): Promise<void> {
    await this.write(encodeBytes(text));
  }

  /** A file is there even when nothing came. */
  async finish(): Promise<void> {
    if (this.#fd === undefined) await this.#open(0);
    if (this.#fd !== undefined && this.#fd > 2) this.#process.closeFd(this.#fd);
  }

  async #open(bytes: number): Promise<number> {
    const {files} = this.#process;
    const path = decodeText(encodeBytes(this.path ?? ''));
    try {
      if (this.#createsFolders) files.makeDirectories(parentPath(path), 0o750);
      this.#fd = this.#process.adopt(files.open(path, {write: true, create: true, truncate: true}));
      return this.#fd;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.#talk.warn(`Failed to open the file ${this.path}: ${error.message}`);
      throw new CurlFailure(23, `client returned ERROR on write of ${bytes} bytes`);
    }
  }
}
