/** What a Perl pattern means, before it becomes instructions. */
export type PatternNode =
  /** One character of a set; `has` knows about case already. */
  | {readonly kind: 'one'; readonly has: (code: number) => boolean}
  | {readonly kind: 'place'; readonly place: PatternPlace}
  | {readonly kind: 'group'; readonly index: number | undefined; readonly node: PatternNode}
  | {readonly kind: 'look'; readonly ahead: boolean; readonly negative: boolean; readonly node: PatternNode}
  /** `(?>…)`: once it has matched, no other way through it is tried. */
  | {readonly kind: 'atomic'; readonly node: PatternNode}
  | {readonly kind: 'sequence'; readonly nodes: readonly PatternNode[]}
  | {readonly kind: 'choice'; readonly nodes: readonly PatternNode[]}
  | {
      readonly kind: 'repeat';
      readonly node: PatternNode;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    }
  | {readonly kind: 'back'; readonly index: number; readonly ignoreCase: boolean};

/** Places that take no character. */
export type PatternPlace = 'start' | 'end' | 'line-start' | 'line-end' | 'very-end' | 'edge' | 'no-edge';

/** A pattern is wrong. The message is PCRE2's, `at` where in the pattern it noticed. */
export class PatternError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** What the pattern reader knows of a whole pattern. */
export interface ParsedPattern {
  readonly node: PatternNode;
  readonly groups: number;
  /** Group number by name. */
  readonly names: ReadonlyMap<string, number>;
}

/** `\d`, `\w`, `\s` as Perl has them for bytes. */
export const escapedClasses: {readonly [letter: string]: RegExp} = {d: /[0-9]/, w: /[A-Za-z0-9_]/, s: /[\t-\r ]/};

/** `[:alpha:]` and its like. */
export const namedClasses: {readonly [name: string]: RegExp} = {
  alpha: /[A-Za-z]/,
  digit: /[0-9]/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /[\t-\r ]/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  print: /[ -~]/,
  graph: /[!-~]/,
  cntrl: /[\0-\x1f\x7f]/,
  xdigit: /[0-9A-Fa-f]/,
  word: /[A-Za-z0-9_]/,
};
