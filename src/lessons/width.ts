const zero = /\p{Mn}|\p{Me}|\p{Cf}/u;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Terminal cells a line of text takes: two for East Asian and emoji, none for marks. A tab counts four. */
export function cells(line: string): number {
  // Nearly every line is ASCII, and printable ASCII is one cell each.
  if (/^[\x20-\x7e]*$/.test(line)) return line.length;
  let width = 0;
  for (const character of line) {
    if (character === '\t') width += 4;
    else if (wide.test(character)) width += 2;
    else if (!zero.test(character)) width += 1;
  }
  return width;
}
