/** Compares as glibc's strverscmp: runs of digits as numbers, those with leading zeros as fractions. */
export function compareVersions(one: string, other: string): number {
  const first = one.match(/\d+|\D+/g) ?? [];
  const second = other.match(/\d+|\D+/g) ?? [];
  for (let index = 0; index < Math.max(first.length, second.length); index += 1) {
    const [a = '', b = ''] = [first[index], second[index]];
    if (a === b) continue;
    const areNumbers = /^\d/.test(a) && /^\d/.test(b);
    if (areNumbers && !a.startsWith('0') && !b.startsWith('0') && a.length !== b.length) return a.length - b.length;
    return compareRuns(a, b);
  }
  return 0;
}

function compareRuns(a: string, b: string): number {
  const zeros = (text: string): number => /^0*/.exec(text)?.[0].length ?? 0;
  const areNumbers = /^\d/.test(a) && /^\d/.test(b);
  if (areNumbers && zeros(a) !== zeros(b)) return zeros(b) - zeros(a);
  return a < b ? -1 : 1;
}
