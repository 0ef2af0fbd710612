/** One field as it is on the wire. https://protobuf.dev/programming-guides/encoding/ */
export interface WireField {
  readonly number: number;
  /** A varint as a whole number of 64 bits; the bytes of what has a length; the eight or four bytes of fixed numbers. */
  readonly value: bigint | Uint8Array;
}

/** The fields of a message, in order. Throws an Error for what is no protobuf. */
export function* fieldsOf(bytes: Uint8Array): Generator<WireField> {
  for (let at = 0; at < bytes.length; ) {
    const tag = varint(bytes, at);
    at = tag.end;
    const number = Number(tag.value >> 3n);
    const type = Number(tag.value & 7n);
    if (number === 0) throw new Error('illegal tag 0');
    if (type === 0) {
      const {value, end} = varint(bytes, at);
      at = end;
      yield {number, value};
      continue;
    }
    const start = type === 2 ? varint(bytes, at) : {value: fixedLengths[type], end: at};
    if (start.value === undefined) throw new Error(`illegal wireType ${type}`);
    const end = start.end + Number(start.value);
    if (end > bytes.length) throw new Error('unexpected EOF');
    yield {number, value: bytes.subarray(start.end, end)};
    at = end;
  }
}

const fixedLengths: {readonly [type: number]: bigint} = {1: 8n, 5: 4n};

function varint(bytes: Uint8Array, from: number): {readonly value: bigint; readonly end: number} {
  let value = 0n;
  for (let at = from, shift = 0n; at < bytes.length; at += 1, shift += 7n) {
    if (shift > 63n) throw new Error('integer overflow');
    const byte = bytes[at] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return {value: BigInt.asIntN(64, value), end: at + 1};
  }
  throw new Error('unexpected EOF');
}
