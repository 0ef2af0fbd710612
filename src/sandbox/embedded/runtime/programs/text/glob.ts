/**
 * Whether a text matches a pattern of `*`, `?`, `[...]` and backslashes, as fnmatch without flags does: a slash is a
 * character. It goes back to the last star alone, so no pattern takes long.
 */
export function matchesGlob(pattern: string, text: string, ignoreCase = false): boolean {
  const wanted = [...(ignoreCase ? pattern.toLowerCase() : pattern)];
  const given = [...(ignoreCase ? text.toLowerCase() : text)];
  let at = 0;
  let position = 0;
  let star: {readonly at: number; position: number} | undefined;
  while (position < given.length) {
    if (wanted[at] === '*') {
      star = {at: at + 1, position};
      at += 1;
      continue;
    }
    const length = matchOne(wanted, at, given[position] ?? '');
    if (length > 0) {
      at += length;
      position += 1;
    } else if (star) {
      star.position += 1;
      position = star.position;
      at = star.at;
    } else return false;
  }
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}

/** How long the part of the pattern is that takes a character; 0 when it does not. */
function matchOne(pattern: readonly string[], at: number, character: string): number {
  const wanted = pattern[at];
  if (wanted === undefined) return 0;
  if (wanted === '?') return 1;
  if (wanted === '\\' && at + 1 < pattern.length) return pattern[at + 1] === character ? 2 : 0;
  const set = wanted === '[' ? readSet(pattern, at + 1) : undefined;
  if (!set) return wanted === character ? 1 : 0;
  return set.has(character) ? set.end - at : 0;
}

const classes: {readonly [name: string]: RegExp} = {
  alpha: /\p{L}/u,
  digit: /\d/,
  alnum: /[\p{L}\p{N}]/u,
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  space: /\s/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** Undefined when the bracket is never closed: then it is a character. */
function readSet(
  pattern: readonly string[],
  start: number,
): {readonly has: (character: string) => boolean; readonly end: number} | undefined {
  const isNegated = pattern[start] === '!' || pattern[start] === '^';
  const tests: ((character: string) => boolean)[] = [];
  let at = start + (isNegated ? 1 : 0);
  for (let isFirst = true; isFirst || pattern[at] !== ']'; isFirst = false) {
    if (at >= pattern.length) return undefined;
    const [whole, name] = /^\[:([a-z]+):\]/.exec(pattern.slice(at, at + 12).join('')) ?? [];
    const named = classes[name ?? ''];
    if (whole !== undefined && named) {
      tests.push((character) => named.test(character));
      at += whole.length;
      continue;
    }
    if (pattern[at] === '\\' && at + 1 < pattern.length) at += 1;
    const first = pattern[at] ?? '';
    const isRange = pattern[at + 1] === '-' && pattern[at + 2] !== ']' && at + 2 < pattern.length;
    const last = isRange ? (pattern[at + 2] ?? '') : first;
    tests.push((character) => character >= first && character <= last);
    at += isRange ? 3 : 1;
  }
  return {has: (character) => tests.some((test) => test(character)) !== isNegated, end: at + 1};
}
