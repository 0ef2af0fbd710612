/** Whether one item belongs before another. */
export type Less<T> = (one: T, other: T) => boolean;

/**
 * Sorts as Go's sort.Sort does, so that items of the same rank come out in Go's order: short lists stay stable, longer
 * ones are partitioned. https://pkg.go.dev/sort#Sort
 */
export function goSort<T extends NonNullable<unknown>>(items: readonly T[], less: Less<T>): readonly T[] {
  const sorting = new Sorting(items, less);
  sorting.sort(0, items.length);
  return sorting.items;
}

const longestInsertion = 12;
const shortestNinther = 50;
/** Adjacent pairs out of order that are put right before partitioning after all. */
const mostRepairs = 5;
const shortestRepaired = 50;

/** So many swaps to find the median of medians mean that the list is the wrong way round. */
const mostSwaps = 12;

/** A list under way. Positions are from `a` up to, but not with, `b`. */
class Sorting<T> {
  readonly items: T[];
  private readonly less: Less<T>;
  private swaps = 0;

  constructor(items: readonly T[], less: Less<T>) {
    this.items = [...items];
    this.less = less;
  }

  sort(from: number, to: number): void {
    let [a, b] = [from, to];
    let [balanced, partitioned] = [true, true];
    while (b - a > longestInsertion) {
      const length = b - a;
      if (!balanced) this.breakPatterns(a, b);
      const pivot = this.choosePivot(a, b);
      if (balanced && partitioned && pivot.ordered && this.repaired(a, b)) return;
      if (a > 0 && !this.isLess(a - 1, pivot.at)) {
        a = this.partitionEqual(a, b, pivot.at);
        continue;
      }
      const {middle, already} = this.partition(a, b, pivot.at);
      partitioned = already;
      balanced = Math.min(middle - a, b - middle) >= Math.floor(length / 8);
      if (middle - a < b - middle) {
        this.sort(a, middle);
        a = middle + 1;
      } else {
        this.sort(middle + 1, b);
        b = middle;
      }
    }
    this.insert(a, b);
  }

  private isLess(one: number, other: number): boolean {
    return this.less(this.at(one), this.at(other));
  }

  private at(index: number): T {
    const item = this.items[index];
    if (item === undefined) throw new RangeError(`no item ${index} of ${this.items.length}`);
    return item;
  }

  private swap(one: number, other: number): void {
    [this.items[one], this.items[other]] = [this.at(other), this.at(one)];
  }

  private insert(a: number, b: number): void {
    for (let i = a + 1; i < b; i += 1) for (let j = i; j > a && this.isLess(j, j - 1); j -= 1) this.swap(j, j - 1);
  }

  private partition(a: number, b: number, pivot: number): {readonly middle: number; readonly already: boolean} {
    this.swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (let round = 0; ; round += 1) {
      while (i <= j && this.isLess(i, a)) i += 1;
      while (i <= j && !this.isLess(j, a)) j -= 1;
      if (i > j) {
        this.swap(j, a);
        return {middle: j, already: round === 0};
      }
      this.swap(i, j);
      i += 1;
      j -= 1;
    }
  }

  /** Puts what equals the pivot first; where the rest begins. */
  private partitionEqual(a: number, b: number, pivot: number): number {
    this.swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.isLess(a, i)) i += 1;
      while (i <= j && this.isLess(a, j)) j -= 1;
      if (i > j) return i;
      this.swap(i, j);
      i += 1;
      j -= 1;
    }
  }

  /** Whether the list was in order, or nearly: a few pairs are put right. */
  private repaired(a: number, b: number): boolean {
    let i = a + 1;
    for (let repairs = 0; repairs < mostRepairs; repairs += 1) {
      while (i < b && !this.isLess(i, i - 1)) i += 1;
      if (i === b) return true;
      if (b - a < shortestRepaired) return false;
      this.swap(i, i - 1);
      if (i - a >= 2) for (let j = i - 1; j >= 1 && this.isLess(j, j - 1); j -= 1) this.swap(j, j - 1);
      if (b - i >= 2) for (let j = i + 1; j < b && this.isLess(j, j - 1); j += 1) this.swap(j, j - 1);
    }
    return false;
  }

  private choosePivot(a: number, b: number): {readonly at: number; readonly ordered: boolean} {
    const quarter = Math.floor((b - a) / 4);
    this.swaps = 0;
    const around = (at: number) => (b - a >= shortestNinther ? this.median(at - 1, at, at + 1) : at);
    const middle = this.median(around(a + quarter), around(a + quarter * 2), around(a + quarter * 3));
    if (this.swaps !== mostSwaps) return {at: middle, ordered: this.swaps === 0};
    this.reverse(a, b);
    return {at: b - 1 - (middle - a), ordered: true};
  }

  private median(one: number, two: number, three: number): number {
    const [a, b] = this.ordered(one, two);
    const [c] = this.ordered(b, three);
    return this.ordered(a, c)[1];
  }

  private ordered(one: number, other: number): readonly [number, number] {
    if (!this.isLess(other, one)) return [one, other];
    this.swaps += 1;
    return [other, one];
  }

  private reverse(a: number, b: number): void {
    for (let [i, j] = [a, b - 1]; i < j; i += 1, j -= 1) this.swap(i, j);
  }

  /** Moves three items elsewhere, always the same: else some orders would take for ever. */
  private breakPatterns(a: number, b: number): void {
    const length = b - a;
    let random = BigInt(length);
    const mask = (1n << BigInt(length.toString(2).length)) - 1n;
    const first = a + Math.floor(length / 4) * 2 - 1;
    for (let index = first; index <= first + 2; index += 1) {
      random = BigInt.asUintN(64, random ^ (random << 13n));
      random ^= random >> 7n;
      random = BigInt.asUintN(64, random ^ (random << 17n));
      const other = Number(random & mask);
      this.swap(index, a + (other >= length ? other - length : other));
    }
  }
}
