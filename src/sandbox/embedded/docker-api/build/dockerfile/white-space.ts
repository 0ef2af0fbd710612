/** White space as Go has it: JavaScript's, with U+0085 and without the byte order mark. https://pkg.go.dev/unicode#IsSpace */
export function isSpace(character: string): boolean {
  if (character === '\u0085') return true;
  return character !== '' && character !== '\ufeff' && character.trim() === '';
}

export function trimStart(text: string): string {
  let at = 0;
  while (at < text.length && isSpace(text.charAt(at))) at += 1;
  return text.slice(at);
}

/** Character by character: an expression that ends with `$` takes the square of the time for spaces in the middle. */
export function trimEnd(text: string, isCut: (character: string) => boolean = isSpace): string {
  let end = text.length;
  while (end > 0 && isCut(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

export function trimSpace(text: string): string {
  return trimEnd(trimStart(text));
}

/** What comes before the first white space, and what comes behind it. */
export function cutAtSpace(text: string): {readonly first: string; readonly rest: string} {
  let at = 0;
  while (at < text.length && !isSpace(text.charAt(at))) at += 1;
  return {first: text.slice(0, at), rest: trimStart(text.slice(at))};
}
