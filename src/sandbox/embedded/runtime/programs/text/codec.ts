import {encode} from '../../../bytes/bytes.ts';

/**
 * Text that gives back the very bytes it was made of: UTF-8, where a byte that is none becomes the lone surrogate
 * U+DC80..U+DCFF of it, as Python's `surrogateescape` does.
 */

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
const firstEscape = 0xdc00;

export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeSlowly(bytes);
  }
}

export function encodeText(text: string): Uint8Array {
  if (text.isWellFormed()) return encode(text);
  const parts: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code > firstEscape && code <= firstEscape + 0xff) parts.push(code - firstEscape);
    else for (const byte of encode(character)) parts.push(byte);
  }
  return Uint8Array.from(parts);
}

/** One character a byte, for programs that know no characters. */
export function decodeBytes(bytes: Uint8Array): string {
  let text = '';
  // In pieces: the arguments of one call are limited.
  for (let at = 0; at < bytes.length; at += 0x2000) text += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  return text;
}

/** The reverse of `decodeBytes`. */
export function encodeBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** The bytes of an argument, one character a byte. */
export function bytesOfText(text: string): string {
  return decodeBytes(encodeText(text));
}

function decodeSlowly(bytes: Uint8Array): string {
  const characters: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    characters.push(
      length === 0
        ? String.fromCharCode(firstEscape + (bytes[at] ?? 0))
        : strict.decode(bytes.subarray(at, at + length)),
    );
    at += Math.max(1, length);
  }
  return characters.join('');
}

/** How many bytes the character at a place has; 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}
