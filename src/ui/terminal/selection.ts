/** A cell of the whole buffer: `line` counts from the oldest line that is kept. */
export interface Point {
  readonly line: number;
  readonly x: number;
}

/** From a cell up to and with another, in reading order. */
export interface Span {
  readonly from: Point;
  readonly to: Point;
}

/** The buffer as search and selection see it. */
export interface Lines {
  readonly count: number;
  /** The text of one line; `trimmed` leaves trailing blanks out. */
  text(line: number, trimmed: boolean): string;
  /** The line goes on in the next one: the terminal broke it. */
  continues(line: number): boolean;
  /** Cell of a character of the text, and the cell after it. */
  cellOf(line: number, index: number): number;
}

/** Two points in reading order. */
export function spanBetween(one: Point, other: Point): Span {
  const inOrder = one.line < other.line || (one.line === other.line && one.x <= other.x);
  return inOrder ? {from: one, to: other} : {from: other, to: one};
}

/** Which cells of a line a span covers, as [first, last + 1); undefined when none. */
export function cellsIn({from, to}: Span, line: number, columns: number): readonly [number, number] | undefined {
  if (line < from.line || line > to.line) return undefined;
  return [line === from.line ? from.x : 0, line === to.line ? to.x + 1 : columns];
}

/** The text of a span: lines the terminal broke are joined, blanks at their ends are left out. */
export function textIn(lines: Lines, span: Span): string {
  let text = '';
  for (let line = span.from.line; line <= span.to.line; line++) {
    const broken = lines.continues(line);
    const whole = lines.text(line, !broken);
    const first = line === span.from.line ? indexAtCell(lines, line, whole, span.from.x) : 0;
    const last = line === span.to.line ? indexAtCell(lines, line, whole, span.to.x + 1) : whole.length;
    text += whole.slice(first, last) + (broken || line === span.to.line ? '' : '\n');
  }
  return text;
}

function indexAtCell(lines: Lines, line: number, text: string, x: number): number {
  let index = 0;
  while (index < text.length && lines.cellOf(line, index) < x) index++;
  return index;
}

/**
 * The next match above (`older`) or below a point, letter case ignored unless the wish has capitals; goes round at
 * the end. Matches across lines the terminal broke are not found.
 */
export function search(lines: Lines, wish: string, start: Point, direction: 'older' | 'newer'): Span | undefined {
  if (wish === '' || lines.count === 0) return undefined;
  const exact = /\p{Lu}/u.test(wish);
  const fold = (text: string) => (exact ? text : text.toLowerCase());
  const step = direction === 'older' ? -1 : 1;
  for (let moved = 0; moved <= lines.count; moved++) {
    const line = (((start.line + step * moved) % lines.count) + lines.count) % lines.count;
    const starts = matchesIn(fold(lines.text(line, true)), fold(wish)).map((index) => ({
      line,
      index,
      x: lines.cellOf(line, index),
    }));
    const beyond = starts.filter(({x}) => moved !== 0 || (direction === 'older' ? x < start.x : x > start.x));
    const found = direction === 'older' ? beyond.at(-1) : beyond[0];
    if (found) return {from: {line, x: found.x}, to: {line, x: lines.cellOf(line, found.index + wish.length) - 1}};
  }
  return undefined;
}

function matchesIn(text: string, wish: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wish); at >= 0; at = text.indexOf(wish, at + 1)) found.push(at);
  return found;
}
