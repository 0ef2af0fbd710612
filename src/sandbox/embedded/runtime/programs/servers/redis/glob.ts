/** Whether a text fits a pattern of `KEYS`: `*`, `?`, `[a-c]`, `[^a]`, `\x`. Work grows with the product of the lengths. */
export function globFits(pattern: string, text: string): boolean {
  const pieces = piecesOf(pattern);
  let states = spread(new Set([0]), pieces);
  for (const character of text) {
    const next = new Set<number>();
    for (const state of states) {
      const piece = pieces[state];
      if (piece === 'any many') next.add(state);
      else if (piece !== undefined && (piece === 'any one' || piece(character))) next.add(state + 1);
    }
    states = spread(next, pieces);
    if (states.size === 0) return false;
  }
  return states.has(pieces.length);
}

type Piece = 'any many' | 'any one' | ((character: string) => boolean);

/** A star may also stand for nothing. */
function spread(states: Set<number>, pieces: readonly Piece[]): Set<number> {
  for (const state of states) if (pieces[state] === 'any many') states.add(state + 1);
  return states;
}

function piecesOf(pattern: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (character === '*') {
      if (pieces.at(-1) !== 'any many') pieces.push('any many');
    } else if (character === '?') pieces.push('any one');
    else if (character === '[') {
      const {piece, end} = bracket(pattern, at + 1);
      pieces.push(piece);
      at = end;
    } else {
      const literal = character === '\\' && at + 1 < pattern.length ? pattern[at + 1] : character;
      if (character === '\\') at += 1;
      pieces.push((other) => other === literal);
    }
  }
  return pieces;
}

/** `end` is on the closing bracket, or behind the pattern where there is none. */
function bracket(pattern: string, start: number): {readonly piece: Piece; readonly end: number} {
  const isNegated = pattern[start] === '^';
  const tests: ((character: string) => boolean)[] = [];
  let at = start + (isNegated ? 1 : 0);
  for (; at < pattern.length && pattern[at] !== ']'; at += 1) {
    if (pattern[at] === '\\' && at + 1 < pattern.length) at += 1;
    const first = pattern[at] ?? '';
    const last = pattern[at + 1] === '-' ? pattern[at + 2] : undefined;
    if (last === undefined || last === ']') {
      tests.push((character) => character === first);
      continue;
    }
    const [low, high] = first <= last ? [first, last] : [last, first];
    tests.push((character) => character >= low && character <= high);
    at += 2;
  }
  return {piece: (character) => tests.some((test) => test(character)) !== isNegated, end: at};
}
