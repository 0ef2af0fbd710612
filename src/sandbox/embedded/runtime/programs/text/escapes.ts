const simple: {readonly [letter: string]: string} = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** The character an escape stands for, and how many characters it takes; `text[at]` is behind the backslash. */
export function readEscape(text: string, at: number): {readonly character: string; readonly length: number} {
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0];
  if (octal !== undefined)
    return {character: String.fromCharCode(Number.parseInt(octal, 8) & 255), length: octal.length};
  const digits = text[at] === 'x' ? /^[0-9a-fA-F]{1,2}/.exec(text.slice(at + 1, at + 3))?.[0] : undefined;
  if (digits !== undefined)
    return {character: String.fromCharCode(Number.parseInt(digits, 16)), length: 1 + digits.length};
  const known = simple[text[at] ?? ''];
  // What is no escape stands for itself, and so does the backslash before it.
  return known === undefined ? {character: '\\', length: 0} : {character: known, length: 1};
}

/** A text with all its escapes in place. */
export function withEscapes(text: string): string {
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '\\') {
      result += text[at];
      continue;
    }
    const {character, length} = readEscape(text, at + 1);
    result += character;
    at += length;
  }
  return result;
}
