import {isSpace, trimSpace} from './white-space.ts';

/** A line's first word, the flags that follow it, and the rest. */
export interface Command {
  /** In small letters. */
  readonly name: string;
  /** `--from=build`, quotes taken away. */
  readonly flags: readonly string[];
  readonly rest: string;
}

/** White space between words of a line, as the real parser has it. */
export const gap = /[\t\v\f\r ]+/;

export function splitCommand(line: string): Command {
  const trimmed = trimSpace(line);
  const found = gap.exec(trimmed);
  if (!found) return {name: trimmed.toLowerCase(), flags: [], rest: ''};
  const {flags, rest} = takeFlags(trimmed.slice(found.index + found[0].length));
  return {name: trimmed.slice(0, found.index).toLowerCase(), flags, rest: trimSpace(rest)};
}

/** Words that begin with `--`, up to the first that does not or to `--` itself. */
function takeFlags(text: string): {readonly flags: readonly string[]; readonly rest: string} {
  const flags: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isSpace(text.charAt(at))) at += 1;
    if (!text.startsWith('--', at)) return {flags, rest: text.slice(at)};
    const {word, end} = takeWord(text, at);
    at = end;
    if (word === '--') return {flags, rest: text.slice(at)};
    if (word !== '') flags.push(word);
  }
}

function takeWord(text: string, from: number): {readonly word: string; readonly end: number} {
  let word = '';
  let quote = '';
  let at = from;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote === '' && isSpace(character)) break;
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === '\\') {
      at += 1;
      word += text[at] ?? '';
    } else word += character;
  }
  return {word, end: at};
}
