import {concat, encode} from '../../bytes/bytes.ts';

/** A field with a length: text, bytes, or a message made of fields. */
export function field(number: number, value: string | Uint8Array | readonly Uint8Array[]): Uint8Array {
  const bytes = typeof value === 'string' ? encode(value) : value instanceof Uint8Array ? value : concat(value);
  return concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function varint(value: number): Uint8Array {
  const digits: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return new Uint8Array([...digits, left]);
    digits.push((left % 128) + 128);
  }
}
