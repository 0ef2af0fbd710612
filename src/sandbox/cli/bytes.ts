import type {ByteStream} from './context.ts';

const encoder = new TextEncoder();

/** Text as UTF-8. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

/** UTF-8 as text; what is not UTF-8 becomes the replacement character. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** One array of many. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Everything a stream has, in memory. */
export async function collectBytes(stream: ByteStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return concatBytes(parts);
}

/** Everything a stream has, as text. */
export async function collectText(stream: ByteStream): Promise<string> {
  return decodeText(await collectBytes(stream));
}

/** A stream of one piece; of none when it is empty. */
export async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** The lines of a stream without their `\n`, each as soon as it is whole; a last line without `\n` counts. */
export async function* linesOf(stream: ByteStream): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of stream) {
    rest += decoder.decode(piece, {stream: true});
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Base64 with padding, in the alphabet that may stand in a URL when `urlSafe`. */
export function encodeBase64(bytes: Uint8Array, urlSafe = false): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const standard = btoa(binary);
  return urlSafe ? standard.replaceAll('+', '-').replaceAll('/', '_') : standard;
}

/** The bytes behind base64 of either alphabet. */
export function decodeBase64(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
