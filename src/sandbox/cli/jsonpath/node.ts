/** One bound of `[from:to:step]`; `derived` when it follows from a single index. */
export interface Bound {
  readonly value: number;
  readonly known: boolean;
  readonly derived: boolean;
}

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'exists';

/** A step of a path. */
export type Step =
  | {readonly kind: 'field'; readonly name: string}
  | {readonly kind: 'array'; readonly bounds: readonly [Bound, Bound, Bound]}
  | {
      readonly kind: 'filter';
      readonly left: readonly Step[];
      readonly right: readonly Step[];
      readonly operator: Operator;
    }
  | {readonly kind: 'literal'; readonly value: string | number | boolean}
  | {readonly kind: 'wildcard'}
  | {readonly kind: 'recursive'}
  | {readonly kind: 'union'; readonly paths: readonly (readonly Step[])[]};

/** A part of a template: text, what a path leads to, or a part that is written for each thing a path leads to. */
export type Part =
  | {readonly kind: 'text'; readonly text: string}
  | {readonly kind: 'path'; readonly steps: readonly Step[]}
  | {readonly kind: 'range'; readonly steps: readonly Step[]; readonly body: readonly Part[]};
