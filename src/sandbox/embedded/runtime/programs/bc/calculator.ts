import {Failure} from '../failure.ts';
import {
  add,
  compareDecimals,
  type Decimal,
  decimalText,
  divide,
  multiply,
  negate,
  parseDecimal,
  raise,
  remainder,
  rescaled,
  squareRoot,
  zero,
} from './decimal.ts';

const deepest = 200;
const notThere = 'statements like if, while and define are not part of this simulation';

/** Thrown by `quit`. */
export class Quit extends Error {}

/** The arithmetic of bc: expressions and assignments; what a line prints is returned. */
export class Calculator {
  readonly #variables = new Map<string, Decimal>();
  #tokens: readonly string[] = [];
  #at = 0;
  #depth = 0;

  constructor(scale = 0) {
    this.#variables.set('scale', {digits: BigInt(scale), scale: 0});
    this.#variables.set('ibase', {digits: 10n, scale: 0});
    this.#variables.set('obase', {digits: 10n, scale: 0});
    this.#variables.set('last', zero);
  }

  /** Throws Failure for what cannot be read or calculated, Quit. */
  line(text: string): string {
    this.#tokens =
      text
        .replace(/#.*/, '')
        .match(/"[^"]*"|[0-9A-F]*\.?[0-9A-F]+\.?|[a-z_]\w*|[-+*/%^]=|\+\+|--|[<>=!]=|&&|\|\||\S/g) ?? [];
    this.#at = 0;
    let printed = '';
    while (this.#at < this.#tokens.length) {
      if (this.#take(';')) continue;
      printed += this.#statement();
      if (this.#at < this.#tokens.length && !this.#take(';')) throw new Failure('bad token');
    }
    return printed;
  }

  #statement(): string {
    const token = this.#tokens[this.#at] ?? '';
    if (token === 'quit' || token === 'halt') throw new Quit();
    if (['if', 'while', 'for', 'define', 'auto', 'return', 'break', '{', '}'].includes(token))
      throw new Failure(notThere);
    if (token === 'print') return this.#print();
    if (token.startsWith('"')) {
      this.#at += 1;
      return token.slice(1, -1);
    }
    const isAssignment = /^[a-z_]\w*$/.test(token) && /^([-+*/%^]?=)$/.test(this.#tokens[this.#at + 1] ?? '');
    const value = this.#expression();
    if (isAssignment) return '';
    this.#variables.set('last', value);
    return `${this.#shown(value)}\n`;
  }

  #print(): string {
    let text = '';
    do {
      this.#at += 1;
      const token = this.#tokens[this.#at] ?? '';
      if (token.startsWith('"')) {
        this.#at += 1;
        text += token.slice(1, -1).replaceAll('\\n', '\n');
      } else text += this.#shown(this.#expression());
    } while (this.#tokens[this.#at] === ',');
    return text;
  }

  #shown(value: Decimal): string {
    const base = this.#setting('obase');
    if (base < 2 || base > 36) throw new Failure('bad obase; must be [2, 36]');
    return decimalText(value, base);
  }

  #setting(name: string): number {
    return Number(rescaled(this.#variables.get(name) ?? zero, 0).digits);
  }

  get #scale(): number {
    return Math.min(1000, Math.max(0, this.#setting('scale')));
  }

  #take(...signs: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || !signs.includes(token)) return undefined;
    this.#at += 1;
    return token;
  }

  #expression(): Decimal {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Failure('bad expression');
    const value = this.#assigned() ?? this.#logical();
    this.#depth -= 1;
    return value;
  }

  #assigned(): Decimal | undefined {
    const name = this.#tokens[this.#at] ?? '';
    const sign = /^([-+*/%^]?)=$/.exec(this.#tokens[this.#at + 1] ?? '')?.[1];
    if (!/^[a-z_]\w*$/.test(name) || sign === undefined) return undefined;
    this.#at += 2;
    const right = this.#expression();
    const value = sign === '' ? right : this.#calculate(this.#variables.get(name) ?? zero, sign, right);
    this.#variables.set(name, value);
    return value;
  }

  #logical(): Decimal {
    let left = this.#comparison();
    for (let sign = this.#take('&&', '||'); sign; sign = this.#take('&&', '||')) {
      const right = this.#comparison();
      const [one, other] = [left.digits !== 0n, right.digits !== 0n];
      left = {digits: BigInt(sign === '&&' ? one && other : one || other), scale: 0};
    }
    return left;
  }

  #comparison(): Decimal {
    let left = this.#sum();
    const signs = ['==', '!=', '<=', '>=', '<', '>'] as const;
    for (let sign = this.#take(...signs); sign; sign = this.#take(...signs)) {
      const order = compareDecimals(left, this.#sum());
      const holds =
        sign === '==' ? order === 0 : sign === '!=' ? order !== 0 : sign.startsWith('<') ? order < 0 : order > 0;
      left = {digits: BigInt(holds || (order === 0 && sign.length === 2 && sign !== '!=')), scale: 0};
    }
    return left;
  }

  #sum(): Decimal {
    let left = this.#product();
    for (let sign = this.#take('+', '-'); sign; sign = this.#take('+', '-'))
      left = this.#calculate(left, sign, this.#product());
    return left;
  }

  #product(): Decimal {
    let left = this.#signed();
    for (let sign = this.#take('*', '/', '%'); sign; sign = this.#take('*', '/', '%'))
      left = this.#calculate(left, sign, this.#signed());
    return left;
  }

  #signed(): Decimal {
    let isNegative = false;
    for (; this.#take('-'); isNegative = !isNegative);
    const value = this.#power();
    return isNegative ? negate(value) : value;
  }

  #power(): Decimal {
    const base = this.#primary();
    if (!this.#take('^')) return base;
    this.#depth += 1;
    if (this.#depth > deepest) throw new Failure('bad expression');
    const exponent = this.#signed();
    this.#depth -= 1;
    return this.#calculate(base, '^', exponent);
  }

  #calculate(left: Decimal, sign: string, right: Decimal): Decimal {
    switch (sign) {
      case '+':
        return add(left, right);
      case '-':
        return add(left, negate(right));
      case '*':
        return multiply(left, right, this.#scale);
      case '/':
        return divide(left, right, this.#scale);
      case '%':
        return remainder(left, right, this.#scale);
      default:
        return raise(left, right, this.#scale);
    }
  }

  #primary(): Decimal {
    const token = this.#tokens[this.#at] ?? '';
    this.#at += 1;
    if (token === '(') {
      const value = this.#expression();
      if (!this.#take(')')) throw new Failure('bad expression');
      return value;
    }
    if (/^[0-9A-F.]+$/.test(token) && token !== '.') return this.#number(token);
    if (!/^[a-z_]\w*$/.test(token)) throw new Failure('bad expression');
    return this.#take('(') ? this.#function(token) : (this.#variables.get(token) ?? zero);
  }

  #number(text: string): Decimal {
    const base = this.#setting('ibase');
    if (base === 10) return parseDecimal(text.replace(/[A-F]/g, '9'));
    const digits = [...text.replace(/\..*$/, '')];
    return {
      digits: digits.reduce((sum, digit) => sum * BigInt(base) + BigInt(Number.parseInt(digit, 16)), 0n),
      scale: 0,
    };
  }

  #function(name: string): Decimal {
    const value = this.#expression();
    if (!this.#take(')')) throw new Failure('bad expression');
    const whole = (number: number): Decimal => ({digits: BigInt(number), scale: 0});
    switch (name) {
      case 'sqrt':
        return squareRoot(value, this.#scale);
      case 'length':
        return whole(String(value.digits).replace('-', '').length);
      case 'scale':
        return whole(value.scale);
      default:
        throw new Failure(`undefined function: ${name}()`);
    }
  }
}
