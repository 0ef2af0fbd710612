import type {Line} from './line.ts';
import {placesOf} from './width.ts';

const eraseBelow = '\x1b[J';

/** What turns the screen that shows one line into one that shows another. `start`: the cell behind the prompt. */
export function repaint(
  from: Line,
  to: Line,
  {start, columns}: {readonly start: number; readonly columns: number},
): string {
  const before = placesOf(from.characters, start, columns);
  const after = placesOf(to.characters, start, columns);
  const same = commonLength(from.characters, to.characters);
  const at = placeAt(before, from.cursor);
  const goal = placeAt(after, to.cursor);
  const isSame = same === from.characters.length && same === to.characters.length;
  if (isSame) return move(at, goal, columns);
  const end = after.at(-1) ?? start;
  const rest = to.characters.slice(same).join('');
  // A terminal goes to the next line only with the next character.
  const wraps = rest !== '' && end % columns === 0 ? '\n' : '';
  const erases = end < (before.at(-1) ?? start) ? eraseBelow : '';
  return move(at, placeAt(after, same), columns) + rest + wraps + erases + move(end, goal, columns);
}

/** A line behind its prompt, where nothing is shown yet. */
export function paint(line: Line, options: {readonly start: number; readonly columns: number}): string {
  return repaint({characters: [], cursor: 0}, line, options);
}

/** Moves the cursor from one cell to another. */
export function move(from: number, to: number, columns: number): string {
  const rows = Math.floor(to / columns) - Math.floor(from / columns);
  const column = to % columns;
  if (rows === 0) {
    const left = from - to;
    if (left === 0) return '';
    if (left > 0) return left <= 4 ? '\b'.repeat(left) : `\x1b[${left}D`;
    return `\x1b[${-left}C`;
  }
  const vertical = rows < 0 ? `\x1b[${-rows}A` : `\x1b[${rows}B`;
  return `\r${vertical}${column > 0 ? `\x1b[${column}C` : ''}`;
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return length;
}

function placeAt(places: readonly number[], index: number): number {
  return places[Math.min(index, places.length - 1)] ?? 0;
}
