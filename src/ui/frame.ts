import type {Rect} from './layout.ts';
import {anchorRow} from './terminal/anchor.ts';
import {lineWidth} from './terminal/width.ts';

/** One whole picture. Rows are text with colours; a chrome row may be shorter than the screen. */
export interface Frame {
  readonly columns: number;
  readonly rows: number;
  readonly chrome: readonly string[];
  /** Laid over the chrome; its rows are exactly as wide as the rect. */
  readonly pane: {readonly rect: Rect; readonly rows: readonly string[]} | undefined;
  /** Hidden when undefined. */
  readonly cursor: {readonly x: number; readonly y: number} | undefined;
}

/** What is on the real screen. */
export interface Painted {
  readonly size: string;
  readonly chrome: readonly string[];
  readonly pane: readonly string[];
  readonly cursor: string;
}

/** Nothing is known of the screen: the next frame is painted whole. */
export const emptyScreen: Painted = {size: '', chrome: [], pane: [], cursor: ''};

/** The bytes that turn the painted screen into the frame, '' when it is that already; and what is painted then. */
export function diffFrame(before: Painted, frame: Frame): {readonly bytes: string; readonly painted: Painted} {
  const {rect, rows: fresh} = frame.pane ?? {rect: undefined, rows: []};
  // An equal row is kept as the string it was, so that its copy dies young in the garbage collector's nursery.
  const pane = fresh.map((row, y) => (row === before.pane[y] ? before.pane[y] : row));
  const size = `${frame.columns}x${frame.rows} ${rect ? `${rect.x},${rect.y},${rect.width},${rect.height}` : ''}`;
  const anew = size !== before.size;
  const chrome = Array.from({length: frame.rows}, (_, y) => frame.chrome[y] ?? '');
  let rows = anew ? '\x1b[0m\x1b[2J' : '';
  const repainted = new Set<number>();
  for (const [y, row] of chrome.entries()) {
    // After clearing, an empty row is there already.
    if (anew ? row === '' : row === before.chrome[y]) continue;
    // After the last column, erasing would take the last character away again.
    const erase = lineWidth(row) < frame.columns ? '\x1b[K' : '';
    rows += `\x1b[${y + 1};1H${anchorRow(row)}\x1b[0m${erase}`;
    repainted.add(y);
  }
  for (const [y, row] of pane.entries()) {
    if (!rect || (!anew && row === before.pane[y] && !repainted.has(rect.y + y))) continue;
    rows += `\x1b[${rect.y + y + 1};${rect.x + 1}H${row}`;
  }
  const cursor = frame.cursor ? `\x1b[${frame.cursor.y + 1};${frame.cursor.x + 1}H\x1b[?25h` : '\x1b[?25l';
  const painted = {size, chrome, pane, cursor};
  if (rows !== '') return {bytes: `\x1b[?2026h\x1b[?25l${rows}${cursor}\x1b[?2026l`, painted};
  return {bytes: cursor === before.cursor ? '' : cursor, painted};
}
