const ZERO_WIDTH_JOINER = 0x200d;

/**
 * What must never reach a terminal: C0 but tab and newline, C1, bidi controls, characters nobody can see
 * (zero width, soft hyphen, tags), line separators, and halves of surrogate pairs.
 */
const forbidden =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu;

/** The same, written as an entity a Markdown renderer may decode. */
const entity = /&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));?/g;

/** Names a control character and says what to do about it. */
export function controlMessage(code: number): string {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const why = code === 0xfeff ? 'a byte order mark or zero-width space' : 'invisible or a terminal control';
  return `character ${name} is ${why}; lessons hold visible text only, so remove it`;
}

/** The text with every forbidden character as U+FFFD; entities that stand for one become as many as they had letters. */
export function replaceControl(text: string, report: (offset: number, code: number) => void): string {
  const visible = text.replace(forbidden, (found, offset: number) => {
    if (found.codePointAt(0) === ZERO_WIDTH_JOINER && joinsEmoji(text, offset)) return found;
    report(offset, found.codePointAt(0) ?? 0);
    return '\ufffd'.repeat(found.length);
  });
  if (!visible.includes('&#')) return visible;
  return visible.replace(entity, (found, hex: string | undefined, decimal: string | undefined, offset: number) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (code <= 0x10ffff && !isForbidden(code)) return found;
    report(offset, code);
    return '\ufffd'.repeat(found.length);
  });
}

function isForbidden(code: number): boolean {
  forbidden.lastIndex = 0;
  return forbidden.test(String.fromCodePoint(code)) && code !== 13;
}

// A joiner between emoji is visible as one sign; `lint` warns of it, because terminals disagree on its width.
function joinsEmoji(text: string, offset: number): boolean {
  return (
    /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier})\ufe0f?$/u.test(text.slice(Math.max(0, offset - 4), offset)) &&
    /^\p{Extended_Pictographic}/u.test(text.slice(offset + 1, offset + 3))
  );
}
