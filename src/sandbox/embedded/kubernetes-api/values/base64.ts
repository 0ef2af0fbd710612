import {decode, fromBase64} from '../../bytes/bytes.ts';

/** The text in a field of bytes; '' of what is no base64. */
export function decodedText(value: unknown): string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0) return '';
  return decode(fromBase64(value));
}
