import {type Apply, assignments, binary, levels, power, truth, unaries} from './operators.ts';
import {ArithmeticFault, type ArithmeticToken, arithmeticSyntax, scanArithmetic} from './scan.ts';

/** The variables of an expression. */
export interface ArithmeticVariables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** A value that can be assigned to when it has a name. */
interface Operand {
  readonly value: bigint;
  readonly name: string | undefined;
}

/** Longer than anybody writes; it bounds the work of one expression. */
const longest = 32_768;
const deepest = 250;
const mostReferences = 64;
/** Values of variables may be expressions of others: all of them together are no longer than this. */
const mostWork = 32_768;

/**
 * Evaluates an expression in 64-bit integers, as C does. A variable whose value is no number is evaluated as an
 * expression itself. Throws ArithmeticFault, and whatever setting a variable throws.
 */
export function evaluateArithmetic(text: string, variables: ArithmeticVariables): bigint {
  return evaluateWith(text, variables, {references: 0, spent: {characters: 0}});
}

/** How deep an expression is in the values of variables, and what all of them have taken so far. */
interface Place {
  readonly references: number;
  readonly spent: {characters: number};
}

function evaluateWith(text: string, variables: ArithmeticVariables, place: Place): bigint {
  const {references, spent} = place;
  spent.characters += text.length + 1;
  if (text.length > longest || spent.characters > mostWork) throw new ArithmeticFault('arithmetic expression too long');
  if (references > mostReferences) throw new ArithmeticFault('expression recursion loop detected');
  if (/^\s*$/.test(text)) return 0n;
  return new Evaluation(scanArithmetic(text), variables, place).whole();
}

class Evaluation {
  readonly #tokens: readonly ArithmeticToken[];
  readonly #variables: ArithmeticVariables;
  readonly #place: Place;
  #at = 0;
  #depth = 0;
  /** In a part that is not evaluated: nothing is assigned or looked up. */
  #idle = 0;

  constructor(tokens: readonly ArithmeticToken[], variables: ArithmeticVariables, place: Place) {
    this.#tokens = tokens;
    this.#variables = variables;
    this.#place = place;
  }

  whole(): bigint {
    const {value} = this.#comma();
    if (this.#at < this.#tokens.length) throw arithmeticSyntax();
    return value;
  }

  #comma(): Operand {
    let operand = this.#assignment();
    while (this.#accept(',')) operand = this.#assignment();
    return operand;
  }

  #assignment(): Operand {
    this.#depth += 1;
    if (this.#depth > deepest) throw new ArithmeticFault('arithmetic expression nested too deeply');
    const operand = this.#assigned(this.#conditional());
    this.#depth -= 1;
    return operand;
  }

  #assigned(left: Operand): Operand {
    const operator = this.#operator();
    if (operator === undefined || left.name === undefined) return left;
    const apply = assignments[operator];
    if (operator !== '=' && !apply) return left;
    this.#at += 1;
    const right = this.#assignment().value;
    return this.#set(left.name, apply ? this.#applied(apply, left.value, right) : right);
  }

  #conditional(): Operand {
    const condition = this.#or();
    if (!this.#accept('?')) return condition;
    const isTrue = condition.value !== 0n;
    const yes = this.#when(isTrue, () => this.#assignment());
    if (!this.#accept(':')) throw new ArithmeticFault('malformed ?: operator');
    const no = this.#when(!isTrue, () => this.#assignment());
    return plain((isTrue ? yes : no).value);
  }

  #or(): Operand {
    let left = this.#and();
    while (this.#accept('||')) {
      const isTrue = left.value !== 0n;
      const right = this.#when(!isTrue, () => this.#and());
      left = plain(truth(isTrue || right.value !== 0n));
    }
    return left;
  }

  #and(): Operand {
    let left = this.#binary(0);
    while (this.#accept('&&')) {
      const isTrue = left.value !== 0n;
      const right = this.#when(isTrue, () => this.#binary(0));
      left = plain(truth(isTrue && right.value !== 0n));
    }
    return left;
  }

  #binary(level: number): Operand {
    const operators = levels[level];
    if (!operators) return this.#power();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#operator();
      const apply = operator !== undefined && operators.includes(operator) ? binary[operator] : undefined;
      if (!apply) return left;
      this.#at += 1;
      left = plain(this.#applied(apply, left.value, this.#binary(level + 1).value));
    }
  }

  #power(): Operand {
    const base = this.#unary();
    if (!this.#accept('**')) return base;
    const exponent = this.#nested(() => this.#power());
    return plain(this.#applied(power, base.value, exponent.value));
  }

  #unary(): Operand {
    const operator = this.#operator();
    if (operator === '++' || operator === '--') return this.#prefixed(operator);
    const apply = operator === undefined ? undefined : unaries[operator];
    if (!apply) return this.#postfix();
    this.#at += 1;
    const operand = this.#nested(() => this.#unary());
    return plain(BigInt.asIntN(64, apply(operand.value)));
  }

  /** `++x`; before anything but a name it is two signs. */
  #prefixed(operator: '++' | '--'): Operand {
    this.#at += 1;
    const step = operator === '++' ? 1n : -1n;
    const operand = this.#nested(() => this.#unary());
    return operand.name === undefined ? plain(operand.value) : this.#set(operand.name, operand.value + step);
  }

  /** `x++`; after anything but a name it is two signs. */
  #postfix(): Operand {
    const operand = this.#primary();
    const operator = this.#operator();
    if (operand.name === undefined || (operator !== '++' && operator !== '--')) return this.#signed(operand, operator);
    this.#at += 1;
    this.#set(operand.name, operand.value + (operator === '++' ? 1n : -1n));
    return plain(operand.value);
  }

  /** Two signs between numbers: `5--3` is 8, and `5++3` as well. */
  #signed(operand: Operand, operator: string | undefined): Operand {
    if (operator !== '++' && operator !== '--') return operand;
    this.#at += 1;
    const right = this.#nested(() => this.#unary()).value;
    return plain(BigInt.asIntN(64, operand.value + right));
  }

  #primary(): Operand {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token?.kind === 'number') return plain(token.value);
    if (token?.kind === 'name') return {name: token.name, value: this.#look(token.name)};
    if (token?.text !== '(') throw arithmeticSyntax();
    const operand = this.#comma();
    if (!this.#accept(')')) throw arithmeticSyntax();
    return plain(operand.value);
  }

  #look(name: string): bigint {
    const text = this.#idle > 0 ? undefined : this.#variables.get(name);
    if (text === undefined) return 0n;
    const {references, spent} = this.#place;
    return evaluateWith(text, this.#variables, {references: references + 1, spent});
  }

  #set(name: string, value: bigint): Operand {
    const wrapped = BigInt.asIntN(64, value);
    if (this.#idle === 0) this.#variables.set(name, wrapped.toString());
    return plain(wrapped);
  }

  #applied(apply: Apply, left: bigint, right: bigint): bigint {
    return this.#idle > 0 ? 0n : BigInt.asIntN(64, apply(left, right));
  }

  #when<T>(isNeeded: boolean, read: () => T): T {
    if (isNeeded) return read();
    this.#idle += 1;
    const value = read();
    this.#idle -= 1;
    return value;
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepest) throw new ArithmeticFault('arithmetic expression nested too deeply');
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #operator(): string | undefined {
    const token = this.#tokens[this.#at];
    return token?.kind === 'operator' ? token.text : undefined;
  }

  #accept(text: string): boolean {
    if (this.#operator() !== text) return false;
    this.#at += 1;
    return true;
  }
}

function plain(value: bigint): Operand {
  return {value, name: undefined};
}
