/** `25%` as 25; undefined for what is no percentage. */
export function percentOf(value: unknown): number | undefined {
  const digits = typeof value === 'string' ? /^([0-9]+)%$/.exec(value)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}

/** A number, or a percentage of a total, rounded up or down: `maxSurge`, `minAvailable`. Undefined for what is neither. */
export function scaledValue(value: unknown, total: number, rounding: 'up' | 'down'): number | undefined {
  if (typeof value === 'number') return value;
  const percent = percentOf(value);
  if (percent === undefined) return undefined;
  const part = (percent * total) / 100;
  return rounding === 'up' ? Math.ceil(part) : Math.floor(part);
}
