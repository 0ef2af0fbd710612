import {concat} from '../../bytes/bytes.ts';

/** Zeros that stand for a hole when bytes are streamed; never to be written into. */
const zeros = new Uint8Array(64 * 1024);
/** Runs of zeros are looked for in pieces of as many bytes. */
const grain = 4096;

type Piece = {readonly bytes: Uint8Array} | {readonly zeros: number};

/**
 * Bytes with long runs of zeros left out: an archive whose files have holes takes the room of what is in them. Append,
 * then read; what is appended is kept, not copied, and may be somebody else's as well.
 */
export class SparseBytes {
  #pieces: Piece[] = [];
  /** Pieces that come one after the other and will be one. */
  #open: Uint8Array[] = [];
  #length = 0;
  #stored = 0;

  static of(bytes: Uint8Array): SparseBytes {
    const made = new SparseBytes();
    made.append(bytes);
    return made;
  }

  /** With the zeros that are not there. */
  get length(): number {
    return this.#length;
  }

  /** What it really holds. */
  get storedBytes(): number {
    return this.#stored;
  }

  append(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (bytes.buffer === zeros.buffer) return this.#addZeros(bytes.length);
    for (let at = 0; at < bytes.length; ) {
      const isZero = isGrainOfZeros(bytes, at);
      let end = at;
      while (end < bytes.length && isGrainOfZeros(bytes, end) === isZero) end += grain;
      end = Math.min(end, bytes.length);
      if (isZero) this.#addZeros(end - at);
      else this.#addBytes(bytes.subarray(at, end));
      at = end;
    }
  }

  appendZeros(count: number): void {
    this.#length += count;
    this.#addZeros(count);
  }

  /** Everything in order, in pieces of any size; holes as zeros. */
  *chunks(): Generator<Uint8Array, void, undefined> {
    this.#close();
    for (const piece of this.#pieces) {
      if ('bytes' in piece) yield piece.bytes;
      else yield* zeroChunks(piece.zeros);
    }
  }

  /** What is before the zeros at the end: the bytes themselves where they lie in one piece, else a copy. */
  content(): Uint8Array {
    this.#close();
    const ends = this.#pieces.findLastIndex((piece) => 'bytes' in piece);
    const pieces = this.#pieces.slice(0, ends + 1);
    const [first] = pieces;
    if (pieces.length <= 1) return first && 'bytes' in first ? first.bytes : new Uint8Array(0);
    const whole = new Uint8Array(pieces.reduce((size, piece) => size + sizeOf(piece), 0));
    let at = 0;
    for (const piece of pieces) {
      if ('bytes' in piece) whole.set(piece.bytes, at);
      at += sizeOf(piece);
    }
    return whole;
  }

  #addZeros(count: number): void {
    if (count === 0) return;
    this.#close();
    const last = this.#pieces.at(-1);
    if (last && 'zeros' in last) this.#pieces[this.#pieces.length - 1] = {zeros: last.zeros + count};
    else this.#pieces.push({zeros: count});
  }

  #addBytes(bytes: Uint8Array): void {
    this.#stored += bytes.length;
    const last = this.#open.at(-1);
    // Parts of one buffer that follow each other need no copy to be one.
    if (last && last.buffer === bytes.buffer && last.byteOffset + last.length === bytes.byteOffset)
      this.#open[this.#open.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.length + bytes.length);
    else this.#open.push(bytes);
  }

  #close(): void {
    if (this.#open.length === 0) return;
    this.#pieces.push({bytes: concat(this.#open)});
    this.#open = [];
  }
}

/** So many zeros, in pieces that are all the same memory. */
export function* zeroChunks(count: number): Generator<Uint8Array, void, undefined> {
  for (let left = count; left > 0; left -= zeros.length) yield left >= zeros.length ? zeros : zeros.subarray(0, left);
}

function sizeOf(piece: Piece): number {
  return 'bytes' in piece ? piece.bytes.length : piece.zeros;
}

/** Shorter than a grain is no hole worth keeping apart. */
function isGrainOfZeros(bytes: Uint8Array, from: number): boolean {
  const end = from + grain;
  if (end > bytes.length) return false;
  for (let at = from; at < end; at += 1) if (bytes[at] !== 0) return false;
  return true;
}
