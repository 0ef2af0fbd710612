import {concat} from '../../bytes/bytes.ts';
import type {Process} from '../process/process.ts';
import {encodeText} from './text/codec.ts';

const flushAt = 16 * 1024;

/** A descriptor written to as stdio does it: in large pieces, on a terminal line by line. */
export class Output {
  readonly #process: Process;
  readonly #fd: number;
  readonly #byLine: boolean;
  #parts: (string | Uint8Array)[] = [];
  #size = 0;

  constructor(process: Process, fd: number) {
    this.#process = process;
    this.#fd = fd;
    this.#byLine = process.descriptor(fd)?.terminal !== undefined;
  }

  async put(content: string | Uint8Array): Promise<void> {
    this.#parts.push(content);
    this.#size += content.length;
    const isLine = this.#byLine && (typeof content === 'string' ? content.includes('\n') : content.includes(0x0a));
    if (isLine || this.#size >= flushAt) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#size === 0) return;
    const bytes = encoded(this.#parts);
    this.#parts = [];
    this.#size = 0;
    await this.#process.write(this.#fd, bytes);
  }
}

function encoded(parts: readonly (string | Uint8Array)[]): Uint8Array {
  if (parts.every((part) => typeof part === 'string')) return encodeText(parts.join(''));
  return concat(parts.map((part) => (typeof part === 'string' ? encodeText(part) : part)));
}
