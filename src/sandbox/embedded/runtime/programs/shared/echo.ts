import {concat, encode} from '../../../bytes/bytes.ts';
import {unescapeText} from './escapes.ts';

/** What `echo` writes for its arguments (without the command's name), options `-n`, `-e`, `-E` among them. */
export function echoBytes(args: readonly string[]): Uint8Array {
  let newline = true;
  let escapes = false;
  let first = 0;
  for (; /^-[neE]+$/.test(args[first] ?? ''); first += 1) {
    for (const letter of (args[first] ?? '').slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const text = args.slice(first).join(' ');
  if (!escapes) return encode(newline ? `${text}\n` : text);
  const {bytes, stopped} = unescapeText(text);
  return newline && !stopped ? concat([bytes, encode('\n')]) : bytes;
}
