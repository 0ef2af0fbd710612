import {concat, equalBytes, noBytes} from '../../../bytes/bytes.ts';

/** How a row of up to 16 bytes is shown, without its place. */
export interface DumpForm {
  row(bytes: Uint8Array): string;
}

const rowBytes = 16;

/** Prints bytes row by row; rows that repeat become a star. */
export class Dump {
  readonly #forms: readonly DumpForm[];
  readonly #address: (at: number) => string;
  readonly #showsAll: boolean;
  readonly #print: (text: string) => Promise<void>;
  #at: number;
  #rest: Uint8Array = noBytes;
  #last: Uint8Array | undefined;
  #isStarred = false;
  #hasRows = false;

  constructor(options: {
    readonly forms: readonly DumpForm[];
    readonly address: (at: number) => string;
    readonly showsAll: boolean;
    readonly print: (text: string) => Promise<void>;
    /** The place of the first byte. */
    readonly first: number;
  }) {
    this.#forms = options.forms;
    this.#address = options.address;
    this.#showsAll = options.showsAll;
    this.#print = options.print;
    this.#at = options.first;
  }

  async add(bytes: Uint8Array): Promise<void> {
    let rest = concat([this.#rest, bytes]);
    while (rest.length >= rowBytes) {
      await this.#row(rest.subarray(0, rowBytes));
      rest = rest.subarray(rowBytes);
    }
    this.#rest = rest.slice();
  }

  /** `always` prints the last place of an empty input too. */
  async finish(always: boolean): Promise<void> {
    if (this.#rest.length > 0) await this.#row(this.#rest);
    const address = this.#address(this.#at);
    if (address !== '' && (this.#hasRows || always)) await this.#print(`${address}\n`);
  }

  async #row(bytes: Uint8Array): Promise<void> {
    const isSame = !this.#showsAll && this.#last !== undefined && equalBytes(this.#last, bytes);
    if (isSame) {
      if (!this.#isStarred) await this.#print('*\n');
    } else {
      for (const [index, form] of this.#forms.entries()) {
        const address = this.#address(this.#at);
        await this.#print(`${index === 0 ? address : ' '.repeat(address.length)}${form.row(bytes)}\n`);
      }
    }
    this.#isStarred = isSame;
    this.#last = bytes.slice();
    this.#at += bytes.length;
    this.#hasRows = true;
  }
}
