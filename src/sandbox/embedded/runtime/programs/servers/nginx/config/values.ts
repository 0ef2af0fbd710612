/** Values as configuration files have them; undefined for what is none. */

/** `10m` in bytes. https://nginx.org/en/docs/syntax.html */
export function parseSize(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,15})([kKmMgG]?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const factor = {'': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3}[unit.toLowerCase()] ?? 1;
  return Number(digits) * factor;
}

const unitsMs: readonly (readonly [unit: string, ms: number])[] = [
  ['y', 365 * 86_400_000],
  ['M', 30 * 86_400_000],
  ['w', 7 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/** `1d12h`, `90`, `500ms` in milliseconds; units from the largest to the smallest, a bare number is seconds. */
export function parseTime(text: string): number | undefined {
  let sum = 0;
  let rest = text;
  let last = -1;
  if (text === '') return undefined;
  while (rest !== '') {
    const [whole, digits = '', unit = ''] = /^(\d{1,10}) *(ms|[yMwdhms]?) */.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    const rank = unit === '' ? 6 : unitsMs.findIndex(([name]) => name === unit);
    if (rank <= last) return undefined;
    last = unit === '' ? unitsMs.length : rank;
    sum += Number(digits) * (unitsMs[rank]?.[1] ?? 0);
    rest = rest.slice(whole.length);
  }
  return sum;
}

export function parseCount(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
