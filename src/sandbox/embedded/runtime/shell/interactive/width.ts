/** First and last of the characters that take two cells: East Asian wide and full-width ones, emoji. */
const wide = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
] as const;

/** Characters that take none: they change the one before. */
const combining = /\p{Mn}|\p{Me}|[\u200b-\u200d]|\ufe0f/u;

/** How many cells of a terminal a character takes. */
export function cellsOf(character: string): number {
  if (character.length === 1 && character < '\u0300') return 1;
  if (combining.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Cells where characters begin on a screen that wraps; one more at the end, for the character that would follow. */
export function placesOf(characters: readonly string[], start: number, columns: number): readonly number[] {
  const places: number[] = [];
  let place = start;
  for (const character of characters) {
    const cells = cellsOf(character);
    const left = columns - (place % columns);
    // What does not fit into the last cell of a line begins on the next.
    if (cells > left) place += left;
    places.push(place);
    place += cells;
  }
  return [...places, place];
}
