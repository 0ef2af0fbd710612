import {escapedClasses, namedClasses, PatternError} from './syntax.ts';

const controlLetters: {readonly [letter: string]: number} = {n: 10, t: 9, r: 13, f: 12, e: 27, a: 7, 0: 0};

/** Whether a character belongs to a set, whatever the case where that does not matter. */
export function folded(has: (code: number) => boolean, ignoreCase: boolean): (code: number) => boolean {
  if (!ignoreCase) return has;
  return (code) => has(code) || has(otherCase(code));
}

export function otherCase(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return code >= 97 && code <= 122 ? code - 32 : code;
}

/** A class of `\d` and its like, big letters being the rest; undefined for another letter. */
export function escapedClass(letter: string): ((code: number) => boolean) | undefined {
  const form = escapedClasses[letter.toLowerCase()];
  if (!form || !/^[A-Za-z]$/.test(letter)) return undefined;
  const isRest = letter !== letter.toLowerCase();
  return (code) => form.test(String.fromCharCode(code)) !== isRest;
}

/** The character an escape stands for; `at` is on the letter behind the backslash. */
export function escapedCharacter(pattern: string, at: number): {readonly code: number; readonly end: number} {
  const letter = pattern[at];
  if (letter === undefined) throw new PatternError('\\ at end of pattern', at);
  const digits = letter === 'x' ? /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{0,2}))/.exec(pattern.slice(at + 1)) : null;
  if (digits) return {code: Number.parseInt(digits[1] ?? digits[2] ?? '', 16) || 0, end: at + 1 + digits[0].length};
  return {code: controlLetters[letter] ?? letter.charCodeAt(0), end: at + 1};
}

/** Reads `[…]`; `at` is behind the bracket. Throws PatternError. */
export function readSet(pattern: string, at: number): {readonly has: (code: number) => boolean; readonly end: number} {
  const isRest = pattern[at] === '^';
  const members: ((code: number) => boolean)[] = [];
  let position = at + (isRest ? 1 : 0);
  for (let isFirst = true; isFirst || pattern[position] !== ']'; isFirst = false) {
    if (position >= pattern.length) throw new PatternError('missing terminating ] for character class', pattern.length);
    const item = readItem(pattern, position);
    position = item.end;
    if (item.class) {
      members.push(item.class);
      continue;
    }
    const {code} = item;
    const isRange = pattern[position] === '-' && pattern[position + 1] !== ']' && position + 1 < pattern.length;
    const last = isRange ? readItem(pattern, position + 1) : undefined;
    if (!last || last.class) {
      members.push((each) => each === code);
      continue;
    }
    if (last.code < code) throw new PatternError('range out of order in character class', last.end - 1);
    members.push((each) => each >= code && each <= last.code);
    position = last.end;
  }
  return {has: (code) => members.some((has) => has(code)) !== isRest, end: position + 1};
}

interface SetItem {
  readonly code: number;
  readonly class?: (code: number) => boolean;
  readonly end: number;
}

function readItem(pattern: string, at: number): SetItem {
  const named = /^\[:(\^?)([a-z]*):\]/.exec(pattern.slice(at, at + 16));
  if (named) {
    const form = namedClasses[named[2] ?? ''];
    if (!form) throw new PatternError('unknown POSIX class name', at);
    const isRest = named[1] === '^';
    return {
      code: 0,
      class: (code) => form.test(String.fromCharCode(code)) !== isRest,
      end: at + named[0].length,
    };
  }
  if (pattern[at] !== '\\') return {code: pattern.charCodeAt(at), end: at + 1};
  const known = escapedClass(pattern[at + 1] ?? '');
  if (known) return {code: 0, class: known, end: at + 2};
  if (pattern[at + 1] === 'b') return {code: 8, end: at + 2};
  return escapedCharacter(pattern, at + 1);
}
