import {decode} from '../../../../bytes/bytes.ts';

/** A value that was read, and how many bytes it took. */
interface Unpacked {
  readonly value: unknown;
  readonly end: number;
}

/** The bytes end before the value does. */
class Incomplete extends Error {}

/** Bytes that are no MessagePack, or nested beyond reason. */
export class NotPacked extends Error {}

const deepest = 32;

/** The first value of some bytes; undefined while it is not all there. https://github.com/msgpack/msgpack/blob/master/spec.md */
export function unpack(bytes: Uint8Array): Unpacked | undefined {
  try {
    return new Unpacker(bytes).first();
  } catch (error) {
    if (error instanceof Incomplete) return undefined;
    throw error;
  }
}

class Unpacker {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  first(): Unpacked {
    return {value: this.#value(0), end: this.#at};
  }

  #value(depth: number): unknown {
    if (depth > deepest) throw new NotPacked('nested too deeply');
    const code = this.#whole(1);
    if (code < 0x80) return code;
    if (code < 0x90) return this.#map(code & 15, depth);
    if (code < 0xa0) return this.#array(code & 15, depth);
    if (code < 0xc0) return decode(this.#take(code & 31));
    if (code >= 0xe0) return code - 256;
    if (code === 0xc0) return null;
    if (code === 0xc2 || code === 0xc3) return code === 0xc3;
    if (code === 0xca) return this.#view.getFloat32(this.#skip(4));
    if (code === 0xcb) return this.#view.getFloat64(this.#skip(8));
    return this.#sized(code, depth);
  }

  /** Types that say their length in the bytes behind the first. */
  #sized(code: number, depth: number): unknown {
    const size = 1 << (code & 3);
    if (code >= 0xc4 && code <= 0xc6) return this.#take(this.#whole(1 << (code - 0xc4)));
    if (code >= 0xc7 && code <= 0xc9) return this.#extension(this.#whole(1 << (code - 0xc7)));
    if (code >= 0xcc && code <= 0xcf) return this.#whole(size);
    if (code >= 0xd0 && code <= 0xd3) return this.#signed(size);
    if (code >= 0xd4 && code <= 0xd8) return this.#extension(1 << (code - 0xd4));
    if (code >= 0xd9 && code <= 0xdb) return decode(this.#take(this.#whole(1 << (code - 0xd9))));
    if (code === 0xdc || code === 0xdd) return this.#array(this.#whole(code === 0xdc ? 2 : 4), depth);
    if (code === 0xde || code === 0xdf) return this.#map(this.#whole(code === 0xde ? 2 : 4), depth);
    throw new NotPacked(`0x${code.toString(16)} begins nothing`);
  }

  #whole(size: number): number {
    let value = 0;
    for (const byte of this.#take(size)) value = value * 256 + byte;
    return value;
  }

  #signed(size: number): number {
    const value = this.#whole(size);
    return value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
  }

  #array(count: number, depth: number): readonly unknown[] {
    const items: unknown[] = [];
    while (items.length < count) items.push(this.#value(depth + 1));
    return items;
  }

  #map(count: number, depth: number): unknown {
    const entries: (readonly [string, unknown])[] = [];
    while (entries.length < count) entries.push([String(this.#value(depth + 1)), this.#value(depth + 1)]);
    return Object.fromEntries(entries);
  }

  /** Type 0 is a time of fluentd: seconds and nanoseconds. */
  #extension(size: number): unknown {
    const type = this.#whole(1);
    if (type !== 0 || size !== 8) return this.#take(size);
    return this.#whole(4) + this.#whole(4) / 1e9;
  }

  #skip(size: number): number {
    const at = this.#at;
    this.#take(size);
    return at;
  }

  #take(size: number): Uint8Array {
    if (this.#at + size > this.#bytes.length) throw new Incomplete();
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }
}
