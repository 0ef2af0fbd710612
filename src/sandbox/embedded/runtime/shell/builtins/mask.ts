const classes = [
  ['u', 6],
  ['g', 3],
  ['o', 0],
] as const;

const letters = [
  ['r', 4],
  ['w', 2],
  ['x', 1],
] as const;

/** A mask as `umask -S` shows it: what new files may be allowed. */
export function symbolicMask(mask: number): string {
  const allowed = ~mask & 0o777;
  return classes
    .map(
      ([name, shift]) => `${name}=${letters.map(([letter, bit]) => ((allowed >> shift) & bit ? letter : '')).join('')}`,
    )
    .join(',');
}

/** The mask a text means, octal or symbolic (`u=rwx,g-w`); undefined when it means none. */
export function parseMask(text: string, before: number): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8) & 0o777;
  let allowed = ~before & 0o777;
  for (const clause of text.split(',')) {
    const [, who = '', operator = '', what = ''] = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause) ?? [];
    if (operator === '') return undefined;
    const bits = letters.reduce((sum, [letter, bit]) => (what.includes(letter) ? sum | bit : sum), 0);
    for (const [name, shift] of classes) {
      if (who !== '' && !who.includes('a') && !who.includes(name)) continue;
      if (operator === '=') allowed = (allowed & ~(7 << shift)) | (bits << shift);
      else if (operator === '+') allowed |= bits << shift;
      else allowed &= ~(bits << shift);
    }
  }
  return ~allowed & 0o777;
}
