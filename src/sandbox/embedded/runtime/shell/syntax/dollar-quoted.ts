import {concat, decode, encode} from '../../../bytes/bytes.ts';
import {readEscape} from '../../programs/shared/escapes.ts';

/** The text of `$'...'` with its escapes done; nothing is left of it behind a zero byte. */
export function unescapeDollarQuoted(text: string): string {
  const bytes: Uint8Array[] = [];
  let from = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
    bytes.push(encode(text.slice(from, at)));
    // Of the letters `echo -e` knows, busybox leaves this one alone here.
    const sequence = text[at + 1] === 'e' ? undefined : readEscape(text, at + 1);
    const isQuote = text[at + 1] === "'";
    bytes.push(sequence ? Uint8Array.from(sequence.bytes) : encode(isQuote ? "'" : '\\'));
    from = sequence?.end ?? at + (isQuote ? 2 : 1);
  }
  bytes.push(encode(text.slice(from)));
  return decode(concat(bytes)).replace(/\0.*/s, '');
}
