import {isSystemError} from '../../../../../system-error.ts';
import type {Files} from '../../../../fs/files.ts';

/** Paths that fit a pattern with `*`, `?` and `[…]` in its parts, sorted; hidden names only where the pattern says their dot. */
export function matchFiles(files: Files, pattern: string): readonly string[] {
  let found: readonly string[] = [''];
  for (const part of pattern.split('/').filter((piece) => piece !== '')) {
    found = found.flatMap((folder) => {
      if (!/[*?[]/.test(part)) return [`${folder}/${part}`];
      return namesIn(files, folder === '' ? '/' : folder)
        .filter((name) => (part.startsWith('.') || !name.startsWith('.')) && fits(name, part))
        .map((name) => `${folder}/${name}`);
    });
  }
  return found.filter((path) => isThere(files, path));
}

function namesIn(files: Files, folder: string): readonly string[] {
  try {
    return files.list(folder);
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

function isThere(files: Files, path: string): boolean {
  try {
    return files.stat(path) !== undefined;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** Whether a name fits a pattern; work grows with the product of their lengths, not faster. */
export function fits(name: string, pattern: string): boolean {
  const pieces = pattern.match(/\[!?\]?[^\]]*\]|\\.|[\s\S]/g) ?? [];
  let states = new Set([0]);
  const withStars = (from: Iterable<number>): Set<number> => {
    const all = new Set(from);
    for (const state of all) if (pieces[state] === '*') all.add(state + 1);
    return all;
  };
  states = withStars(states);
  for (const character of name) {
    const next: number[] = [];
    for (const state of states) {
      const piece = pieces[state];
      if (piece === '*') next.push(state);
      else if (piece !== undefined && takes(piece, character)) next.push(state + 1);
    }
    states = withStars(next);
  }
  return states.has(pieces.length);
}

function takes(piece: string, character: string): boolean {
  if (piece === '?') return true;
  if (piece.startsWith('\\') && piece.length > 1) return piece.slice(1) === character;
  if (!piece.startsWith('[') || piece.length < 3) return piece === character;
  const isNegated = piece[1] === '!' || piece[1] === '^';
  const inner = piece.slice(isNegated ? 2 : 1, -1);
  let isIn = false;
  for (let at = 0; at < inner.length; at += 1) {
    const last = inner[at + 1] === '-' ? inner[at + 2] : undefined;
    const first = inner[at] ?? '';
    if (last === undefined ? first === character : character >= first && character <= last) isIn = true;
    if (last !== undefined) at += 2;
  }
  return isIn !== isNegated;
}
