import type {Wish} from '../../ui/act.ts';
import {search} from '../../ui/terminal/selection.ts';
import type {Pane} from '../../ui/terminal/vt.ts';

/** Moves the visible part of the shell's output. */
export function scrollShell(pane: Pane, {lines}: Extract<Wish, {wish: 'scroll-shell'}>): void {
  const page = Math.max(1, pane.rows - 1);
  const all = pane.lines.count;
  const by = {'page-up': -page, 'page-down': page, top: -all, bottom: all};
  pane.scroll(typeof lines === 'number' ? lines : by[lines]);
}

/** Marks the next match above or below what is seen; false when there is none. */
export function findInShell(
  pane: Pane,
  {query, direction}: Extract<Wish, {wish: 'find'}>,
  from: FoundAt | undefined,
): FoundAt | undefined {
  const start = from ?? {line: pane.top + pane.rows - 1, x: pane.columns};
  const span = search(pane.lines, query, start, direction);
  pane.mark(span);
  return span?.from;
}

export interface FoundAt {
  readonly line: number;
  readonly x: number;
}
