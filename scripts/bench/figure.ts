/** One measured figure; `goal` is an upper bound of `value`, which is a ratio wherever a peer exists. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly goal: number;
  readonly unit: string;
  readonly peer?: string;
  readonly peerValue?: number;
  readonly ok: boolean;
}

export interface Bench {
  readonly name: string;
  /** Throws with the reason when it cannot be measured here. */
  measure(): Promise<readonly Figure[]>;
}

export function figure(options: Omit<Figure, 'ok' | 'value'> & {readonly value: number}): Figure {
  const value = Math.round(options.value * 1000) / 1000;
  return {...options, value, ok: value <= options.goal};
}

/** The value below which the given share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);
