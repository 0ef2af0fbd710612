/**
 * Whether a name is like a pattern of `*`, `?`, `[a-z]` and `\\x`; none of them stands for a slash. Undefined for a pattern
 * that is malformed as far as it was looked at. https://pkg.go.dev/path/filepath#Match
 */
export function goMatch(pattern: string, name: string): boolean | undefined {
  const tokens = tokensOf([...pattern]);
  if (!tokens) return undefined;
  return matches(tokens, [...name]);
}

/** Whether a path has a character that stands for others. */
export function hasWildcards(path: string): boolean {
  return /[*?[]/.test(path.replaceAll(/\\[\s\S]/g, ''));
}

type Token = 'star' | ((character: string) => boolean);

function tokensOf(pattern: readonly string[]): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (character === '*') tokens.push('star');
    else if (character === '?') tokens.push((other) => other !== '/');
    else if (character === '[') {
      const found = bracketOf(pattern, at + 1);
      if (!found) return undefined;
      tokens.push(found.token);
      at = found.end;
    } else {
      if (character === '\\') at += 1;
      const literal = pattern[at];
      if (literal === undefined) return undefined;
      tokens.push((other) => other === literal);
    }
  }
  return tokens;
}

function bracketOf(
  pattern: readonly string[],
  from: number,
): {readonly token: Token; readonly end: number} | undefined {
  let at = from;
  const isNegated = pattern[at] === '^';
  if (isNegated) at += 1;
  const ranges: (readonly [string, string])[] = [];
  const take = (): string | undefined => {
    if (pattern[at] === '-' || pattern[at] === ']') return undefined;
    if (pattern[at] === '\\') at += 1;
    at += 1;
    return pattern[at - 1];
  };
  while (pattern[at] !== ']' || ranges.length === 0) {
    const low = take();
    if (low === undefined) return undefined;
    let high: string | undefined = low;
    if (pattern[at] === '-') {
      at += 1;
      high = take();
    }
    if (high === undefined || at >= pattern.length) return undefined;
    ranges.push([low, high]);
  }
  const isIn = (character: string): boolean => ranges.some(([low, high]) => low <= character && character <= high);
  return {token: (character) => character !== '/' && isIn(character) !== isNegated, end: at};
}

/** Goes back to the last star alone: that is enough, and takes no longer than the two lengths multiplied. */
function matches(tokens: readonly Token[], name: readonly string[]): boolean {
  let at = 0;
  let token = 0;
  let star: {readonly token: number; at: number} | undefined;
  while (at < name.length) {
    const wanted = tokens[token];
    const character = name[at] ?? '';
    if (wanted === 'star') {
      star = {token, at};
      token += 1;
    } else if (wanted?.(character)) {
      token += 1;
      at += 1;
    } else {
      // A star stands for no slash, and none before it can help where this one does not.
      if (!star || name[star.at] === '/') return false;
      star.at += 1;
      at = star.at;
      token = star.token + 1;
    }
  }
  return tokens.slice(token).every((rest) => rest === 'star');
}
