import {decode} from '../../../bytes/bytes.ts';
import type {Chunks} from '../../images/tar.ts';

const blockBytes = 512;
/** Links, devices, directories and pipes have no content, whatever size they say they have. */
const withoutContent = new Set([...'123456'].map((type) => type.charCodeAt(0)));

/**
 * An archive with an end where it has none: the docker command sends one that ends with the last byte of its last file
 * (`docker build -f -`), and Go reads it. One that ends anywhere else stays as it is. https://pkg.go.dev/archive/tar
 */
export async function* withEnd(tar: Chunks): AsyncGenerator<Uint8Array, void, undefined> {
  const position = new Position();
  for await (const chunk of tar) {
    position.pass(chunk);
    yield chunk;
  }
  if (!position.isCutShort) yield new Uint8Array(position.padding + 2 * blockBytes);
}

/** Where in an archive one is. */
class Position {
  readonly #header = new Uint8Array(blockBytes);
  #headerBytes = 0;
  #content = 0;
  #padding = 0;
  #isOver = false;

  /** In the middle of a header or of a file. */
  get isCutShort(): boolean {
    return this.#headerBytes > 0 || this.#content > 0;
  }

  /** What is missing behind a file up to a whole block. */
  get padding(): number {
    return this.#padding;
  }

  pass(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.#isOver; ) {
      const rest = chunk.length - at;
      if (this.#content > 0) {
        const passed = Math.min(rest, this.#content);
        this.#content -= passed;
        at += passed;
      } else if (this.#padding > 0) {
        const passed = Math.min(rest, this.#padding);
        this.#padding -= passed;
        at += passed;
      } else at += this.#passHeader(chunk.subarray(at, at + blockBytes - this.#headerBytes));
    }
  }

  #passHeader(bytes: Uint8Array): number {
    this.#header.set(bytes, this.#headerBytes);
    this.#headerBytes += bytes.length;
    if (this.#headerBytes < blockBytes) return bytes.length;
    this.#headerBytes = 0;
    this.#isOver = this.#header.every((byte) => byte === 0);
    this.#content = withoutContent.has(this.#header[156] ?? 0) ? 0 : sizeIn(this.#header.subarray(124, 136));
    this.#padding = -this.#content & (blockBytes - 1);
    return bytes.length;
  }
}

/** Octal digits, or a binary number after a mark. */
function sizeIn(field: Uint8Array): number {
  const isBinary = ((field[0] ?? 0) & 0x80) !== 0;
  const size = isBinary
    ? field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0)
    : Number.parseInt(decode(field), 8);
  return Number.isSafeInteger(size) && size > 0 ? size : 0;
}
