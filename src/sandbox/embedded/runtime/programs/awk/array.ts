import {bytesOfText} from '../text/codec.ts';
import type {AwkValue} from './values.ts';

const sizes = [61, 251, 1021, 4093, 16_381, 65_521] as const;

/**
 * An array of awk. Its keys are walked in the order busybox's hash table gives, because what a learner sees here should be
 * what they see there.
 */
export class AwkArray {
  readonly #values = new Map<string, AwkValue>();
  /** Grown at most; it does not shrink when elements go. */
  #size = 0;
  #count = 0;
  #buckets: string[][] | undefined;

  get size(): number {
    return this.#values.size;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** Asking for an element makes it. */
  get(key: string): AwkValue {
    if (!this.#values.has(key)) this.set(key, undefined);
    return this.#values.get(key);
  }

  set(key: string, value: AwkValue): void {
    if (!this.#values.has(key)) this.#added(key);
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (!this.#values.delete(key)) return;
    this.#count -= 1;
    if (!this.#buckets) return;
    const bucket = this.#bucket(key);
    bucket.splice(bucket.indexOf(key), 1);
  }

  clear(): void {
    this.#values.clear();
    this.#buckets = undefined;
    this.#count = 0;
  }

  keys(): readonly string[] {
    return (this.#buckets ?? []).flat();
  }

  #added(key: string): void {
    this.#buckets ??= Array.from({length: this.#slots}, () => []);
    this.#count += 1;
    if (this.#count > this.#slots * 8 && this.#size < sizes.length - 1) this.#grow();
    this.#bucket(key).unshift(key);
  }

  get #slots(): number {
    return sizes[this.#size] ?? 61;
  }

  #bucket(key: string): string[] {
    return this.#buckets?.[hash(key) % this.#slots] ?? [];
  }

  #grow(): void {
    const keys = this.keys();
    this.#size += 1;
    this.#buckets = Array.from({length: this.#slots}, () => []);
    for (const key of keys) this.#bucket(key).unshift(key);
  }
}

function hash(key: string): number {
  let index = 0;
  const bytes = bytesOfText(key);
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes.charCodeAt(at);
    // Characters are signed on the machines this imitates.
    index = (Math.imul(index, 63) + (code < 128 ? code : code - 256)) >>> 0;
  }
  return index;
}
