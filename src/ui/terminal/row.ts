import type {IBufferCell, IBufferLine} from '@xterm/headless';
import {type ColourDepth, colourParameters, paletteParameters} from './colour.ts';

export interface RowOptions {
  readonly columns: number;
  /** Column of the real screen where the row begins, from 0. */
  readonly originX: number;
  /** What the real terminal shows; other colours are brought down to it. */
  readonly depth: ColourDepth;
  /** Cells to be shown inverted (selection, search), as [first, last + 1). */
  readonly marked?: readonly [number, number] | undefined;
}

/**
 * One row of the emulator as text for the real screen: exactly `columns` cells, one SGR a run of equal style, ending
 * in the default style. After every cluster terminals may disagree about, the column is set anew, so that the rest
 * of the row stays where it belongs. `cell` is a work cell of the emulator.
 */
export function serialiseRow(line: IBufferLine | undefined, cell: IBufferCell, options: RowOptions): string {
  const {columns, originX, marked} = options;
  if (!line) return ' '.repeat(columns);
  let text = '';
  let style = '';
  let x = 0;
  for (const end = Math.min(columns, line.length); x < end; x++) {
    const seen = line.getCell(x, cell);
    const width = seen?.getWidth() ?? 1;
    // The right half of a wide character was written with its left one.
    if (!seen || width === 0) continue;
    const inverted = marked !== undefined && x >= marked[0] && x < marked[1];
    const wanted = seen.isAttributeDefault() && !inverted ? '' : styleOf(seen, options.depth, inverted);
    if (wanted !== style) {
      text += wanted === '' ? reset : wanted;
      style = wanted;
    }
    const characters = seen.getChars();
    const cutInHalf = width === 2 && x === columns - 1;
    text += characters === '' || cutInHalf ? ' ' : characters;
    if (!cutInHalf && isDisputed(characters)) text += `\x1b[${originX + x + width + 1}G`;
  }
  if (style !== '') text += reset;
  return x < columns ? text + ' '.repeat(columns - x) : text;
}

const reset = '\x1b[0m';

/**
 * Clusters that terminals give different widths: those of several code points or beyond the first plane (emoji), and
 * the ambiguous ones, which are wide in terminals set up for Chinese, Japanese or Korean.
 * See https://www.unicode.org/reports/tr11/#Ambiguous
 */
export function isDisputed(cluster: string): boolean {
  if (cluster.length > 1) return true;
  const code = cluster.charCodeAt(0);
  return code > 0x7f && (code < 0x2e80 || (code >= 0xe000 && code < 0xf900)) && ambiguous.test(cluster);
}

const ambiguous =
  /[\u00a1\u00a4\u00a7\u00a8\u00aa\u00ad\u00ae\u00b0-\u00b4\u00b6-\u00ba\u00bc-\u00bf\u00c6\u00d0\u00d7\u00d8\u00de-\u00e1\u00e6\u00e8-\u00ea\u00f7\u00f8\u0391-\u03c9\u0401-\u0451\u2010-\u2027\u2030-\u203b\u2103-\u2199\u21d2\u21d4\u2200-\u22bf\u2460-\u24ff\u2500-\u27bf\u2b50-\u2b59\ue000-\uf8ff]/;

const flags: readonly (readonly [(cell: IBufferCell) => number, string])[] = [
  [(cell) => cell.isBold(), ';1'],
  [(cell) => cell.isDim(), ';2'],
  [(cell) => cell.isItalic(), ';3'],
  [(cell) => cell.isUnderline(), ';4'],
  [(cell) => cell.isBlink(), ';5'],
  [(cell) => cell.isInvisible(), ';8'],
  [(cell) => cell.isStrikethrough(), ';9'],
  [(cell) => cell.isOverline(), ';53'],
];

function styleOf(cell: IBufferCell, depth: ColourDepth, inverted: boolean): string {
  let codes = '\x1b[0';
  for (const [has, code] of flags) if (has(cell)) codes += code;
  // A marked cell that is inverse itself is shown upright: it must look different from its neighbours.
  if (inverted !== cell.isInverse() > 0) codes += ';7';
  if (!cell.isFgDefault()) codes += colourCode(cell.isFgRGB(), cell.getFgColor(), depth, false);
  if (!cell.isBgDefault()) codes += colourCode(cell.isBgRGB(), cell.getBgColor(), depth, true);
  return `${codes}m`;
}

function colourCode(isRgb: boolean, colour: number, depth: ColourDepth, background: boolean): string {
  const code = isRgb ? colourParameters(colour, depth, background) : paletteParameters(colour, depth, background);
  return code === '' ? '' : `;${code}`;
}
