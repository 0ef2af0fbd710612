import type {ByteReader} from '../bytes/pipe.ts';

/** Reads frames: exactly so many bytes, however they came in. */
export class ExactReader {
  readonly #reader: ByteReader;
  readonly #signal: AbortSignal | undefined;
  #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(reader: ByteReader, signal?: AbortSignal) {
    this.#reader = reader;
    this.#signal = signal;
  }

  /** The next `count` bytes; null when the stream ends before them. */
  async take(count: number): Promise<Buffer | null> {
    while (this.#size < count) {
      const bytes = await this.#reader.read(undefined, this.#signal);
      if (bytes === null) return null;
      this.#chunks.push(bytes);
      this.#size += bytes.length;
    }
    const whole = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const all = Buffer.from(whole?.buffer ?? new ArrayBuffer(0), whole?.byteOffset, whole?.length ?? 0);
    this.#chunks = this.#size > count ? [all.subarray(count)] : [];
    this.#size -= count;
    return all.subarray(0, count);
  }
}
