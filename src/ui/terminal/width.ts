import {doubleWidthRanges, zeroWidthRanges} from './width-tables.ts';

/**
 * Cells a code point takes: 0, 1 or 2, by the Unicode 11 tables, as the emulator, glibc and readline count.
 * Control characters are 0: they must not be in text that is measured.
 */
export function codePointWidth(codePoint: number): 0 | 1 | 2 {
  if (codePoint >= 0x20 && codePoint < 0x7f) return 1;
  if (isIn(zeroWidth, codePoint)) return 0;
  return codePoint >= 0x1100 && isIn(doubleWidth, codePoint) ? 2 : 1;
}

/** Cells of plain text. */
export function textWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += codePointWidth(character.codePointAt(0) ?? 0);
  return width;
}

/** Cells of a line with colours and links in it. */
export function lineWidth(line: string): number {
  return line.includes('\x1b') ? textWidth(withoutEscapes(line)) : textWidth(line);
}

/** A line without its colours (SGR) and links (OSC 8). */
export function withoutEscapes(line: string): string {
  return line.replace(escapes, '');
}

/** One base character with everything of width 0 that follows it. */
export interface Cluster {
  readonly text: string;
  readonly width: number;
}

/** Splits plain text where a terminal's cells end. */
export function clusters(text: string): readonly Cluster[] {
  const found: {text: string; width: number}[] = [];
  for (const character of text) {
    const width = codePointWidth(character.codePointAt(0) ?? 0);
    const last = found.at(-1);
    if (width === 0 && last) last.text += character;
    else found.push({text: character, width});
  }
  return found;
}

const printableAscii = /^[\x20-\x7e]*$/;
const escapes = /\x1b(?:\[[0-9;:]*m|\]8;[^\x07\x1b]*(?:\x07|\x1b\\))/g;

/** Ends and beginnings of ranges, ascending: a code point is inside when an odd number lies before it. */
type Ranges = Uint32Array;

const zeroWidth = ranges(zeroWidthRanges);
const doubleWidth = ranges(doubleWidthRanges);

function ranges(lines: readonly string[]): Ranges {
  let end = 0;
  const edges = lines
    .join(' ')
    .split(' ')
    .flatMap((range) => {
      const [gap = '', length = '0'] = range.split('.');
      const start = end + Number.parseInt(gap, 36);
      end = start + Number.parseInt(length, 36);
      return [start, end + 1];
    });
  return Uint32Array.from(edges);
}

function isIn(edges: Ranges, codePoint: number): boolean {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= codePoint) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}
