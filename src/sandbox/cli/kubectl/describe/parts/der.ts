/** One element of DER. https://en.wikipedia.org/wiki/X.690#DER_encoding */
export interface DerElement {
  readonly tag: number;
  readonly bytes: Uint8Array;
}

/** The elements in a row of bytes. Throws when they end too early. */
export function derElements(bytes: Uint8Array): readonly DerElement[] {
  const found: DerElement[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = byteAt(bytes, at);
    const {length, size} = derLength(bytes, at + 1);
    const from = at + 1 + size;
    if (from + length > bytes.length) throw new Error('asn1: syntax error: data truncated');
    found.push({tag, bytes: bytes.subarray(from, from + length)});
    at = from + length;
  }
  return found;
}

function derLength(bytes: Uint8Array, at: number): {readonly length: number; readonly size: number} {
  const first = byteAt(bytes, at);
  if (first < 0x80) return {length: first, size: 1};
  const digits = first & 0x7f;
  let length = 0;
  for (let index = 1; index <= digits; index += 1) length = length * 256 + byteAt(bytes, at + index);
  return {length, size: 1 + digits};
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new Error('asn1: syntax error: data truncated');
  return byte;
}

/** An object identifier as its hex digits: `550403` is id-at-commonName. */
export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
