import {type CharacterClass, type CharacterSet, isCharacterClass, RegexError} from './syntax.ts';

/**
 * Reads a bracket expression; `at` is behind its `[`. Throws RegexError.
 * https://pubs.opengroup.org/onlinepubs/9699919799/basedefs/V1_chap09.html#tag_09_03_05
 */
export function readBracket(pattern: string, at: number): {readonly set: CharacterSet; readonly end: number} {
  const isNegated = pattern[at] === '^';
  const ranges: (readonly [number, number])[] = [];
  const classes: CharacterClass[] = [];
  let position = at + (isNegated ? 1 : 0);
  for (let isFirst = true; isFirst || pattern[position] !== ']'; isFirst = false) {
    if (position >= pattern.length) throw new RegexError("Missing ']'");
    if (pattern.startsWith('[:', position)) {
      const close = pattern.indexOf(':]', position + 2);
      const name = close < 0 ? '' : pattern.slice(position + 2, close);
      if (!isCharacterClass(name)) throw new RegexError('Unknown character class name');
      classes.push(name);
      position = close + 2;
      continue;
    }
    const first = readElement(pattern, position);
    position = first.end;
    if (pattern[position] !== '-' || pattern[position + 1] === ']' || position + 1 >= pattern.length) {
      ranges.push([first.code, first.code]);
      continue;
    }
    const last = readElement(pattern, position + 1);
    if (last.code < first.code) throw new RegexError('Invalid character range');
    ranges.push([first.code, last.code]);
    position = last.end;
  }
  return {set: {isNegated, ranges, classes}, end: position + 1};
}

/** A character, or `[.x.]` and `[=x=]`, which mean just it here. */
function readElement(pattern: string, at: number): {readonly code: number; readonly end: number} {
  const kind = /^\[([.=])/.exec(pattern.slice(at, at + 2))?.[1];
  const start = kind === undefined ? at : at + 2;
  const code = pattern.codePointAt(start) ?? 0;
  const end = start + (code > 0xffff ? 2 : 1);
  if (kind === undefined) return {code, end};
  if (!pattern.startsWith(`${kind}]`, end)) throw new RegexError('Unknown collating element');
  return {code, end: end + 2};
}
