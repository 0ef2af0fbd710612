/** A line that is being edited: its characters, and before which of them the cursor is. */
export interface Line {
  readonly characters: readonly string[];
  readonly cursor: number;
}

/** Nothing has been typed yet. */
export const emptyLine: Line = {characters: [], cursor: 0};

/** A text as a line with the cursor behind it. */
export function lineOf(text: string): Line {
  const characters = [...text];
  return {characters, cursor: characters.length};
}

/** The text of a line. */
export function textOf({characters}: Line): string {
  return characters.join('');
}

/** Puts a text before the cursor. */
export function insert({characters, cursor}: Line, text: string): Line {
  const added = [...text];
  return {
    characters: [...characters.slice(0, cursor), ...added, ...characters.slice(cursor)],
    cursor: cursor + added.length,
  };
}

/** Takes away what is between two places, and puts the cursor there. */
export function remove({characters}: Line, from: number, to: number): Line {
  return {characters: [...characters.slice(0, from), ...characters.slice(to)], cursor: from};
}

/** Puts the cursor elsewhere, within the line. */
export function moveTo({characters}: Line, cursor: number): Line {
  return {characters, cursor: Math.max(0, Math.min(characters.length, cursor))};
}

/** Where the word before the cursor begins. */
export function wordStart({characters, cursor}: Line): number {
  let at = cursor;
  while (at > 0 && characters[at - 1] === ' ') at -= 1;
  while (at > 0 && characters[at - 1] !== ' ') at -= 1;
  return at;
}

/** Where the word after the cursor ends. */
export function wordEnd({characters, cursor}: Line): number {
  let at = cursor;
  while (at < characters.length && characters[at] === ' ') at += 1;
  while (at < characters.length && characters[at] !== ' ') at += 1;
  return at;
}
