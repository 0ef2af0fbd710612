import type {Process} from '../../../process/process.ts';
import {encodeBytes} from '../../text/codec.ts';
import type {CurlOptions} from './curl-options.ts';

/** What curl says on standard error beside its errors. */
export class Talk {
  readonly #process: Process;
  readonly #options: CurlOptions;

  constructor(process: Process, options: CurlOptions) {
    this.#process = process;
    this.#options = options;
  }

  /** `* …` */
  async note(text: string): Promise<void> {
    if (this.#options.verbose) await this.#put(`* ${text}\n`);
  }

  /** Lines of a head, sent or received. */
  async lines(sign: '>' | '<', lines: readonly string[]): Promise<void> {
    if (this.#options.verbose) await this.#put(lines.map((line) => `${sign} ${line}\r\n`).join(''));
  }

  /** Data that went by; on a terminal one sees it anyway. */
  async data(sign: '{' | '}', bytes: number): Promise<void> {
    if (this.#options.verbose && !this.#process.descriptor(1)?.terminal)
      await this.#put(`${sign} [${bytes} bytes data]\n`);
  }

  async warn(text: string): Promise<void> {
    if (!this.#options.silent) await this.#put(`Warning: ${text}\n`);
  }

  async fail(code: number, message: string): Promise<void> {
    if (!this.#options.silent || this.#options.showError) await this.#put(`curl: (${code}) ${message}\n`);
  }

  async #put(text: string): Promise<void> {
    await this.#process.write(2, encodeBytes(text));
  }
}
