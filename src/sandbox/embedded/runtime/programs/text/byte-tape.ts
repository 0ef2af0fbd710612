import {noBytes} from '../../../bytes/bytes.ts';
import type {Input} from '../input.ts';

/** The bytes of an input one by one. */
export class ByteTape {
  readonly #input: Input;
  #piece: Uint8Array = noBytes;
  #at = 0;

  constructor(input: Input) {
    this.#input = input;
  }

  /** Undefined at the end. */
  async next(): Promise<number | undefined> {
    while (this.#at >= this.#piece.length) {
      const piece = await this.#input.piece();
      if (piece === null) return undefined;
      this.#piece = piece;
      this.#at = 0;
    }
    const byte = this.#piece[this.#at];
    this.#at += 1;
    return byte;
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0; left -= 1) if ((await this.next()) === undefined) return;
  }
}
