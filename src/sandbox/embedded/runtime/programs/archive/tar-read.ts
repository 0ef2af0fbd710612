import {concat, noBytes} from '../../../bytes/bytes.ts';
import {Failure} from '../failure.ts';
import {decodeText} from '../text/codec.ts';
import {blockBytes, parseTarBlock, type TarMember} from './tar-header.ts';

/** Where the bytes of an archive come from; null at the end. */
export type Pieces = () => Promise<Uint8Array | null>;

/** Long names and pax headers are small; one that is not is an attack. */
const largestNote = 1 << 20;

/** A member with its content, which is passed over as far as it was not read. */
export interface ReadMember {
  readonly member: TarMember;
  /** The next bytes; null at the end of this member. */
  content(): Promise<Uint8Array | null>;
}

/** Reads an archive member by member. Throws Failure where it is none, or cut short. */
export class TarReader {
  readonly #pieces: Pieces;
  #rest: Uint8Array = noBytes;
  #left = 0;
  #padding = 0;
  #hasMembers = false;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  async next(): Promise<ReadMember | undefined> {
    await this.#pass(this.#left + this.#padding);
    const notes: {name?: string; target?: string; size?: number; modifiedMs?: number} = {};
    for (;;) {
      const block = await this.#exactly(blockBytes, true);
      if (!block) {
        if (!this.#hasMembers) throw new Failure('short read');
        return undefined;
      }
      const parsed = parseTarBlock(block);
      if (!parsed) return undefined;
      this.#hasMembers = true;
      if (parsed.kind === 'note') {
        Object.assign(notes, await this.#note(parsed.type, parsed.size));
        continue;
      }
      const member = {...parsed, ...notes};
      this.#left = member.size;
      this.#padding = (blockBytes - (member.size % blockBytes)) % blockBytes;
      return {member, content: () => this.#content()};
    }
  }

  async #content(): Promise<Uint8Array | null> {
    if (this.#left === 0) return null;
    if (this.#rest.length === 0 && !(await this.#more())) throw new Failure('short read');
    const piece = this.#rest.subarray(0, this.#left);
    this.#rest = this.#rest.subarray(piece.length);
    this.#left -= piece.length;
    return piece;
  }

  async #note(type: string, size: number): Promise<object> {
    if (size > largestNote) throw new Failure('a header that is too large');
    const bytes = (await this.#exactly(Math.ceil(size / blockBytes) * blockBytes)) ?? noBytes;
    const text = decodeText(bytes.subarray(0, size));
    if (type === 'L') return {name: text.replace(/\0[\s\S]*$/, '')};
    if (type === 'K') return {target: text.replace(/\0[\s\S]*$/, '')};
    return type === 'x' ? paxFacts(text) : {};
  }

  async #pass(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#more())) throw new Failure('short read');
      const passed = Math.min(left, this.#rest.length);
      this.#rest = this.#rest.subarray(passed);
      left -= passed;
    }
    this.#left = 0;
    this.#padding = 0;
  }

  async #exactly(count: number, mayEnd = false): Promise<Uint8Array | undefined> {
    while (this.#rest.length < count) {
      if (await this.#more()) continue;
      if (this.#rest.length === 0 && mayEnd) return undefined;
      throw new Failure('short read');
    }
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }

  async #more(): Promise<boolean> {
    const piece = await this.#pieces();
    if (piece === null) return false;
    this.#rest = concat([this.#rest, piece]);
    return true;
  }
}

/** What a pax header says: `27 path=long/name`. */
function paxFacts(text: string): object {
  const facts: {name?: string; target?: string; size?: number; modifiedMs?: number} = {};
  for (const [, key, value = ''] of text.matchAll(/\d+ ([\w.]+)=([^\n]*)\n/g)) {
    if (key === 'path') facts.name = value;
    if (key === 'linkpath') facts.target = value;
    if (key === 'size') facts.size = Number(value);
    if (key === 'mtime') facts.modifiedMs = Number(value) * 1000;
  }
  return facts;
}
