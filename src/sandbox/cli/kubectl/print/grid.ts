import {textWidth} from '../../go/tabwriter.ts';

const leastWidth = 6;
const padding = 3;

/** Lays out rows of cells as kubectl's tables are; remembers how wide the columns were, for rows that come later. */
export class Grid {
  private readonly widths: number[] = [];

  /** The lines of some rows, each with its line end. The last cell of a row is as wide as its text. */
  lines(rows: readonly (readonly string[])[]): string {
    for (const row of rows) for (const [column, cell] of row.slice(0, -1).entries()) this.widen(column, cell);
    return rows.map((row) => `${this.line(row)}\n`).join('');
  }

  private widen(column: number, cell: string): void {
    this.widths[column] = Math.max(leastWidth, this.widths[column] ?? 0, textWidth(cell) + padding);
  }

  private line(row: readonly string[]): string {
    return row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat(Math.max(0, (this.widths[column] ?? 0) - textWidth(cell))),
      )
      .join('');
  }
}
