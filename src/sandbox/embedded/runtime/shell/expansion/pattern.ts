import {type Span, spanText} from './spans.ts';

/** What one character of a pattern matches; a star any number of characters. */
export type PatternElement =
  | {readonly kind: 'star'}
  | {readonly kind: 'one'; readonly fits: (character: string) => boolean};

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_14 */
export interface Pattern {
  readonly elements: readonly PatternElement[];
  /** The text it matches, when it is nothing but a text. */
  readonly literal: string | undefined;
  /** Its first character is a dot that stands for itself: then it may match hidden files. */
  readonly beginsWithDot: boolean;
}

interface Character {
  readonly text: string;
  readonly quoted: boolean;
}

/** Whether there is anything to match: else a word is no pattern, and backslashes in it stay. */
export function hasMagic(spans: readonly Span[]): boolean {
  return spans.some(({text, quoted}) => !quoted && /[*?[]/.test(text.replace(/\\./gs, '')));
}

/** Longer than anybody writes: patterns beyond match nothing but themselves, sets beyond are no sets. */
const longestPattern = 32_768;
const longestSet = 512;

/** Reads a pattern; anything is one, if only a text that matches itself. */
export function compilePattern(spans: readonly Span[]): Pattern {
  const size = spans.reduce((sum, {text}) => sum + text.length, 0);
  if (size > longestPattern || spans.every(({text, quoted}) => quoted || !/[*?[\\]/.test(text)))
    return literally(spans);
  const characters = spans.flatMap(charactersOf);
  const elements: PatternElement[] = [];
  let literal: string | undefined = '';
  for (let at = 0; at < characters.length; ) {
    const character = characters[at] ?? {text: '', quoted: true};
    const set = !character.quoted && character.text === '[' ? readSet(characters, at + 1) : undefined;
    const special = set?.element ?? specialElement(character);
    at = set?.end ?? at + 1;
    elements.push(special ?? {kind: 'one', fits: (text) => text === character.text});
    literal = special || literal === undefined ? undefined : literal + character.text;
  }
  const [first] = characters;
  return {elements, literal, beginsWithDot: first?.text === '.'};
}

function literally(spans: readonly Span[]): Pattern {
  const literal = spanText(spans);
  return {elements: [], literal, beginsWithDot: literal.startsWith('.')};
}

/** A backslash that an expansion brought along takes the meaning of what follows it. */
function charactersOf({text, quoted}: Span): readonly Character[] {
  if (quoted || !text.includes('\\')) return [...text].map((character) => ({text: character, quoted}));
  const characters: Character[] = [];
  let escapes = false;
  for (const character of text) {
    if (character === '\\' && !escapes) escapes = true;
    else {
      characters.push({text: character, quoted: escapes});
      escapes = false;
    }
  }
  if (escapes) characters.push({text: '\\', quoted: true});
  return characters;
}

function specialElement({text, quoted}: Character): PatternElement | undefined {
  if (quoted) return undefined;
  if (text === '*') return {kind: 'star'};
  return text === '?' ? {kind: 'one', fits: () => true} : undefined;
}

const classes: Readonly<Record<string, RegExp>> = {
  alpha: /\p{L}/u,
  digit: /[0-9]/,
  alnum: /[\p{L}0-9]/u,
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  space: /\s/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  print: /[^\x00-\x1f\x7f]/,
  graph: /[^\x00-\x20\x7f]/,
  cntrl: /[\x00-\x1f\x7f]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** A set from behind its bracket; undefined when it has no end, and the bracket is one like any other. */
function readSet(
  characters: readonly Character[],
  from: number,
): {readonly element: PatternElement; readonly end: number} | undefined {
  const first = characters[from];
  const negated = first !== undefined && !first.quoted && (first.text === '!' || first.text === '^');
  const start = negated ? from + 1 : from;
  const tests: ((character: string) => boolean)[] = [];
  for (let at = start; at < Math.min(characters.length, from + longestSet); ) {
    const character = characters[at] ?? {text: '', quoted: true};
    if (character.text === ']' && !character.quoted && at > start) {
      const fits = (text: string): boolean => tests.some((test) => test(text)) !== negated;
      return {element: {kind: 'one', fits}, end: at + 1};
    }
    const named = readClass(characters, at);
    if (named) {
      tests.push((text) => named.class.test(text));
      at = named.end;
      continue;
    }
    const until = characters[at + 2];
    const isRange = isPlain(characters[at + 1], '-') && until !== undefined && !isPlain(until, ']');
    const last = isRange ? until.text : character.text;
    tests.push((text) => isBetween(text, character.text, last));
    at += isRange ? 3 : 1;
  }
  return undefined;
}

function isPlain(character: Character | undefined, text: string): boolean {
  return character?.text === text && !character.quoted;
}

function isBetween(text: string, first: string, last: string): boolean {
  const code = text.codePointAt(0) ?? 0;
  return code >= (first.codePointAt(0) ?? 0) && code <= (last.codePointAt(0) ?? 0);
}

function readClass(
  characters: readonly Character[],
  at: number,
): {readonly class: RegExp; readonly end: number} | undefined {
  if (!isPlain(characters[at], '[') || !isPlain(characters[at + 1], ':')) return undefined;
  const text = characters
    .slice(at, at + 12)
    .map((character) => character.text)
    .join('');
  const name = /^\[:([a-z]+):\]/.exec(text)?.[1];
  const known = name !== undefined && Object.hasOwn(classes, name) ? classes[name] : undefined;
  return known && name !== undefined ? {class: known, end: at + name.length + 4} : undefined;
}
