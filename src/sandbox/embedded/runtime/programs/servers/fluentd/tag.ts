/** Whether a tag matches the patterns of a `<match>`: `a.*`, `a.**`, `{a,b}.c`, several between spaces. */
export function matchesTag(patterns: string, tag: string): boolean {
  return patterns
    .split(/\s+(?![^{]*\})/)
    .filter((pattern) => pattern !== '')
    .some((pattern) => matchesParts(partsOf(pattern), tag.split('.')));
}

/** A pattern cut at its dots; those in braces are not between parts. */
function partsOf(pattern: string): readonly string[] {
  return pattern.match(/(?:\{[^}]*\}|[^.])+/g) ?? [];
}

function matchesParts(parts: readonly string[], words: readonly string[]): boolean {
  // How many words the parts so far can have taken.
  let taken = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const count of taken) {
      if (part === '**') for (let more = count; more <= words.length; more += 1) next.add(more);
      else if (count < words.length && matchesWord(part, words[count] ?? '')) next.add(count + 1);
    }
    taken = next;
  }
  return taken.has(words.length);
}

function matchesWord(part: string, word: string): boolean {
  const [, before = '', choices, behind = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(part) ?? [];
  if (choices !== undefined)
    return choices.split(',').some((choice) => matchesWord(`${before}${choice.trim()}${behind}`, word));
  const [first = '', ...rest] = part.split('*');
  if (rest.length === 0) return part === word;
  const last = rest.pop() ?? '';
  if (!word.startsWith(first) || word.length < first.length + last.length || !word.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = word.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= word.length - last.length;
}
