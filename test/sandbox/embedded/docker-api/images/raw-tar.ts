import {concat, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';

/** One header as its bytes say it, however wrong that is. */
export interface RawEntry {
  readonly name: string;
  readonly type?: string;
  readonly link?: string;
  readonly mode?: string;
  readonly uid?: string;
  readonly size?: string;
  readonly mtime?: string;
  readonly content?: Uint8Array;
  readonly hasWrongChecksum?: boolean;
}

/** An archive written by hand: what no library would write can be written too. */
export function rawTar(entries: readonly RawEntry[], {end = true} = {}): Uint8Array {
  return concat([...entries.map(rawEntry), ...(end ? [new Uint8Array(1024)] : [])]);
}

function rawEntry(entry: RawEntry): Uint8Array {
  const content = entry.content ?? new Uint8Array(0);
  const header = new Uint8Array(512);
  const put = (at: number, length: number, text: string): void => header.set(encode(text).subarray(0, length), at);
  put(0, 100, entry.name);
  put(100, 8, entry.mode ?? '0000644\0');
  put(108, 8, entry.uid ?? '0000000\0');
  put(116, 8, '0000000\0');
  put(124, 12, entry.size ?? `${content.length.toString(8).padStart(11, '0')}\0`);
  put(136, 12, entry.mtime ?? '14000000000\0');
  put(156, 1, entry.type ?? '0');
  put(157, 100, entry.link ?? '');
  put(257, 8, 'ustar\x0000');
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0) + (entry.hasWrongChecksum ? 1 : 0);
  put(148, 8, `${sum.toString(8).padStart(6, '0')}\0 `);
  return concat([header, content, new Uint8Array(-content.length & 511)]);
}

/** A PAX record with its length, which counts itself. */
export function paxRecord(key: string, value: string): Uint8Array {
  const rest = encode(` ${key}=${value}\n`).length;
  let length = rest;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  return encode(`${length} ${key}=${value}\n`);
}
