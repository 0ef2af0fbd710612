import type {Process} from '../../process/process.ts';

/** Lines that stand in the place of others: `[from, to)` of either side; one of them may be empty. */
export interface Change {
  readonly left: readonly [from: number, to: number];
  readonly right: readonly [from: number, to: number];
}

/** Beyond so many changed lines the rest is taken to be all new: it would be no shorter to read. */
const mostEdits = 1500;

/**
 * The shortest way from one list of lines to another, by Myers' algorithm, bounded.
 * https://doi.org/10.1007/BF01840446
 */
export async function diffLines(
  process: Process,
  left: readonly string[],
  right: readonly string[],
): Promise<readonly Change[]> {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const [a, b] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  if (a.length === 0 && b.length === 0) return [];
  const kept = await commonLines(process, a, b);
  return changesBetween(kept, a.length, b.length).map((change) => ({
    left: [change.left[0] + start, change.left[1] + start],
    right: [change.right[0] + start, change.right[1] + start],
  }));
}

/** Pairs of lines that stay, in order. */
async function commonLines(
  process: Process,
  a: readonly string[],
  b: readonly string[],
): Promise<readonly (readonly [number, number])[]> {
  if (a.length === 0 || b.length === 0) return [];
  const offset = Math.min(mostEdits, a.length + b.length) + 1;
  const furthest = new Int32Array(2 * offset + 1);
  const trail: Int32Array[] = [];
  for (let edits = 0; edits < offset; edits += 1) {
    await process.breathe();
    trail.push(furthest.slice(offset - edits - 1, offset + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const below = furthest[offset + diagonal + 1] ?? 0;
      const before = furthest[offset + diagonal - 1] ?? 0;
      const isDown = diagonal === -edits || (diagonal !== edits && before < below);
      let x = isDown ? below : before + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest[offset + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return walkBack(trail, a.length, b.length);
    }
  }
  return [];
}

/** Follows the way back from the end; `trail[d]` holds diagonals -d-1 to d+1. */
function walkBack(trail: readonly Int32Array[], width: number, height: number): readonly (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  let x = width;
  let y = height;
  for (let edits = trail.length - 1; edits >= 0; edits -= 1) {
    const row = trail[edits];
    const at = (diagonal: number): number => row?.[diagonal + edits + 1] ?? 0;
    const diagonal = x - y;
    const isDown = diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
    const previous = isDown ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : at(previous);
    const fromY = fromX - previous;
    const startX = edits === 0 ? 0 : isDown ? fromX : fromX + 1;
    while (x > startX) {
      x -= 1;
      y -= 1;
      kept.push([x, y]);
    }
    x = fromX;
    y = fromY;
  }
  return kept.reverse();
}

function changesBetween(
  kept: readonly (readonly [number, number])[],
  width: number,
  height: number,
): readonly Change[] {
  const changes: Change[] = [];
  let [x, y] = [0, 0];
  for (const [left, right] of [...kept, [width, height] as const]) {
    if (left > x || right > y) changes.push({left: [x, left], right: [y, right]});
    x = left + 1;
    y = right + 1;
  }
  return changes;
}
