import type {Process} from '../../process/process.ts';

const runLength = 1024;

/** Sorts without holding up everybody else: small runs at once, then merged piece by piece. Stable. */
export async function sorted<Item>(
  process: Process,
  items: readonly Item[],
  compare: (one: Item, other: Item) => number,
): Promise<Item[]> {
  let runs: Item[][] = [];
  for (let at = 0; at < items.length; at += runLength) {
    await process.breathe();
    runs.push(items.slice(at, at + runLength).sort(compare));
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(await merge(process, [runs[at] ?? [], runs[at + 1] ?? []], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<Item>(
  process: Process,
  [one, other]: readonly [readonly Item[], readonly Item[]],
  compare: (one: Item, other: Item) => number,
): Promise<Item[]> {
  const result: Item[] = [];
  const rest = [...other].reverse();
  for (const item of one) {
    if (result.length % runLength === 0) await process.breathe();
    for (let next = rest.at(-1); rest.length > 0 && next !== undefined && compare(next, item) < 0; next = rest.at(-1)) {
      result.push(next);
      rest.pop();
    }
    result.push(item);
  }
  return [...result, ...rest.reverse()];
}
