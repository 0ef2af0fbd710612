/** Breaks lines at blanks so that none is longer than `limit`, unless one word is; line ends that are there stay. */
export function wrapText(text: string, limit: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, limit))
    .join('\n');
}

function wrapLine(line: string, limit: number): string {
  let [written, current] = ['', 0];
  for (const [, space = '', word = ''] of line.matchAll(/(\s*)(\S+)/g)) {
    const length = [...word].length;
    if (current + space.length > 1 && current + space.length + length > limit) {
      written += `\n${word}`;
      current = length;
    } else {
      written += space + word;
      current += space.length + length;
    }
  }
  return written;
}

/** Every line moved in by some blanks, empty ones too. */
export function indentText(text: string, blanks: number): string {
  const pad = ' '.repeat(blanks);
  return text
    .split('\n')
    .map((line) => pad + line)
    .join('\n');
}
