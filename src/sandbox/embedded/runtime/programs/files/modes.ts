/** How a mode changes what a file has: `u+x`, `go=r`, `755`. Undefined when the text is no mode. */
export type ModeChange = (mode: number, isDirectory: boolean) => number;

const bitsOf: {readonly [letter: string]: number} = {r: 4, w: 2, x: 1};
const shifts: {readonly [who: string]: number} = {u: 6, g: 3, o: 0};

/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/chmod.html */
export function parseMode(text: string, umask: number): ModeChange | undefined {
  if (/^[0-7]{1,5}$/.test(text)) {
    const mode = Number.parseInt(text, 8) & 0o7777;
    return () => mode;
  }
  const steps = text.split(',').map((clause) => parseClause(clause, umask));
  if (text === '' || steps.some((step) => step === undefined)) return undefined;
  return (mode, isDirectory) => steps.reduce((now, step) => step?.(now, isDirectory) ?? now, mode);
}

function parseClause(clause: string, umask: number): ModeChange | undefined {
  const [, who = '', actions = ''] = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause) ?? [];
  if (actions === '') return undefined;
  const classes = who === '' || who.includes('a') ? ['u', 'g', 'o'] : [...who];
  // Without a class, what the umask takes away is left alone.
  const allowed = who === '' ? 0o7777 & ~umask : 0o7777;
  const steps = [...actions.matchAll(/([-+=])([rwxXst]*|[ugo])(?=[-+=]|$)/g)];
  return (mode, isDirectory) =>
    steps.reduce((now, [, operator = '', letters = '']) => {
      const bits = bitsFor(classes, letters, now, isDirectory) & allowed;
      const mask = classMask(classes);
      if (operator === '+') return now | bits;
      return operator === '-' ? now & ~bits : (now & ~mask) | bits;
    }, mode);
}

function bitsFor(classes: readonly string[], letters: string, mode: number, isDirectory: boolean): number {
  let bits = 0;
  for (const letter of classes) {
    const shift = shifts[letter] ?? 0;
    for (const character of letters) {
      const copied = shifts[character];
      if (copied !== undefined) bits |= ((mode >> copied) & 7) << shift;
      else if (character === 'X') bits |= isDirectory || (mode & 0o111) !== 0 ? 1 << shift : 0;
      else if (character === 's') bits |= letter === 'u' ? 0o4000 : letter === 'g' ? 0o2000 : 0;
      else if (character === 't') bits |= 0o1000;
      else bits |= (bitsOf[character] ?? 0) << shift;
    }
  }
  return bits;
}

function classMask(classes: readonly string[]): number {
  const special: {readonly [letter: string]: number} = {u: 0o4000, g: 0o2000, o: 0};
  return classes.reduce((mask, letter) => mask | (7 << (shifts[letter] ?? 0)) | (special[letter] ?? 0), 0);
}

export function octal(mode: number, digits = 4): string {
  return mode.toString(8).padStart(digits, '0');
}
