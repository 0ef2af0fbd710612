import {pattern} from '../regex/pattern.ts';
import type {Arithmetic, AwkExpression, AwkName, AwkTarget, Comparison} from './syntax.ts';
import {type AwkToken, awkBuiltins, awkFault} from './tokens.ts';

/** How deep an expression may be: evaluating it must not use up the stack of the machine. */
const deepest = 500;

const comparisons: ReadonlySet<string> = new Set(['<', '<=', '==', '!=', '>', '>=']);
const assignments: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);

/** Reads expressions of awk, loosest binding first. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/awk.html */
export class AwkExpressionParser {
  protected readonly program: string;
  protected parameters: readonly string[] = [];
  readonly #tokens: readonly AwkToken[];
  #at = 0;
  #depth = 0;
  /** In `print`, a bare `>` redirects. */
  #isPrinting = false;

  constructor(tokens: readonly AwkToken[], program: string) {
    this.#tokens = tokens;
    this.program = program;
  }

  protected get token(): AwkToken {
    return this.peek(0);
  }

  protected peek(ahead: number): AwkToken {
    return this.#tokens[this.#at + ahead] ?? {kind: 'end', value: '', line: this.#tokens.at(-1)?.line ?? 1};
  }

  protected take(): AwkToken {
    const {token} = this;
    this.#at += 1;
    return token;
  }

  protected is(...values: readonly string[]): boolean {
    const {kind, value} = this.token;
    return (kind === 'sign' || kind === 'keyword') && values.includes(value);
  }

  protected takeIf(...values: readonly string[]): boolean {
    const isIt = this.is(...values);
    if (isIt) this.take();
    return isIt;
  }

  protected expect(...values: readonly string[]): void {
    if (!this.takeIf(...values)) throw this.unexpected();
  }

  protected unexpected(): Error {
    const {line} = this.token;
    const isOver = this.peek(-1).value === '\n';
    return awkFault(isOver ? 'Unexpected end of string' : 'Unexpected token', line, this.program);
  }

  protected skipNewlines(): void {
    while (this.takeIf('\n'));
  }

  protected printed<Result>(read: () => Result): Result {
    const before = this.#isPrinting;
    this.#isPrinting = true;
    const result = read();
    this.#isPrinting = before;
    return result;
  }

  expression(): AwkExpression {
    this.#depth += 1;
    if (this.#depth > deepest) throw awkFault('Too deeply nested', this.token.line, this.program);
    const test = this.#or();
    const result = this.#behindTest(test);
    this.#depth -= 1;
    return result;
  }

  #behindTest(test: AwkExpression): AwkExpression {
    if (this.takeIf('?')) {
      this.skipNewlines();
      const yes = this.expression();
      this.skipNewlines();
      this.expect(':');
      this.skipNewlines();
      return {kind: 'choice', test, yes, no: this.expression()};
    }
    const {value} = this.token;
    if (this.token.kind !== 'sign' || !assignments.has(String(value))) return test;
    return this.#assignment(test);
  }

  /** `a = b`; a target at the end of something looser takes the assignment alone: `1 + x = 2`, `!x = y`. */
  #assignment(left: AwkExpression): AwkExpression {
    const sign = String(this.token.value);
    if (isTarget(left)) {
      this.take();
      this.skipNewlines();
      return {kind: 'assign', target: left, operator: arithmeticOf(sign.slice(0, -1)), value: this.expression()};
    }
    switch (left.kind) {
      case 'not':
      case 'minus':
      case 'plus':
        return {...left, operand: this.#assignment(left.operand)};
      case 'and':
      case 'or':
      case 'compare':
      case 'match':
      case 'join':
      case 'arithmetic':
        return {...left, right: this.#assignment(left.right)};
      default:
        throw this.unexpected();
    }
  }

  #chain(next: () => AwkExpression, step: (left: AwkExpression) => AwkExpression | undefined): AwkExpression {
    let left = next();
    for (let count = 0; ; count += 1) {
      const more = step(left);
      if (!more) return left;
      if (count > deepest) throw awkFault('Too deeply nested', this.token.line, this.program);
      left = more;
    }
  }

  #or(): AwkExpression {
    return this.#chain(
      () => this.#and(),
      (left) => {
        if (!this.takeIf('||')) return undefined;
        this.skipNewlines();
        return {kind: 'or', left, right: this.#and()};
      },
    );
  }

  #and(): AwkExpression {
    return this.#chain(
      () => this.#in(),
      (left) => {
        if (!this.takeIf('&&')) return undefined;
        this.skipNewlines();
        return {kind: 'and', left, right: this.#in()};
      },
    );
  }

  #in(): AwkExpression {
    return this.#chain(
      () => this.#match(),
      (left) => {
        if (!this.takeIf('in')) return undefined;
        const subscripts = left.kind === 'group' ? left.items : [left];
        return {kind: 'in', subscripts, array: this.variableName()};
      },
    );
  }

  #match(): AwkExpression {
    return this.#chain(
      () => this.#comparison(),
      (left) => {
        const isNegated = this.is('!~');
        if (!this.takeIf('~', '!~')) return undefined;
        return {kind: 'match', isNegated, left, right: this.#comparison()};
      },
    );
  }

  #comparison(): AwkExpression {
    return this.#chain(
      () => this.#joined(),
      (left) => {
        if (this.is('|') && this.peek(1).kind === 'keyword' && this.peek(1).value === 'getline') {
          this.take();
          this.take();
          return {kind: 'getline', from: 'command', source: left, target: this.#optionalTarget()};
        }
        const {kind, value} = this.token;
        if (kind !== 'sign' || !isComparison(value) || (value === '>' && this.#isPrinting)) return undefined;
        this.take();
        return {kind: 'compare', operator: value, left, right: this.#joined()};
      },
    );
  }

  #joined(): AwkExpression {
    return this.#chain(
      () => this.#sum(),
      (left) => (this.#beginsOperand() ? {kind: 'join', left, right: this.#sum()} : undefined),
    );
  }

  #beginsOperand(): boolean {
    const {kind, value} = this.token;
    if (kind === 'sign') return ['(', '$', '!', '++', '--'].includes(value);
    return kind !== 'keyword' && kind !== 'end';
  }

  #sum(): AwkExpression {
    return this.#chain(
      () => this.#product(),
      (left) => this.#operation(left, ['+', '-'], () => this.#product()),
    );
  }

  #product(): AwkExpression {
    return this.#chain(
      () => this.#unary(),
      (left) => this.#operation(left, ['*', '/', '%'], () => this.#unary()),
    );
  }

  #operation(left: AwkExpression, signs: readonly string[], next: () => AwkExpression): AwkExpression | undefined {
    const operator = this.is(...signs) ? arithmeticOf(String(this.token.value)) : '';
    if (operator === '') return undefined;
    this.take();
    return {kind: 'arithmetic', operator, left, right: next()};
  }

  #unary(): AwkExpression {
    const kinds = {'!': 'not', '-': 'minus', '+': 'plus'} as const;
    const {kind, value} = this.token;
    if (kind !== 'sign' || !(value === '!' || value === '-' || value === '+')) return this.#power();
    this.take();
    this.#depth += 1;
    if (this.#depth > deepest) throw awkFault('Too deeply nested', this.token.line, this.program);
    const operand = this.#unary();
    this.#depth -= 1;
    return {kind: kinds[value], operand};
  }

  #power(): AwkExpression {
    const left = this.#stepped();
    if (!this.takeIf('^')) return left;
    // It binds to the right, and its exponent may have a sign.
    this.#depth += 1;
    if (this.#depth > deepest) throw awkFault('Too deeply nested', this.token.line, this.program);
    const right = this.#unary();
    this.#depth -= 1;
    return {kind: 'arithmetic', operator: '^', left, right};
  }

  #stepped(): AwkExpression {
    if (this.is('++', '--')) {
      const by = this.take().value === '++' ? 1 : -1;
      const target = this.#primary();
      if (!isTarget(target)) throw this.unexpected();
      return {kind: 'step', target, by, isBefore: true};
    }
    const operand = this.#primary();
    if (!isTarget(operand) || !this.is('++', '--')) return operand;
    return {kind: 'step', target: operand, by: this.take().value === '++' ? 1 : -1, isBefore: false};
  }

  #primary(): AwkExpression {
    const token = this.take();
    switch (token.kind) {
      case 'number':
        return {kind: 'number', value: token.value};
      case 'text':
        return {kind: 'text', value: token.value};
      case 'regex':
        return {kind: 'regex', text: token.value, regex: pattern(token.value, {extended: true})};
      case 'name':
        return this.#variable(token.value);
      case 'call':
        this.expect('(');
        return {kind: 'call', name: token.value, args: this.#arguments(), line: token.line};
      case 'builtin':
        return this.#builtin(token.value, token.line);
      default:
        return this.#special(token);
    }
  }

  #special(token: AwkToken): AwkExpression {
    if (token.value === '$') return {kind: 'field', index: this.#fieldIndex()};
    if (token.value === '(') {
      const items = this.inParentheses();
      const [only] = items;
      return only && items.length === 1 && !isTarget(only) ? only : {kind: 'group', items};
    }
    if (token.value === 'getline' && token.kind === 'keyword') {
      const target = this.#optionalTarget();
      if (!this.takeIf('<')) return {kind: 'getline', from: 'input', source: undefined, target};
      return {kind: 'getline', from: 'file', source: this.#stepped(), target};
    }
    this.#at -= 1;
    throw this.unexpected();
  }

  #fieldIndex(): AwkExpression {
    if (this.is('-', '+', '!')) return this.#unary();
    return this.is('++', '--') ? this.#stepped() : this.#primary();
  }

  /** Behind an opening parenthesis, up to the closing one. */
  protected inParentheses(): readonly AwkExpression[] {
    const before = this.#isPrinting;
    this.#isPrinting = false;
    this.skipNewlines();
    const items = [this.expression()];
    this.skipNewlines();
    while (this.takeIf(',')) {
      this.skipNewlines();
      items.push(this.expression());
      this.skipNewlines();
    }
    this.expect(')');
    this.#isPrinting = before;
    return items;
  }

  #arguments(): readonly AwkExpression[] {
    this.skipNewlines();
    return this.takeIf(')') ? [] : this.inParentheses();
  }

  #builtin(name: string, line: number): AwkExpression {
    const [least, most] = awkBuiltins[name] ?? [0, 0];
    const args = this.takeIf('(') ? this.#arguments() : [];
    if (args.length < least) throw awkFault('Too few arguments', line, this.program);
    if (args.length > most) throw awkFault('Too many arguments', line, this.program);
    return {kind: 'builtin', name, args, line};
  }

  #optionalTarget(): AwkTarget | undefined {
    const {kind, value} = this.token;
    if (kind !== 'name' && !(kind === 'sign' && value === '$')) return undefined;
    const target = this.#primary();
    return isTarget(target) ? target : undefined;
  }

  #variable(text: string): AwkExpression {
    const name = this.#named(text);
    if (!this.takeIf('[')) return {kind: 'variable', name};
    const before = this.#isPrinting;
    this.#isPrinting = false;
    const subscripts = [this.expression()];
    while (this.takeIf(',')) subscripts.push(this.expression());
    this.expect(']');
    this.#isPrinting = before;
    return {kind: 'element', array: name, subscripts};
  }

  protected variableName(): AwkName {
    if (this.token.kind !== 'name') throw this.unexpected();
    return this.#named(String(this.take().value));
  }

  #named(name: string): AwkName {
    const index = this.parameters.indexOf(name);
    return index < 0 ? {scope: 'global', name} : {scope: 'local', index};
  }
}

export function isTarget(expression: AwkExpression): expression is AwkTarget {
  return expression.kind === 'variable' || expression.kind === 'element' || expression.kind === 'field';
}

function isComparison(value: unknown): value is Comparison {
  return typeof value === 'string' && comparisons.has(value);
}

function arithmeticOf(sign: string): Arithmetic | '' {
  switch (sign) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
      return sign;
    default:
      return '';
  }
}
