import {AwkExpressionParser} from './expressions.ts';
import type {
  AwkExpression,
  AwkFunction,
  AwkPattern,
  AwkProgram,
  AwkRedirection,
  AwkRule,
  AwkStatement,
} from './syntax.ts';
import {awkFault, readTokens} from './tokens.ts';

const deepestBlocks = 200;

/** Reads a program. Throws Failure in busybox's words; `name` is what it calls the program. */
export function parseAwk(text: string, name = 'cmd. line'): AwkProgram {
  return new AwkParser(readTokens(text, name), name).parse();
}

class AwkParser extends AwkExpressionParser {
  readonly #rules: AwkRule[] = [];
  readonly #functions = new Map<string, AwkFunction>();
  #blocks = 0;
  #loops = 0;

  parse(): AwkProgram {
    for (;;) {
      while (this.takeIf('\n', ';'));
      if (this.token.kind === 'end') break;
      if (this.takeIf('function')) this.#function();
      else this.#rule();
    }
    return {rules: this.#rules, functions: this.#functions};
  }

  #function(): void {
    const token = this.take();
    if (token.kind !== 'name' && token.kind !== 'call') throw this.unexpected();
    if (this.#functions.has(token.value)) throw awkFault('Duplicate function', token.line, this.program);
    this.expect('(');
    const parameters: string[] = [];
    while (!this.takeIf(')')) {
      if (this.token.kind !== 'name') throw this.unexpected();
      parameters.push(String(this.take().value));
      this.skipNewlines();
      if (!this.takeIf(',') && !this.is(')')) throw this.unexpected();
      this.skipNewlines();
    }
    this.skipNewlines();
    this.parameters = parameters;
    const body = this.#block();
    this.parameters = [];
    this.#functions.set(token.value, {name: token.value, parameters, body});
  }

  #rule(): void {
    const {line} = this.token;
    const pattern = this.#pattern();
    const isSpecial = pattern.kind === 'begin' || pattern.kind === 'end';
    if (isSpecial) this.skipNewlines();
    if (isSpecial && !this.is('{')) throw this.unexpected();
    const action = this.is('{') ? this.#block() : undefined;
    this.#rules.push({pattern, action, line});
  }

  #pattern(): AwkPattern {
    if (this.takeIf('BEGIN')) return {kind: 'begin'};
    if (this.takeIf('END')) return {kind: 'end'};
    if (this.is('{')) return {kind: 'always'};
    const first = this.expression();
    if (!this.takeIf(',')) return {kind: 'test', test: first};
    this.skipNewlines();
    return {kind: 'range', first, last: this.expression()};
  }

  #block(): AwkStatement {
    const {line} = this.token;
    this.expect('{');
    this.#blocks += 1;
    if (this.#blocks > deepestBlocks) throw awkFault('Too deeply nested', line, this.program);
    const body: AwkStatement[] = [];
    for (;;) {
      while (this.takeIf('\n', ';'));
      if (this.takeIf('}')) break;
      if (this.token.kind === 'end') throw this.unexpected();
      body.push(this.#statement());
    }
    this.#blocks -= 1;
    return {kind: 'block', body, line};
  }

  #statement(): AwkStatement {
    if (this.is('{')) return this.#block();
    this.#blocks += 1;
    if (this.#blocks > deepestBlocks) throw awkFault('Too deeply nested', this.token.line, this.program);
    const statement = this.#compound() ?? this.#ended(this.#simple());
    this.#blocks -= 1;
    return statement;
  }

  /** A simple statement ends with a line, a semicolon or its block. */
  #ended(statement: AwkStatement): AwkStatement {
    if (!this.takeIf(';', '\n') && !this.is('}') && this.token.kind !== 'end') throw this.unexpected();
    return statement;
  }

  #compound(): AwkStatement | undefined {
    const {line} = this.token;
    if (this.takeIf('if')) {
      const test = this.#test();
      const yes = this.#body();
      while (this.is('\n', ';') && this.#elseFollows()) this.take();
      const no = this.takeIf('else') ? this.#body() : undefined;
      return {kind: 'if', test, yes, no, line};
    }
    if (this.takeIf('while')) {
      const test = this.#test();
      if (this.takeIf(';')) return {kind: 'while', test, body: {kind: 'block', body: [], line}, line};
      return {kind: 'while', test, body: this.#loopBody(), line};
    }
    if (this.takeIf('do')) {
      const body = this.#loopBody();
      while (this.takeIf('\n', ';'));
      this.expect('while');
      return this.#ended({kind: 'do', body, test: this.#test(), line});
    }
    return this.takeIf('for') ? this.#for(line) : undefined;
  }

  #elseFollows(): boolean {
    let ahead = 0;
    while (['\n', ';'].includes(String(this.peek(ahead).value)) && this.peek(ahead).kind === 'sign') ahead += 1;
    return this.peek(ahead).kind === 'keyword' && this.peek(ahead).value === 'else';
  }

  #test(): AwkExpression {
    this.expect('(');
    const [test, ...more] = this.inParentheses();
    if (!test || more.length > 0) throw this.unexpected();
    return test;
  }

  #body(): AwkStatement {
    this.skipNewlines();
    if (this.takeIf(';')) return {kind: 'block', body: [], line: this.token.line};
    return this.#statement();
  }

  #loopBody(): AwkStatement {
    this.#loops += 1;
    const body = this.#body();
    this.#loops -= 1;
    return body;
  }

  #for(line: number): AwkStatement {
    this.expect('(');
    const isEach =
      this.token.kind === 'name' &&
      this.peek(1).value === 'in' &&
      this.peek(1).kind === 'keyword' &&
      this.peek(3).value === ')';
    if (isEach) {
      const name = this.variableName();
      this.expect('in');
      const array = this.variableName();
      this.expect(')');
      return {kind: 'each', name, array, body: this.#loopBody(), line};
    }
    const first = this.is(';') ? undefined : this.#simple();
    this.expect(';');
    this.skipNewlines();
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    this.skipNewlines();
    const step = this.is(')') ? undefined : this.#simple();
    this.expect(')');
    if (this.takeIf(';')) return {kind: 'for', first, test, step, body: {kind: 'block', body: [], line}, line};
    return {kind: 'for', first, test, step, body: this.#loopBody(), line};
  }

  #simple(): AwkStatement {
    const {line, value} = this.token;
    if (this.is('print', 'printf')) return this.#print(this.take().value === 'print' ? 'print' : 'printf', line);
    if (this.takeIf('next', 'nextfile')) return {kind: value === 'next' ? 'next' : 'nextfile', line};
    if (this.is('break', 'continue')) {
      if (this.#loops === 0) throw awkFault(`'${value}' not in a loop`, line, this.program);
      this.take();
      return {kind: value === 'break' ? 'break' : 'continue', line};
    }
    if (this.is('exit', 'return')) {
      const kind = this.take().value === 'exit' ? 'exit' : 'return';
      const isBare = this.is(';', '\n', '}') || this.token.kind === 'end';
      return {kind, value: isBare ? undefined : this.expression(), line};
    }
    if (this.takeIf('delete')) return this.#delete(line);
    return {kind: 'expression', expression: this.expression(), line};
  }

  #delete(line: number): AwkStatement {
    const array = this.variableName();
    if (!this.takeIf('[')) return {kind: 'delete', array, subscripts: undefined, line};
    const subscripts = [this.expression()];
    while (this.takeIf(',')) subscripts.push(this.expression());
    this.expect(']');
    return {kind: 'delete', array, subscripts, line};
  }

  #print(kind: 'print' | 'printf', line: number): AwkStatement {
    const isBare = this.is(';', '\n', '}', '>', '>>', '|') || this.token.kind === 'end';
    const items = isBare ? [] : this.printed(() => this.#printedItems());
    const [only] = items;
    const args = items.length === 1 && only?.kind === 'group' ? only.items : items;
    return {kind, args, redirection: this.#redirection(), line};
  }

  #printedItems(): readonly AwkExpression[] {
    const items = [this.expression()];
    while (this.takeIf(',')) {
      this.skipNewlines();
      items.push(this.expression());
    }
    return items;
  }

  #redirection(): AwkRedirection | undefined {
    const {value} = this.token;
    if (!this.is('>', '>>', '|')) return undefined;
    this.take();
    const to = this.printed(() => this.expression());
    return {kind: value === '>' ? '>' : value === '>>' ? '>>' : '|', to};
  }
}
