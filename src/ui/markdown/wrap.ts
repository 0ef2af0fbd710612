import {clusters, textWidth} from '../terminal/width.ts';
import type {Style} from '../theme.ts';

/** A piece of text in one style; `styles` are opened in order around it. A newline in it breaks the line. */
export interface Span {
  readonly text: string;
  readonly styles: readonly Style[];
}

/** One finished line: what to print, and how many cells that takes. */
export interface Line {
  readonly text: string;
  readonly width: number;
}

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly span: Span;
}

/**
 * Breaks spans into lines of at most `width` cells: at blanks, and beside Chinese and Japanese characters unless that
 * would begin or end a line with the wrong punctuation (kinsoku). Korean breaks at its blanks, as Latin does. What
 * is longer than a line is cut where the line is full. `hang` narrows every line but the first.
 * See https://www.w3.org/TR/clreq/#line_composition
 */
export function wrap(spans: readonly Span[], width: number, hang = 0): readonly Line[] {
  const lines: Line[] = [];
  let line: Cell[] = [];
  let used = 0;
  let breakAt = 0;
  const room = () => Math.max(2, lines.length === 0 ? width : width - hang);
  const finish = (cells: readonly Cell[]) => lines.push(lineOf(withoutTrailingBlanks(cells)));
  const startWith = (cells: readonly Cell[]) => {
    line = cells.slice(leadingBlanks(cells));
    used = widthOf(line);
    breakAt = 0;
  };

  for (const cell of cellsOf(spans)) {
    if (cell.text === '\n') {
      finish(line);
      startWith([]);
      continue;
    }
    const previous = line.at(-1);
    // Not behind the blanks a line begins with: they would be left alone on theirs.
    if (previous && mayBreakBetween(previous, cell) && leadingBlanks(line) < line.length) breakAt = line.length;
    while (used + cell.width > room() && line.length > 0) {
      // A blank that does not fit is the break itself.
      const at = cell.text === ' ' ? line.length : breakAt || line.length;
      const rest = line.slice(at);
      finish(line.slice(0, at));
      startWith(rest);
    }
    if (cell.text === ' ' && line.length === 0 && lines.length > 0) continue;
    line.push(cell);
    used += cell.width;
  }
  if (line.length > 0 || lines.length === 0) finish(line);
  return lines;
}

/** Spans on one line, whatever its width. */
export function inOneLine(spans: readonly Span[]): Line {
  return lineOf([...cellsOf(spans)].map((cell) => (cell.text === '\n' ? {...cell, text: ' ', width: 1} : cell)));
}

/** The width of the longest line that cannot be broken at a newline. */
export function naturalWidth(spans: readonly Span[]): number {
  const text = spans.map((span) => span.text).join('');
  return Math.max(...text.split('\n').map(textWidth));
}

/** A line cut to a width, with a mark where something is missing. */
export function cutLine(spans: readonly Span[], width: number, mark: string): Line {
  const cells = [...cellsOf(spans)];
  if (widthOf(cells) <= width) return lineOf(cells);
  const kept: Cell[] = [];
  let used = 0;
  for (const cell of cells) {
    if (used + cell.width > width - textWidth(mark)) break;
    kept.push(cell);
    used += cell.width;
  }
  const last = kept.at(-1)?.span ?? {text: '', styles: []};
  return lineOf([...kept, {text: mark, width: textWidth(mark), span: last}]);
}

function* cellsOf(spans: readonly Span[]): Generator<Cell> {
  for (const span of spans) {
    for (const part of span.text.split(/(\n)/)) {
      if (part === '\n') yield {text: '\n', width: 0, span};
      else for (const {text, width} of clusters(part)) yield {text, width, span};
    }
  }
}

/** Must not begin a line. */
const notFirst = new Set('、。，．！？：；）」』】〕》〉〗’”…—～·％‰℃・ー々,.!?:;)]}%>');
/** Must not end one. */
const notLast = new Set('（「『【〔《〈〖‘“([{<$￥£');

function mayBreakBetween(before: Cell, after: Cell): boolean {
  if (before.text === ' ') return after.text !== ' ';
  if (!isIdeographic(before) && !isIdeographic(after)) return false;
  return !notFirst.has(after.text) && !notLast.has(before.text) && after.text !== ' ';
}

/** Written without blanks between words: wide, but not Korean. */
function isIdeographic({text, width}: Cell): boolean {
  return width === 2 && !/^[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]/.test(text);
}

function leadingBlanks(cells: readonly Cell[]): number {
  const first = cells.findIndex(({text}) => text !== ' ');
  return first < 0 ? cells.length : first;
}

function withoutTrailingBlanks(cells: readonly Cell[]): readonly Cell[] {
  let end = cells.length;
  while (cells[end - 1]?.text === ' ') end--;
  return cells.slice(0, end);
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, {width}) => sum + width, 0);
}

/** Styles are closed at the end of every line and opened anew on the next, so that lines can be moved around. */
function lineOf(cells: readonly Cell[]): Line {
  let text = '';
  let open: Span | undefined;
  for (const cell of cells) {
    if (cell.span !== open) {
      text += closing(open) + opening(cell.span);
      open = cell.span;
    }
    text += cell.text;
  }
  return {text: text + closing(open), width: widthOf(cells)};
}

function opening(span: Span): string {
  return span.styles.map(({open}) => open).join('');
}

function closing(span: Span | undefined): string {
  return span
    ? span.styles
        .map(({close}) => close)
        .reverse()
        .join('')
    : '';
}
