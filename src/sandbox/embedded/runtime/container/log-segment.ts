import type {OutputStream} from './output.ts';

/** One line a container wrote, its newline included; a piece of one where it was long. */
export interface LogEntry {
  readonly stream: OutputStream;
  readonly timeMs: number;
  readonly bytes: Uint8Array;
}

/** Stream, time and length before the bytes of an entry. */
const headBytes = 1 + 8 + 4;
/** What json-file writes around a line. */
const jsonBytes = 70;
const smallest = 512;

/** A run of entries in one block of memory: lines are many and short. */
export class LogSegment {
  /** Bytes a file of json-file would have. */
  cost = 0;
  entries = 0;
  #bytes = new Uint8Array(0);
  #used = 0;

  get capacity(): number {
    return this.#bytes.length;
  }

  /** How many bytes the block must grow for an entry; 0 when it fits. */
  roomFor({bytes}: LogEntry): number {
    const wanted = this.#used + headBytes + bytes.length;
    if (wanted <= this.#bytes.length) return 0;
    return Math.max(smallest, wanted, this.#bytes.length * 2) - this.#bytes.length;
  }

  add(entry: LogEntry): void {
    const more = this.roomFor(entry);
    if (more > 0) {
      const grown = new Uint8Array(this.#bytes.length + more);
      grown.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = grown;
    }
    const view = new DataView(this.#bytes.buffer, this.#used);
    view.setUint8(0, entry.stream === 'stdout' ? 1 : 2);
    view.setFloat64(1, entry.timeMs);
    view.setUint32(9, entry.bytes.length);
    this.#bytes.set(entry.bytes, this.#used + headBytes);
    this.#used += headBytes + entry.bytes.length;
    this.cost += jsonBytes + entry.bytes.length;
    this.entries += 1;
  }

  /** The entry at an offset, and where the next one begins; undefined at the end. */
  read(offset: number): {readonly entry: LogEntry; readonly next: number} | undefined {
    if (offset >= this.#used) return undefined;
    const view = new DataView(this.#bytes.buffer, offset);
    const stream = view.getUint8(0) === 1 ? 'stdout' : 'stderr';
    const next = offset + headBytes + view.getUint32(9);
    return {entry: {stream, timeMs: view.getFloat64(1), bytes: this.#bytes.slice(offset + headBytes, next)}, next};
  }
}
