import {isSystemError} from '../../../system-error.ts';
import {binaryOperators, TestError, type Tester, unaryOperators} from './test-operators.ts';

/** How a test ended: 0 true, 1 false, 2 it could not be made, and why (without the name of the command). */
export interface Tested {
  readonly code: 0 | 1 | 2;
  readonly complaint?: string;
}

/** Operators of one caller beyond the usual ones, or in their place: `[[` matches patterns. */
export type MoreOperators = Readonly<Record<string, (left: string, right: string) => boolean>>;

/** How deep parentheses and `!` may lie in each other. */
const deepest = 500;

/** Makes the test of `test ARGS`; for `[` without the `]`, which `withoutBracket` takes away. */
export function evaluateTest(args: readonly string[], tester: Tester, more: MoreOperators = {}): Tested {
  try {
    return {code: new TestParser(args, tester, more).evaluate() ? 0 : 1};
  } catch (error) {
    if (error instanceof TestError) return {code: 2, complaint: error.message};
    // A file nobody may look at is not there, as far as a test can tell.
    if (isSystemError(error)) return {code: 1};
    throw error;
  }
}

/** The arguments of `[ ... ]` without the bracket; undefined when it is missing. */
export function withoutBracket(args: readonly string[], bracket = ']'): readonly string[] | undefined {
  return args.at(-1) === bracket ? args.slice(0, -1) : undefined;
}

class TestParser {
  readonly #args: readonly string[];
  readonly #tester: Tester;
  readonly #binary: MoreOperators;
  #at = 0;
  #depth = 0;

  constructor(args: readonly string[], tester: Tester, more: MoreOperators) {
    this.#args = args;
    this.#tester = tester;
    this.#binary = more;
  }

  evaluate(): boolean {
    const args = this.#args;
    if (args.length === 0) return false;
    // Three and four arguments have a meaning of their own, whatever the operands look like.
    const isNegated = args.length === 4 && args[0] === '!';
    if ((args.length === 3 || isNegated) && this.#isBinary(args.at(-2))) {
      this.#at = isNegated ? 1 : 0;
      return this.#compare() !== isNegated;
    }
    const result = this.#or();
    const rest = args[this.#at];
    if (rest !== undefined) throw new TestError(`${rest}: unknown operand`);
    return result;
  }

  #isBinary(text: string | undefined): boolean {
    return text !== undefined && (Object.hasOwn(this.#binary, text) || Object.hasOwn(binaryOperators, text));
  }

  #or(): boolean {
    let result = this.#and();
    while (this.#args[this.#at] === '-o') {
      this.#at += 1;
      result = this.#and() || result;
    }
    return result;
  }

  #and(): boolean {
    let result = this.#not();
    while (this.#args[this.#at] === '-a') {
      this.#at += 1;
      result = this.#not() && result;
    }
    return result;
  }

  #not(): boolean {
    if (this.#args[this.#at] !== '!' || this.#isOperand()) return this.#primary();
    this.#at += 1;
    if (this.#at >= this.#args.length) return true;
    return !this.#nested(() => this.#not());
  }

  /** Whether an operator here is compared, as the left operand of what follows. */
  #isOperand(): boolean {
    return this.#isBinary(this.#args[this.#at + 1]) && this.#at + 2 < this.#args.length;
  }

  #primary(): boolean {
    const text = this.#args[this.#at];
    if (text === undefined) throw new TestError('argument expected');
    const isLast = this.#at + 1 >= this.#args.length;
    if (text === '(' && !isLast && !this.#isOperand()) {
      this.#at += 1;
      const result = this.#nested(() => this.#or());
      if (this.#args[this.#at] !== ')') throw new TestError('closing paren expected');
      this.#at += 1;
      return result;
    }
    const unary = Object.hasOwn(unaryOperators, text) ? unaryOperators[text] : undefined;
    if (unary && !isLast && !this.#isOperand()) {
      const operand = this.#args[this.#at + 1] ?? '';
      this.#at += 2;
      return unary(operand, this.#tester);
    }
    if (this.#isBinary(this.#args[this.#at + 1])) return this.#compare();
    this.#at += 1;
    return text !== '';
  }

  #compare(): boolean {
    const [left = '', operator = '', right] = this.#args.slice(this.#at, this.#at + 3);
    if (right === undefined) throw new TestError(`${operator}: argument expected`);
    this.#at += 3;
    const own = Object.hasOwn(this.#binary, operator) ? this.#binary[operator] : undefined;
    return own ? own(left, right) : (binaryOperators[operator]?.(left, right, this.#tester) ?? false);
  }

  #nested(inner: () => boolean): boolean {
    this.#depth += 1;
    if (this.#depth > deepest) throw new TestError('nested too deeply');
    const result = inner();
    this.#depth -= 1;
    return result;
  }
}
