import type {Regex} from '../regex/regex.ts';

/** A variable: a global one by name, or the parameter of the function it is in, by number. */
export type AwkName =
  | {readonly scope: 'global'; readonly name: string}
  | {readonly scope: 'local'; readonly index: number};

/** What can be assigned to. */
export type AwkTarget =
  | {readonly kind: 'variable'; readonly name: AwkName}
  | {readonly kind: 'element'; readonly array: AwkName; readonly subscripts: readonly AwkExpression[]}
  | {readonly kind: 'field'; readonly index: AwkExpression};

export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '^';
export type Comparison = '<' | '<=' | '==' | '!=' | '>' | '>=';

export type AwkExpression =
  | AwkTarget
  | {readonly kind: 'number'; readonly value: number}
  | {readonly kind: 'text'; readonly value: string}
  /** Alone it asks whether the record matches; where a pattern is wanted it is that pattern. */
  | {readonly kind: 'regex'; readonly text: string; readonly regex: Regex}
  | {
      readonly kind: 'assign';
      readonly target: AwkTarget;
      readonly operator: Arithmetic | '';
      readonly value: AwkExpression;
    }
  | {readonly kind: 'choice'; readonly test: AwkExpression; readonly yes: AwkExpression; readonly no: AwkExpression}
  | {readonly kind: 'and' | 'or'; readonly left: AwkExpression; readonly right: AwkExpression}
  | {readonly kind: 'not' | 'minus' | 'plus'; readonly operand: AwkExpression}
  | {
      readonly kind: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: AwkExpression;
      readonly right: AwkExpression;
    }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: AwkExpression;
      readonly right: AwkExpression;
    }
  | {readonly kind: 'join'; readonly left: AwkExpression; readonly right: AwkExpression}
  | {readonly kind: 'match'; readonly isNegated: boolean; readonly left: AwkExpression; readonly right: AwkExpression}
  | {readonly kind: 'in'; readonly subscripts: readonly AwkExpression[]; readonly array: AwkName}
  | {readonly kind: 'step'; readonly target: AwkTarget; readonly by: 1 | -1; readonly isBefore: boolean}
  | {readonly kind: 'call'; readonly name: string; readonly args: readonly AwkExpression[]; readonly line: number}
  | {readonly kind: 'builtin'; readonly name: string; readonly args: readonly AwkExpression[]; readonly line: number}
  /** `source` is a file, a command, or absent: the input itself. */
  | {
      readonly kind: 'getline';
      readonly from: 'input' | 'file' | 'command';
      readonly source: AwkExpression | undefined;
      readonly target: AwkTarget | undefined;
    }
  /** Something in parentheses; with commas it can only stand before `in` or behind `print`. */
  | {readonly kind: 'group'; readonly items: readonly AwkExpression[]};

export interface AwkRedirection {
  readonly kind: '>' | '>>' | '|';
  readonly to: AwkExpression;
}

export type AwkStatement = {readonly line: number} & (
  | {readonly kind: 'expression'; readonly expression: AwkExpression}
  | {
      readonly kind: 'print' | 'printf';
      readonly args: readonly AwkExpression[];
      readonly redirection: AwkRedirection | undefined;
    }
  | {
      readonly kind: 'if';
      readonly test: AwkExpression;
      readonly yes: AwkStatement;
      readonly no: AwkStatement | undefined;
    }
  | {readonly kind: 'while'; readonly test: AwkExpression; readonly body: AwkStatement}
  | {readonly kind: 'do'; readonly test: AwkExpression; readonly body: AwkStatement}
  | {
      readonly kind: 'for';
      readonly first: AwkStatement | undefined;
      readonly test: AwkExpression | undefined;
      readonly step: AwkStatement | undefined;
      readonly body: AwkStatement;
    }
  | {readonly kind: 'each'; readonly name: AwkName; readonly array: AwkName; readonly body: AwkStatement}
  | {readonly kind: 'block'; readonly body: readonly AwkStatement[]}
  | {readonly kind: 'delete'; readonly array: AwkName; readonly subscripts: readonly AwkExpression[] | undefined}
  | {readonly kind: 'exit' | 'return'; readonly value: AwkExpression | undefined}
  | {readonly kind: 'next' | 'nextfile' | 'break' | 'continue'}
);

export type AwkPattern =
  | {readonly kind: 'begin' | 'end' | 'always'}
  | {readonly kind: 'test'; readonly test: AwkExpression}
  | {readonly kind: 'range'; readonly first: AwkExpression; readonly last: AwkExpression};

/** `$0`. */
export const wholeRecord: AwkTarget = {kind: 'field', index: {kind: 'number', value: 0}};

export interface AwkRule {
  readonly pattern: AwkPattern;
  /** Absent: the record is printed. */
  readonly action: AwkStatement | undefined;
  readonly line: number;
}

export interface AwkFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: AwkStatement;
}

export interface AwkProgram {
  readonly rules: readonly AwkRule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}
