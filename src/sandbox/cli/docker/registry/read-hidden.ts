import {decodeText} from '../../bytes.ts';
import type {CommandContext} from '../../context.ts';

/** Reads a line from the terminal without showing it; ^C and ^D give it up. */
export async function readHidden({stdin, tty}: CommandContext): Promise<string> {
  tty.setRaw(true);
  let typed = '';
  try {
    for await (const piece of stdin) {
      for (const char of decodeText(piece)) {
        if (char === '\r' || char === '\n') return typed;
        if (char === '\u0003' || char === '\u0004') return '';
        typed = char === '\u007f' || char === '\b' ? typed.slice(0, -1) : typed + char;
      }
    }
    return typed;
  } finally {
    tty.setRaw(false);
  }
}
