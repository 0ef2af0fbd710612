import {badRequest} from '../api/refusal.ts';

/**
 * Bytes of `ctrl-p,ctrl-q`, `a`, `ctrl-@`. Throws 400 for what is no key.
 * https://github.com/moby/term/blob/main/ascii.go
 */
export function parseDetachKeys(text: string): Uint8Array {
  if (text === '') return usualKeys;
  const codes = text.split(',').map((key) => {
    if (key.length === 1) return key.charCodeAt(0);
    const control = /^ctrl-([a-z@[\\\]^_])$/.exec(key)?.[1];
    if (control === undefined) throw badRequest(`Invalid detach keys (${text}) provided`);
    return control.toUpperCase().charCodeAt(0) & 0x1f;
  });
  return Uint8Array.from(codes);
}

const usualKeys = Uint8Array.of(0x10, 0x11);

/** Watches what is typed for the keys that end an attachment; keys typed half are kept back until it is clear. */
export class DetachWatch {
  readonly #keys: Uint8Array;
  #matched = 0;

  constructor(keys: Uint8Array) {
    this.#keys = keys;
  }

  /** What goes on to the container, and whether the keys came. */
  feed(bytes: Uint8Array): {readonly pass: Uint8Array; readonly detached: boolean} {
    const pass: number[] = [];
    for (const byte of bytes) {
      if (byte !== this.#keys[this.#matched]) {
        pass.push(...this.#keys.subarray(0, this.#matched));
        this.#matched = 0;
      }
      if (byte === this.#keys[this.#matched]) {
        this.#matched += 1;
        if (this.#matched === this.#keys.length) return {pass: Uint8Array.from(pass), detached: true};
      } else pass.push(byte);
    }
    return {pass: Uint8Array.from(pass), detached: false};
  }
}
