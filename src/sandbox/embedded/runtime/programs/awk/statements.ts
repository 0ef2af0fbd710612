import {Failure} from '../failure.ts';
import type {Output} from '../output.ts';
import {Cell, type Frame} from './cells.ts';
import {ExpressionCompiler} from './compile.ts';
import {type Evaluation, valuesOf} from './evaluation.ts';
import type {AwkMachine} from './machine.ts';
import type {AwkExpression, AwkFunction, AwkRedirection, AwkStatement} from './syntax.ts';
import {type AwkValue, formatAwk, isTrue, toNumber, toText} from './values.ts';

/** How a statement ended, when not by coming to its end. */
export type Flow = undefined | 'break' | 'continue' | {readonly returns: AwkValue};

/** The program goes on with the next record or file, or ends. */
export class Jump extends Error {
  readonly kind: 'next' | 'nextfile' | 'exit';
  readonly code: number | undefined;

  constructor(kind: 'next' | 'nextfile' | 'exit', code?: number) {
    super(kind);
    this.kind = kind;
    this.code = code;
  }
}

export type Step = (frame: Frame) => Promise<Flow>;

const deepestCalls = 5000;

/** Makes statements and functions of a program ready to run on a machine. */
export class StatementCompiler {
  readonly expressions: ExpressionCompiler;
  readonly #machine: AwkMachine;
  readonly #functions: ReadonlyMap<string, AwkFunction>;
  readonly #bodies = new Map<string, Step>();
  readonly #arguments = new Map<AwkExpression, Evaluation>();
  #depth = 0;

  constructor(machine: AwkMachine, functions: ReadonlyMap<string, AwkFunction>) {
    this.#machine = machine;
    this.#functions = functions;
    this.expressions = new ExpressionCompiler(machine, (name, args, frame) => this.#call(name, args, frame));
  }

  compile(node: AwkStatement): Step {
    const step = this.#step(node);
    return (frame) => {
      this.#machine.line = node.line;
      return step(frame);
    };
  }

  #step(node: AwkStatement): Step {
    switch (node.kind) {
      case 'expression': {
        const value = this.expressions.compile(node.expression);
        return async (frame) => {
          if (value.waits) await value.value(frame);
          else value.value(frame);
          return undefined;
        };
      }
      case 'print':
      case 'printf':
        return this.#print(node);
      case 'if':
        return this.#if(node);
      case 'while':
      case 'do':
        return this.#while(node);
      case 'for':
        return this.#for(node);
      case 'each':
        return this.#each(node);
      case 'block':
        return this.#block(node.body.map((each) => this.compile(each)));
      case 'delete':
        return this.#delete(node);
      case 'exit':
      case 'return':
        return this.#leave(node);
      case 'next':
      case 'nextfile':
        return async () => {
          throw new Jump(node.kind === 'next' ? 'next' : 'nextfile');
        };
      case 'break':
      case 'continue':
        return async () => (node.kind === 'break' ? 'break' : 'continue');
    }
  }

  #block(steps: readonly Step[]): Step {
    const [only] = steps;
    if (only && steps.length === 1) return only;
    return async (frame) => {
      for (const step of steps) {
        const flow = await step(frame);
        if (flow !== undefined) return flow;
      }
      return undefined;
    };
  }

  #if({test, yes, no}: Extract<AwkStatement, {kind: 'if'}>): Step {
    const [condition, first, second] = [this.expressions.compile(test), this.compile(yes), no && this.compile(no)];
    return async (frame) => {
      const value = condition.waits ? await condition.value(frame) : condition.value(frame);
      return isTrue(value) ? first(frame) : second?.(frame);
    };
  }

  #while({kind, test, body}: Extract<AwkStatement, {kind: 'while' | 'do'}>): Step {
    const [condition, step] = [this.expressions.compile(test), this.compile(body)];
    return async (frame) => {
      for (let isFirst = kind === 'do'; ; isFirst = false) {
        await this.#machine.call.process.breathe();
        if (!isFirst && !isTrue(condition.waits ? await condition.value(frame) : condition.value(frame)))
          return undefined;
        const flow = await step(frame);
        if (flow === 'break') return undefined;
        if (typeof flow === 'object') return flow;
      }
    };
  }

  #for({first, test, step, body}: Extract<AwkStatement, {kind: 'for'}>): Step {
    const begin = first && this.compile(first);
    const condition = test && this.expressions.compile(test);
    const advance = step && this.compile(step);
    const run = this.compile(body);
    return async (frame) => {
      await begin?.(frame);
      for (;;) {
        await this.#machine.call.process.breathe();
        if (condition && !isTrue(condition.waits ? await condition.value(frame) : condition.value(frame)))
          return undefined;
        const flow = await run(frame);
        if (flow === 'break') return undefined;
        if (typeof flow === 'object') return flow;
        await advance?.(frame);
      }
    };
  }

  #each({name, array, body}: Extract<AwkStatement, {kind: 'each'}>): Step {
    const run = this.compile(body);
    return async (frame) => {
      for (const key of this.#machine.cell(array, frame).array().keys()) {
        await this.#machine.call.process.breathe();
        this.#machine.setVariable(name, frame, key);
        const flow = await run(frame);
        if (flow === 'break') return undefined;
        if (typeof flow === 'object') return flow;
      }
      return undefined;
    };
  }

  #delete({array, subscripts}: Extract<AwkStatement, {kind: 'delete'}>): Step {
    const operands = subscripts?.map((each) => this.expressions.compile(each));
    return async (frame) => {
      const goal = this.#machine.cell(array, frame).array();
      if (operands) goal.delete(this.expressions.key(await valuesOf(operands, frame)));
      else goal.clear();
      return undefined;
    };
  }

  #leave({kind, value}: Extract<AwkStatement, {kind: 'exit' | 'return'}>): Step {
    const result = value && this.expressions.compile(value);
    return async (frame) => {
      const returns = await result?.value(frame);
      if (kind === 'return') return {returns};
      throw new Jump('exit', result ? Math.trunc(toNumber(returns)) : undefined);
    };
  }

  #print({kind, args, redirection}: Extract<AwkStatement, {kind: 'print' | 'printf'}>): Step {
    const operands = args.map((each) => this.expressions.compile(each));
    const to = redirection && this.expressions.compile(redirection.to);
    return async (frame) => {
      const values = await valuesOf(operands, frame);
      const text = kind === 'print' ? this.#line(values) : this.#formatted(values);
      const output = redirection && to ? this.#sink(redirection, await to.value(frame)) : this.#machine.call.out;
      await output.put(text);
      return undefined;
    };
  }

  #line(values: readonly AwkValue[]): string {
    const machine = this.#machine;
    const format = machine.text('OFMT');
    const items = values.length === 0 ? [machine.field(0)] : values;
    return `${items.map((value) => toText(value, format)).join(machine.text('OFS'))}${machine.text('ORS')}`;
  }

  #formatted([format, ...values]: readonly AwkValue[]): string {
    const {convert} = this.#machine;
    const text = toText(format, convert);
    if (/%[^a-zA-Z%]*\*/.test(text)) throw this.#machine.fault('%*x formats are not supported');
    return formatAwk(text, values, convert);
  }

  #sink({kind}: AwkRedirection, to: AwkValue): Output {
    const name = toText(to, this.#machine.convert);
    if (name === '') throw this.#machine.fault('Empty file name');
    return this.#machine.streams.sink(kind, name);
  }

  async #call(name: string, args: readonly AwkExpression[], frame: Frame): Promise<AwkValue> {
    const made = this.#functions.get(name);
    if (!made) throw this.#machine.fault('Call to undefined function');
    if (args.length > made.parameters.length) throw this.#machine.fault('Too many arguments');
    // Lets go of the stack as well: a recursion is as deep as memory, not as the stack of the machine.
    await this.#machine.call.process.breathe();
    this.#depth += 1;
    if (this.#depth > deepestCalls) throw new Failure(`functions call each other more than ${deepestCalls} deep`);
    const inner: Cell[] = [];
    for (const arg of args) inner.push(await this.#argument(arg, frame));
    while (inner.length < made.parameters.length) inner.push(new Cell());
    const body = this.#bodies.get(name) ?? this.compile(made.body);
    this.#bodies.set(name, body);
    const flow = await body(inner);
    this.#depth -= 1;
    return typeof flow === 'object' ? flow.returns : undefined;
  }

  /** A bare variable is given as itself: the function may make an array of it. */
  async #argument(arg: AwkExpression, frame: Frame): Promise<Cell> {
    if (arg.kind === 'variable') {
      const cell = this.#machine.cell(arg.name, frame);
      return new Cell(this.#machine.variable(arg.name, frame), cell);
    }
    const known = this.#arguments.get(arg) ?? this.expressions.compile(arg);
    this.#arguments.set(arg, known);
    return new Cell(await known.value(frame));
  }
}
