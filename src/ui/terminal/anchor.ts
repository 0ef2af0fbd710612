import {isDisputed} from './row.ts';
import {clusters} from './width.ts';

/**
 * A row with the column set anew after every run of characters terminals disagree about, so that what follows
 * stands in its column on any of them. The row begins in column 1.
 */
export function anchorRow(row: string): string {
  if (!/[^\x00-\x7f]/.test(row)) return row;
  let anchored = '';
  let column = 1;
  let open = false;
  for (const [piece] of row.matchAll(pieces)) {
    if (piece.startsWith('\x1b')) {
      anchored += piece;
      continue;
    }
    for (const {text, width} of clusters(piece)) {
      const disputed = isDisputed(text);
      if (open && !disputed) anchored += `\x1b[${column}G`;
      open = disputed;
      anchored += text;
      column += width;
    }
  }
  return open ? `${anchored}\x1b[${column}G` : anchored;
}

const pieces = /\x1b(?:\[[0-9;:]*m|\]8;[^\x07\x1b]*(?:\x07|\x1b\\))|[^\x1b]+|\x1b/g;
