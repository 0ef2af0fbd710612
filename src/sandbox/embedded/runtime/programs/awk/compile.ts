import {matchOf} from '../regex/pattern.ts';
import {callBuiltin} from './builtins.ts';
import type {Frame} from './cells.ts';
import type {CompiledTarget, Compiling} from './compiling.ts';
import {atOnce, combined, combinedLater, type Evaluation, later} from './evaluation.ts';
import type {AwkMachine} from './machine.ts';
import type {Arithmetic, AwkExpression, AwkTarget, Comparison} from './syntax.ts';
import {type AwkValue, compareValues, InputText, isTrue, toNumber, toText} from './values.ts';

/** How functions of the program are called; the arguments are cells, for arrays are shared. */
export type CallFunction = (name: string, args: readonly AwkExpression[], frame: Frame) => Promise<AwkValue>;

/** Makes expressions ready to run on a machine. */
export class ExpressionCompiler implements Compiling {
  readonly machine: AwkMachine;
  readonly #call: CallFunction;

  constructor(machine: AwkMachine, call: CallFunction) {
    this.machine = machine;
    this.#call = call;
  }

  compile(node: AwkExpression): Evaluation {
    const {machine} = this;
    switch (node.kind) {
      case 'number':
      case 'text':
        return atOnce(() => node.value);
      case 'regex':
        return atOnce(() =>
          Number(matchOf(machine.cased(node), toText(machine.field(0), machine.convert)) !== undefined),
        );
      case 'variable':
        return atOnce((frame) => machine.variable(node.name, frame));
      case 'element':
      case 'field':
        return this.#target(node).read;
      case 'group':
        return this.compile(node.items[0] ?? {kind: 'text', value: ''});
      case 'not':
        return combined([this.compile(node.operand)], ([value]) => Number(!isTrue(value)));
      case 'minus':
        return combined([this.compile(node.operand)], ([value]) => -toNumber(value));
      case 'plus':
        return combined([this.compile(node.operand)], ([value]) => toNumber(value));
      case 'join':
        return this.#pair(node, (left, right) => this.#joined(left, right));
      case 'arithmetic':
        return this.#pair(node, (left, right) => this.#calculate(node.operator, toNumber(left), toNumber(right)));
      case 'compare':
        return this.#pair(node, (left, right) =>
          Number(holds(node.operator, compareValues(left, right, machine.convert))),
        );
      case 'match':
        return this.#match(node);
      case 'in':
        return combined(
          node.subscripts.map((each) => this.compile(each)),
          (values, frame) => Number(machine.cell(node.array, frame).array().has(this.key(values))),
        );
      case 'and':
      case 'or':
        return this.#logical(node);
      case 'choice':
        return this.#choice(node);
      case 'assign':
        return this.#assign(node);
      case 'step':
        return this.#step(node);
      case 'call':
        return later((frame) => this.#call(node.name, node.args, frame));
      case 'builtin':
        return callBuiltin(this, node);
      case 'getline':
        return this.#getline(node);
    }
  }

  pattern(node: AwkExpression): ReturnType<Compiling['pattern']> {
    if (node.kind === 'regex') return {operands: [], regex: () => this.machine.cased(node)};
    return {operands: [this.compile(node)], regex: (value) => this.machine.regex(toText(value, this.machine.convert))};
  }

  key(values: readonly AwkValue[]): string {
    const texts = values.map((value) => toText(value, this.machine.convert));
    return texts.length === 1 ? (texts[0] ?? '') : texts.join(this.machine.text('SUBSEP'));
  }

  target(target: AwkTarget): CompiledTarget {
    const {machine} = this;
    switch (target.kind) {
      case 'variable':
        return {
          operands: [],
          get: (_, frame) => machine.variable(target.name, frame),
          set: (_, frame, value) => machine.setVariable(target.name, frame, value),
        };
      case 'element':
        return {
          operands: target.subscripts.map((each) => this.compile(each)),
          get: (place, frame) => machine.cell(target.array, frame).array().get(this.key(place)),
          set: (place, frame, value) => this.#setElement(machine.cell(target.array, frame).array(), place, value),
        };
      case 'field':
        return {
          operands: [this.compile(target.index)],
          get: ([index]) => machine.field(Math.trunc(toNumber(index))),
          set: ([index], _, value) => machine.setField(Math.trunc(toNumber(index)), value),
        };
    }
  }

  #setElement(
    array: ReturnType<ReturnType<AwkMachine['global']>['array']>,
    place: readonly AwkValue[],
    value: AwkValue,
  ): void {
    array.set(this.key(place), value);
    // Counted roughly: what a script keeps is bounded like everything else.
    if (array.size % 1024 === 0) this.machine.call.hold(array.size * 64);
  }

  #target(node: AwkTarget): {readonly read: Evaluation} {
    const {operands, get} = this.target(node);
    return {read: combined(operands, get)};
  }

  #pair(
    {left, right}: {readonly left: AwkExpression; readonly right: AwkExpression},
    make: (left: AwkValue, right: AwkValue) => AwkValue,
  ): Evaluation {
    return combined([this.compile(left), this.compile(right)], ([one, other]) => make(one, other));
  }

  #joined(left: AwkValue, right: AwkValue): string {
    const text = toText(left, this.machine.convert) + toText(right, this.machine.convert);
    if (text.length > 1 << 20) this.machine.call.hold(text.length * 2);
    return text;
  }

  #match({left, right, isNegated}: Extract<AwkExpression, {kind: 'match'}>): Evaluation {
    const {operands, regex} = this.pattern(right);
    return combined([this.compile(left), ...operands], ([text, value]) => {
      const match = matchOf(regex(value), toText(text, this.machine.convert));
      return Number((match !== undefined) !== isNegated);
    });
  }

  #logical({kind, left, right}: Extract<AwkExpression, {kind: 'and' | 'or'}>): Evaluation {
    const [one, other] = [this.compile(left), this.compile(right)];
    const decides = (value: AwkValue): boolean => isTrue(value) === (kind === 'or');
    if (!one.waits && !other.waits)
      return atOnce((frame) => Number(decides(one.value(frame)) ? kind === 'or' : isTrue(other.value(frame))));
    return later(async (frame) =>
      Number(decides(await one.value(frame)) ? kind === 'or' : isTrue(await other.value(frame))),
    );
  }

  #choice({test, yes, no}: Extract<AwkExpression, {kind: 'choice'}>): Evaluation {
    const [first, second, third] = [this.compile(test), this.compile(yes), this.compile(no)];
    if (!first.waits && !second.waits && !third.waits)
      return atOnce((frame) => (isTrue(first.value(frame)) ? second.value(frame) : third.value(frame)));
    return later(async (frame) => (isTrue(await first.value(frame)) ? second.value(frame) : third.value(frame)));
  }

  #assign({target, operator, value}: Extract<AwkExpression, {kind: 'assign'}>): Evaluation {
    const {operands, get, set} = this.target(target);
    return combined([...operands, this.compile(value)], (values, frame) => {
      const place = values.slice(0, -1);
      const right = values.at(-1);
      const result = operator === '' ? right : this.#calculate(operator, toNumber(get(place, frame)), toNumber(right));
      set(place, frame, result);
      return result;
    });
  }

  #step({target, by, isBefore}: Extract<AwkExpression, {kind: 'step'}>): Evaluation {
    const {operands, get, set} = this.target(target);
    return combined(operands, (place, frame) => {
      const before = toNumber(get(place, frame));
      set(place, frame, before + by);
      return isBefore ? before + by : before;
    });
  }

  #calculate(operator: Arithmetic, left: number, right: number): number {
    switch (operator) {
      case '+':
        return left + right;
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '^':
        return left ** right;
      case '/':
      case '%':
        if (right === 0) throw this.machine.fault('Division by zero');
        return operator === '/' ? left / right : left % right;
    }
  }

  #getline({from, source, target}: Extract<AwkExpression, {kind: 'getline'}>): Evaluation {
    const {machine} = this;
    const goal = target && this.target(target);
    return combinedLater(
      [...(source ? [this.compile(source)] : []), ...(goal?.operands ?? [])],
      async (values, frame) => {
        const name = toText(values[0], machine.convert);
        const text = await this.#read(from, name);
        if (typeof text === 'number') return text;
        if (goal) goal.set(values.slice(source ? 1 : 0), frame, new InputText(text));
        else machine.setField(0, text);
        return 1;
      },
    );
  }

  /** A record, or what getline returns without one. */
  async #read(from: 'input' | 'file' | 'command', name: string): Promise<string | number> {
    const {machine} = this;
    if (from === 'input') return (await machine.nextRecord()) ?? 0;
    if (from === 'command') await machine.streams.flush();
    const reader = machine.streams.source(from, name);
    if (!reader) return -1;
    const text = await reader.next(machine.separator);
    if (text === undefined) return 0;
    if (from === 'command') machine.global('NR').value = toNumber(machine.global('NR').value) + 1;
    return text;
  }
}

function holds(operator: Comparison, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
