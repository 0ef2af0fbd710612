import type {Tokens} from 'marked';
import type {Theme} from '../theme.ts';
import {inlineSpans} from './inline.ts';
import {type Line, naturalWidth, type Span, wrap} from './wrap.ts';

/** A cell narrower than this says nothing: the table is written as a list instead. */
const leastCell = 8;

/** A table in a box. Where it is too wide, the widest column is wrapped first; alignment is kept. */
export function tableLines(table: Tokens.Table, theme: Theme, width: number): readonly string[] {
  const head = table.header.map(({tokens}) => inlineSpans(tokens, theme, [theme.style('strong')]));
  const rows = table.rows.map((row) => row.map(({tokens}) => inlineSpans(tokens, theme)));
  const natural = head.map((cell, column) =>
    Math.max(1, naturalWidth(cell), ...rows.map((row) => naturalWidth(row[column] ?? []))),
  );
  const widths = shrink(natural, width - (3 * natural.length + 1));
  return widths ? boxed({head, rows, widths, table, theme}) : listed(head, rows, theme, width);
}

/** Takes cells from the widest column until all fit; undefined when they cannot. */
export function shrink(natural: readonly number[], room: number): readonly number[] | undefined {
  const widths = [...natural];
  let sum = widths.reduce((total, width) => total + width, 0);
  while (sum > room) {
    const widest = widths.indexOf(Math.max(...widths));
    const width = widths[widest] ?? 0;
    if (width <= leastCell) return undefined;
    widths[widest] = width - 1;
    sum--;
  }
  return widths;
}

interface Boxed {
  readonly head: readonly (readonly Span[])[];
  readonly rows: readonly (readonly (readonly Span[])[])[];
  readonly widths: readonly number[];
  readonly table: Tokens.Table;
  readonly theme: Theme;
}

function boxed({head, rows, widths, table, theme}: Boxed): readonly string[] {
  const {line, wall, corners} = theme.symbols;
  const rule = (from: 0 | 3 | 6) => {
    const cells = widths.map((width) => line.repeat(width + 2)).join(corners[from + 1]);
    return theme.paint('border', `${corners[from]}${cells}${corners[from + 2]}`);
  };
  const upright = theme.paint('border', wall);
  const rowLines = (cells: readonly (readonly Span[])[]) => {
    const wrapped = widths.map((width, column) => wrap(cells[column] ?? [], width));
    const height = Math.max(...wrapped.map(({length}) => length));
    return Array.from({length: height}, (_, y) => {
      const texts = widths.map((width, column) => ` ${aligned(wrapped[column]?.[y], width, table.align[column])} `);
      return upright + texts.join(upright) + upright;
    });
  };
  return [rule(0), ...rowLines(head), rule(3), ...rows.flatMap(rowLines), rule(6)];
}

function aligned(line: Line | undefined, width: number, align: Tokens.Table['align'][number] | undefined): string {
  const {text, width: used} = line ?? {text: '', width: 0};
  const blanks = Math.max(0, width - used);
  const before = align === 'right' ? blanks : align === 'center' ? blanks >> 1 : 0;
  return ' '.repeat(before) + text + ' '.repeat(blanks - before);
}

/** One line a cell, `Header: value`, rows parted by a blank line. */
function listed(head: Boxed['head'], rows: Boxed['rows'], theme: Theme, width: number): readonly string[] {
  const plain = {styles: [theme.style('muted')]};
  return rows.flatMap((row, index) => [
    ...(index > 0 ? [''] : []),
    ...row.flatMap((cell, column) =>
      wrap([...(head[column] ?? []), {text: ': ', ...plain}, ...cell], width).map(({text}) => text),
    ),
  ]);
}
