import type {DiskBudget} from './budget.ts';
import type {Attributes, FileNode} from './nodes.ts';

/** Which layer a node belongs to. A frozen layer is an image's: nothing in it changes any more. */
export interface LayerMark {
  frozen: boolean;
}

/**
 * A file in memory. Its end may be a hole: `size` counts it, reading it gives zeros, and it takes no room, so that a
 * program of an image can have the size of the real one.
 */
export class MemoryFile implements FileNode {
  readonly kind = 'file';
  readonly layer: LayerMark;
  mode: number;
  uid: number;
  gid: number;
  modifiedMs: number;
  links = 1;
  readonly #budget: DiskBudget;
  #bytes: Uint8Array;
  /** Bytes of `#bytes` that belong to the file. */
  #used: number;
  #size: number;
  /** `#bytes` is also somebody else's: it is copied before the first change. */
  #shared: boolean;

  constructor(options: {
    readonly layer: LayerMark;
    readonly attributes: Attributes;
    readonly budget: DiskBudget;
    /** Content that stays the caller's. */
    readonly bytes?: Uint8Array;
    /** With its hole; the length of `bytes` when absent. */
    readonly size?: number;
  }) {
    const {layer, attributes, budget, bytes = new Uint8Array(0)} = options;
    this.layer = layer;
    this.mode = attributes.mode;
    this.uid = attributes.uid;
    this.gid = attributes.gid;
    this.modifiedMs = attributes.modifiedMs;
    this.#budget = budget;
    this.#bytes = bytes;
    this.#used = bytes.length;
    this.#size = Math.max(options.size ?? bytes.length, bytes.length);
    this.#shared = true;
  }

  get size(): number {
    return this.#size;
  }

  /** What is really there, without the hole. Not to be changed. */
  get content(): Uint8Array {
    return this.#bytes.subarray(0, this.#used);
  }

  read(offset: number, length: number): Uint8Array {
    const end = Math.min(this.#size, offset + length);
    if (offset >= end) return new Uint8Array(0);
    if (end <= this.#used) return this.#bytes.subarray(offset, end);
    const piece = new Uint8Array(end - offset);
    if (offset < this.#used) piece.set(this.#bytes.subarray(offset, this.#used));
    return piece;
  }

  write(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    this.#makeRoom(Math.max(end, Math.min(offset, this.#size)));
    this.#bytes.set(bytes, offset);
    this.#used = Math.max(this.#used, end);
    this.#size = Math.max(this.#size, end);
  }

  truncate(size: number): void {
    if (size < this.#used) {
      this.#makeRoom(size);
      this.#bytes.fill(0, size, this.#used);
      this.#used = size;
    }
    this.#size = size;
  }

  /** A copy in another layer; the bytes are shared until one of them is changed. */
  copyTo(layer: LayerMark): MemoryFile {
    this.#shared = true;
    return new MemoryFile({layer, attributes: this, budget: this.#budget, bytes: this.content, size: this.#size});
  }

  /** Gives its room back when the last name of it is gone. */
  release(): void {
    if (!this.#shared) this.#budget.take(-this.#bytes.length);
    this.#bytes = this.#bytes.slice(0, 0);
    this.#used = 0;
    this.#shared = true;
  }

  #makeRoom(wanted: number): void {
    if (!this.#shared && wanted <= this.#bytes.length) return;
    // Doubling: a log that grows line by line must not be copied at every line.
    const capacity = Math.max(wanted, this.#used, Math.min(this.#used * 2, this.#used + 4_194_304));
    this.#budget.take(capacity - (this.#shared ? 0 : this.#bytes.length));
    const bytes = new Uint8Array(capacity);
    bytes.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = bytes;
    this.#shared = false;
  }
}
