/** What a pattern means, before it becomes instructions. */
export type RegexNode =
  | {readonly kind: 'empty'}
  | {readonly kind: 'character'; readonly code: number}
  | {readonly kind: 'any'}
  | {readonly kind: 'set'; readonly set: CharacterSet}
  | {readonly kind: 'place'; readonly place: Place}
  | {readonly kind: 'group'; readonly index: number; readonly node: RegexNode}
  | {readonly kind: 'sequence'; readonly nodes: readonly RegexNode[]}
  | {readonly kind: 'choice'; readonly nodes: readonly RegexNode[]}
  | {readonly kind: 'repeat'; readonly node: RegexNode; readonly least: number; readonly most: number}
  | {readonly kind: 'back'; readonly index: number};

/** Places that take no character. */
export type Place = 'start' | 'end' | 'word-start' | 'word-end' | 'word-edge' | 'no-word-edge';

/** A bracket expression. */
export interface CharacterSet {
  readonly isNegated: boolean;
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly classes: readonly CharacterClass[];
}

export type CharacterClass = keyof typeof classes;

const classes = {
  alpha: /\p{L}/u,
  digit: /[0-9]/,
  alnum: /[\p{L}\p{N}]/u,
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  space: /\s/u,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]|\p{P}/u,
  print: /[^\p{C}]/u,
  graph: /[^\p{C}\p{Z}]/u,
  cntrl: /\p{Cc}/u,
  xdigit: /[0-9A-Fa-f]/,
  word: /[\p{L}\p{N}_]/u,
} as const;

export function isCharacterClass(name: string): name is CharacterClass {
  return name in classes && name !== 'word';
}

export function isInClass(name: CharacterClass, code: number): boolean {
  return classes[name].test(String.fromCodePoint(code));
}

/** A pattern is wrong; the message is musl's regerror text. https://git.musl-libc.org/cgit/musl/tree/src/regex/regerror.c */
export class RegexError extends Error {}

export function noRepetition(): RegexError {
  return new RegexError('Repetition not preceded by valid expression');
}
