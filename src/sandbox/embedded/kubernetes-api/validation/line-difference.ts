/** A run of lines that two texts have in common, or that differ. */
type Line = readonly [sign: ' ' | '-' | '+', text: string];

/** How many lines around a difference are shown. */
const around = 3;

/** How two values differ as JSON, in unified form, as upstream shows it below its sentences. */
export function jsonDifference(before: unknown, after: unknown): string {
  const lines = alignedLines(JSON.stringify(before, null, 1).split('\n'), JSON.stringify(after, null, 1).split('\n'));
  return hunksOf(lines)
    .map(([from, to]) => hunkText(lines, from, to))
    .join('');
}

/** Both texts in one list, by their longest common part. */
function alignedLines(before: readonly string[], after: readonly string[]): readonly Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const common = (texts: readonly string[]) => texts.map((text): Line => [' ', text]);
  return [
    ...common(before.slice(0, start)),
    ...differingLines(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...common(before.slice(before.length - end)),
  ];
}

/** Longer differences are shown whole: nobody reads them line by line. */
const mostCells = 250_000;

function differingLines(before: readonly string[], after: readonly string[]): readonly Line[] {
  const [rows, columns] = [before.length, after.length];
  if (rows * columns > mostCells)
    return [...before.map((text): Line => ['-', text]), ...after.map((text): Line => ['+', text])];
  const lengths = commonLengths(before, after);
  const lengthAt = (row: number, column: number) => lengths[row * (columns + 1) + column] ?? 0;
  const lines: Line[] = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    const [one = '', other = ''] = [before[row], after[column]];
    if (row < rows && column < columns && one === other) {
      lines.push([' ', one]);
      row += 1;
      column += 1;
    } else if (column >= columns || (row < rows && lengthAt(row + 1, column) >= lengthAt(row, column + 1))) {
      lines.push(['-', one]);
      row += 1;
    } else {
      lines.push(['+', other]);
      column += 1;
    }
  }
  return lines;
}

/** How long the common part of the rests is, for every pair of places. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const place = row * width + column;
      const longer = Math.max(lengths[place + width] ?? 0, lengths[place + 1] ?? 0);
      lengths[place] = before[row] === after[column] ? (lengths[place + width + 1] ?? 0) + 1 : longer;
    }
  return lengths;
}

/** From where to where lines are shown; what is close together is shown together. */
function hunksOf(lines: readonly Line[]): readonly (readonly [number, number])[] {
  const hunks: [number, number][] = [];
  for (const [index, [sign]] of lines.entries()) {
    if (sign === ' ') continue;
    const [from, to] = [Math.max(0, index - around), Math.min(lines.length, index + around + 1)];
    const last = hunks.at(-1);
    if (last && from <= last[1]) last[1] = to;
    else hunks.push([from, to]);
  }
  return hunks;
}

function hunkText(lines: readonly Line[], from: number, to: number): string {
  const count = (part: readonly Line[], unwanted: string) => part.filter(([sign]) => sign !== unwanted).length;
  const [above, shown] = [lines.slice(0, from), lines.slice(from, to)];
  const range = (unwanted: string) => `${count(above, unwanted) + 1},${count(shown, unwanted)}`;
  const text = shown.map(([sign, line]) => `${sign}${line}\n`).join('');
  return `@@ -${range('+')} +${range('-')} @@\n${text}`;
}
