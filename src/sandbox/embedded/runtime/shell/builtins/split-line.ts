/**
 * The fields `read` makes of a line: as many as there are names, the last with all the rest. `escaped` are places of
 * characters that never separate.
 */
export function splitLine(
  text: string,
  {escaped, ifs, count}: {readonly escaped: ReadonlySet<number>; readonly ifs: string; readonly count: number},
): readonly string[] {
  const isSeparator = (at: number): boolean => at < text.length && !escaped.has(at) && ifs.includes(text.charAt(at));
  const isBlank = (at: number): boolean => isSeparator(at) && /[ \t\n]/.test(text.charAt(at));
  const skipBlanks = (from: number): number => {
    let at = from;
    while (isBlank(at)) at += 1;
    return at;
  };
  const fieldEnd = (from: number): number => {
    let at = from;
    while (at < text.length && !isSeparator(at)) at += 1;
    return at;
  };
  /** Past what separates two fields: blanks, and one mark among them. */
  const skipGap = (from: number): number => {
    const at = skipBlanks(from);
    return isSeparator(at) ? skipBlanks(at + 1) : at;
  };
  const fields: string[] = [];
  let at = skipBlanks(0);
  while (fields.length < count - 1 && at < text.length) {
    const end = fieldEnd(at);
    fields.push(text.slice(at, end));
    at = skipGap(end);
  }
  const end = fieldEnd(at);
  // One field and what separates it from nothing: the separator is not part of it.
  fields.push(skipGap(end) >= text.length ? text.slice(at, end) : text.slice(at, trimmedEnd(text, isBlank)));
  return fields;
}

function trimmedEnd(text: string, isBlank: (at: number) => boolean): number {
  let end = text.length;
  while (end > 0 && isBlank(end - 1)) end -= 1;
  return end;
}
