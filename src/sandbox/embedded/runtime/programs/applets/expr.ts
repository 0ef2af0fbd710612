import {defineApplet} from '../applet.ts';
import {Failure} from '../failure.ts';
import {matchOf, pattern} from '../regex/pattern.ts';

export const expr = defineApplet({
  names: ['expr'],
  usage: `EXPRESSION

Print what EXPRESSION comes to; the exit code is 1 where that is 0 or nothing

	ARG1 | ARG2, ARG1 & ARG2, ARG1 < ARG2 (<= = != >= >), ARG1 + ARG2 (- * / %)
	STRING : REGEXP, match STRING REGEXP, substr STRING POS LENGTH, index STRING CHARS, length STRING, ( EXPRESSION )`,
  failureCode: 2,
  async run(call) {
    if (call.operands.length === 0) throw new Failure('too few arguments');
    const parser = new ExprParser(call.operands);
    const value = parser.parse();
    await call.print(`${value}\n`);
    return value === '' || /^-?0+$/.test(value) ? 1 : 0;
  },
});

const deepest = 200;
const comparisons: {readonly [operator: string]: (order: number) => boolean} = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '=': (order) => order === 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
};

class ExprParser {
  readonly #words: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  parse(): string {
    const value = this.#or();
    if (this.#at < this.#words.length) throw new Failure('syntax error');
    return value;
  }

  #take(...words: readonly string[]): string | undefined {
    const word = this.#words[this.#at];
    if (word === undefined || !words.includes(word)) return undefined;
    this.#at += 1;
    return word;
  }

  #or(): string {
    let left = this.#and();
    while (this.#take('|')) {
      const right = this.#and();
      if (isNothing(left)) left = right;
    }
    return left;
  }

  #and(): string {
    let left = this.#compare();
    while (this.#take('&')) {
      const right = this.#compare();
      if (isNothing(left) || isNothing(right)) left = '0';
    }
    return left;
  }

  #compare(): string {
    let left = this.#sum();
    for (
      let operator = this.#take(...Object.keys(comparisons));
      operator;
      operator = this.#take(...Object.keys(comparisons))
    ) {
      const right = this.#sum();
      const order = isInteger(left) && isInteger(right) ? compare(BigInt(left), BigInt(right)) : compare(left, right);
      left = comparisons[operator]?.(order) ? '1' : '0';
    }
    return left;
  }

  #sum(): string {
    let left = this.#product();
    for (let operator = this.#take('+', '-'); operator; operator = this.#take('+', '-'))
      left = this.#calculate(left, operator, this.#product());
    return left;
  }

  #product(): string {
    let left = this.#matching();
    for (let operator = this.#take('*', '/', '%'); operator; operator = this.#take('*', '/', '%'))
      left = this.#calculate(left, operator, this.#matching());
    return left;
  }

  #calculate(left: string, operator: string, right: string): string {
    if (!isInteger(left) || !isInteger(right)) throw new Failure('non-numeric argument');
    const [a, b] = [BigInt(left), BigInt(right)];
    if (b === 0n && (operator === '/' || operator === '%')) throw new Failure('division by zero');
    const results: {readonly [operator: string]: () => bigint} = {
      '+': () => a + b,
      '-': () => a - b,
      '*': () => a * b,
      '/': () => a / b,
      '%': () => a % b,
    };
    return String(BigInt.asIntN(64, results[operator]?.() ?? 0n));
  }

  #matching(): string {
    let left = this.#function();
    while (this.#take(':')) left = matched(left, this.#function());
    return left;
  }

  #function(): string {
    if (this.#take('length')) return String([...this.#function()].length);
    if (this.#take('match')) return matched(this.#function(), this.#function());
    if (this.#take('index')) {
      const [text, characters] = [this.#function(), this.#function()];
      return String([...text].findIndex((character) => characters.includes(character)) + 1);
    }
    if (this.#take('substr')) {
      const [text, position, length] = [this.#function(), this.#function(), this.#function()];
      if (!isInteger(position) || !isInteger(length) || Number(position) <= 0 || Number(length) <= 0) return '';
      return [...text].slice(Number(position) - 1, Number(position) - 1 + Number(length)).join('');
    }
    return this.#primary();
  }

  #primary(): string {
    if (this.#take('(')) {
      this.#depth += 1;
      if (this.#depth > deepest) throw new Failure('syntax error');
      const value = this.#or();
      if (!this.#take(')')) throw new Failure('syntax error');
      this.#depth -= 1;
      return value;
    }
    const word = this.#words[this.#at];
    if (word === undefined || word === ')') throw new Failure('syntax error');
    if (word === 'quote' || word === '+') this.#at += 1;
    const value = this.#words[this.#at];
    if (value === undefined) throw new Failure('syntax error');
    this.#at += 1;
    return value;
  }
}

function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

function isNothing(text: string): boolean {
  return text === '' || /^-?0+$/.test(text);
}

function compare<Value extends bigint | string>(one: Value, other: Value): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What the group of a pattern took from the beginning of a text, or how much the pattern took without one. */
function matched(text: string, regex: string): string {
  const compiled = pattern(`^${regex}`);
  const match = matchOf(compiled, text);
  if (compiled.groups > 0) return match?.groups[0] ?? '';
  return String(match ? [...text.slice(0, match.end)].length : 0);
}
