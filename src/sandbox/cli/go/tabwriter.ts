/** How columns are laid out. */
export interface Columns {
  /** The least a cell takes, padding included. */
  readonly minWidth: number;
  /** Blanks after the longest text of a column. */
  readonly padding: number;
  /** A column of empty cells has its padding all the same. */
  readonly keepsEmptyColumns?: boolean;
}

/**
 * Aligns text whose cells end in a tab, as Go's text/tabwriter does with blanks for padding: a column is a run of
 * lines that have that cell, and what follows a line's last tab belongs to no column.
 * https://pkg.go.dev/text/tabwriter
 */
export function alignColumns(text: string, columns: Columns): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths = lines.map((): number[] => []);
  layOut({lines, widths, columns}, {from: 0, to: lines.length, column: 0});
  return lines.map((cells, at) => alignLine(cells, widths[at] ?? [])).join('\n');
}

interface Sheet {
  readonly lines: readonly (readonly string[])[];
  readonly widths: readonly number[][];
  readonly columns: Columns;
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly column: number;
}

function layOut(sheet: Sheet, {from, to, column}: Block): void {
  let at = from;
  while (at < to) {
    const start = at;
    while (at < to && hasCell(sheet, at, column)) at += 1;
    if (at === start) {
      at += 1;
      continue;
    }
    const width = columnWidth(sheet, {from: start, to: at, column});
    for (let line = start; line < at; line += 1) sheet.widths[line]?.push(width);
    layOut(sheet, {from: start, to: at, column: column + 1});
  }
}

function hasCell({lines}: Sheet, line: number, column: number): boolean {
  return column < (lines[line]?.length ?? 0) - 1;
}

function columnWidth({lines, columns}: Sheet, {from, to, column}: Block): number {
  const texts = lines.slice(from, to).map((cells) => textWidth(cells[column] ?? ''));
  // A column of nothing but empty cells takes no room.
  if (!columns.keepsEmptyColumns && texts.every((width) => width === 0)) return 0;
  return Math.max(columns.minWidth, ...texts.map((width) => width + columns.padding));
}

function alignLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, at) =>
      at < cells.length - 1 ? cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - textWidth(cell))) : cell,
    )
    .join('');
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** The cells of a terminal that a text takes: East Asian characters take two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += wide.test(char) ? 2 : 1;
  return width;
}
