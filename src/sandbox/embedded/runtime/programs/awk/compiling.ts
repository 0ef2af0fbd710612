import type {Regex} from '../regex/regex.ts';
import type {Frame} from './cells.ts';
import type {Evaluation} from './evaluation.ts';
import type {AwkMachine} from './machine.ts';
import type {AwkExpression, AwkTarget} from './syntax.ts';
import type {AwkValue} from './values.ts';

/** What makes expressions ready to run. */
export interface Compiling {
  readonly machine: AwkMachine;
  compile(node: AwkExpression): Evaluation;
  /** A pattern as it stands in the program, or made of a value. */
  pattern(node: AwkExpression): {readonly operands: readonly Evaluation[]; readonly regex: (value: AwkValue) => Regex};
  /** Something to assign to: what its place depends on is evaluated once. */
  target(target: AwkTarget): CompiledTarget;
}

export interface CompiledTarget {
  readonly operands: readonly Evaluation[];
  readonly get: (place: readonly AwkValue[], frame: Frame) => AwkValue;
  readonly set: (place: readonly AwkValue[], frame: Frame, value: AwkValue) => void;
}
