import {matchOf} from '../regex/pattern.ts';
import {civilTime, formatTime, parseTimeFields} from '../text/calendar.ts';
import type {Compiling} from './compiling.ts';
import {combined, combinedLater, type Evaluation} from './evaluation.ts';
import {regexSplitter, splitterOf} from './fields.ts';
import {replace} from './replace.ts';
import {type AwkExpression, wholeRecord} from './syntax.ts';
import {type AwkValue, formatAwk, InputText, toNumber, toText} from './values.ts';

type Builtin = Extract<AwkExpression, {kind: 'builtin'}>;

/** A function of awk itself, ready to run. */
export function callBuiltin(compiler: Compiling, node: Builtin): Evaluation {
  const {machine} = compiler;
  const args = node.args;
  switch (node.name) {
    case 'split':
      return split(compiler, args);
    case 'sub':
    case 'gsub':
    case 'gensub':
      return replace(compiler, node.name, args);
    case 'match':
      return match(compiler, args);
    case 'length':
      return length(compiler, args);
    case 'system':
      return combinedLater(compileAll(compiler, args), ([command]) =>
        machine.streams.run(toText(command, machine.convert)),
      );
    case 'close':
      return combinedLater(compileAll(compiler, args), ([name]) =>
        machine.streams.close(toText(name, machine.convert)),
      );
    case 'fflush':
      return combinedLater(compileAll(compiler, args), async ([name]) => {
        await machine.streams.flush(name === undefined ? undefined : toText(name, machine.convert));
        return 0;
      });
    default:
      return combined(compileAll(compiler, args), (values) => plain(compiler, node.name, values));
  }
}

function compileAll(compiler: Compiling, args: readonly AwkExpression[]): readonly Evaluation[] {
  return args.map((arg) => compiler.compile(arg));
}

function plain({machine}: Compiling, name: string, values: readonly AwkValue[]): AwkValue {
  const [first = 0, second = 0] = values.map(toNumber);
  const text = (index: number): string => toText(values[index], machine.convert);
  switch (name) {
    case 'substr':
      return substring(text(0), second, values.length > 2 ? toNumber(values[2]) : undefined);
    case 'index':
      return place(text(0), text(1));
    case 'sprintf':
      return formatAwk(text(0), values.slice(1), machine.convert);
    case 'tolower':
      return text(0).replace(/[A-Z]+/g, (part) => part.toLowerCase());
    case 'toupper':
      return text(0).replace(/[a-z]+/g, (part) => part.toUpperCase());
    case 'systime':
      return Math.floor(machine.call.process.now() / 1000);
    case 'strftime': {
      const seconds = values.length > 1 ? second : Math.floor(machine.call.process.now() / 1000);
      return formatTime(
        values.length > 0 ? text(0) : '%a %b %d %H:%M:%S %Z %Y',
        civilTime(seconds * 1000, machine.call.process.env.get('TZ')),
      );
    }
    case 'mktime':
      return parseTimeFields(text(0));
    case 'rand':
      machine.randomState = (Math.imul(machine.randomState, 1_103_515_245) + 12_345) & 0x7fffffff;
      return machine.randomState / 0x80000000;
    case 'srand': {
      const before = machine.seed;
      machine.seed = values.length > 0 ? first : Math.floor(machine.call.process.now() / 1000);
      machine.randomState = Math.trunc(machine.seed) & 0x7fffffff;
      return before;
    }
    default:
      return calculated(name, first, second);
  }
}

function calculated(name: string, first: number, second: number): number {
  const whole = (number: number): bigint =>
    BigInt.asUintN(64, BigInt(Number.isFinite(number) ? Math.trunc(number) : 0));
  switch (name) {
    case 'sin':
      return Math.sin(first);
    case 'cos':
      return Math.cos(first);
    case 'atan2':
      return Math.atan2(first, second);
    case 'exp':
      return Math.exp(first);
    case 'log':
      return Math.log(first);
    case 'sqrt':
      return Math.sqrt(first);
    case 'int':
      return Math.trunc(first);
    case 'and':
      return Number(whole(first) & whole(second));
    case 'or':
      return Number(whole(first) | whole(second));
    case 'xor':
      return Number(whole(first) ^ whole(second));
    case 'lshift':
      return Number(BigInt.asUintN(64, whole(first) << (whole(second) & 63n)));
    case 'rshift':
      return Number(whole(first) >> (whole(second) & 63n));
    case 'compl':
      return Number(BigInt.asUintN(64, ~whole(first)));
    default:
      return 0;
  }
}

/** Counted from 1; 0 when it is not there. */
function place(text: string, wanted: string): number {
  const at = wanted === '' ? -1 : text.indexOf(wanted);
  return at < 0 ? 0 : [...text.slice(0, at)].length + 1;
}

function substring(text: string, start: number, length: number | undefined): string {
  const characters = text.length > 0 && /[\ud800-\udfff]/.test(text) ? [...text] : undefined;
  const size = characters?.length ?? text.length;
  const from = Math.min(size, Math.max(0, Math.trunc(start) - 1));
  const count = length === undefined ? size - from : Math.max(0, Math.trunc(length));
  return characters ? characters.slice(from, from + count).join('') : text.slice(from, from + count);
}

function length(compiler: Compiling, args: readonly AwkExpression[]): Evaluation {
  const {machine} = compiler;
  const [arg = wholeRecord] = args;
  const sizeOf = (value: AwkValue): number => [...toText(value, machine.convert)].length;
  if (arg.kind !== 'variable' && !(arg.kind === 'group' && arg.items[0]?.kind === 'variable'))
    return combined([compiler.compile(arg)], ([value]) => sizeOf(value));
  const name = arg.kind === 'variable' ? arg.name : undefined;
  return combined([compiler.compile(arg)], ([value], frame) => {
    const cell = name && machine.cell(name, frame);
    return cell?.isArray ? cell.array().size : sizeOf(value);
  });
}

function split(compiler: Compiling, [text, array, separator]: readonly AwkExpression[]): Evaluation {
  const {machine} = compiler;
  if (!text || array?.kind !== 'variable') throw machine.fault('Not an array');
  const {name} = array;
  const operands = [
    compiler.compile(text),
    ...(separator && separator.kind !== 'regex' ? [compiler.compile(separator)] : []),
  ];
  return combined(operands, ([value, given], frame) => {
    const between = separator === undefined ? machine.text('FS') : toText(given, machine.convert);
    const splitter = separator?.kind === 'regex' ? regexSplitter(separator.regex) : splitterOf(between, false);
    const parts = splitter(toText(value, machine.convert));
    const goal = machine.cell(name, frame).array();
    goal.clear();
    for (const [index, part] of parts.entries()) goal.set(String(index + 1), new InputText(part));
    return parts.length;
  });
}

function match(compiler: Compiling, [text, regex]: readonly AwkExpression[]): Evaluation {
  const {machine} = compiler;
  if (!text || !regex) throw machine.fault('Too few arguments');
  const found = compiler.pattern(regex);
  return combined([compiler.compile(text), ...found.operands], ([value, given]) => {
    const whole = toText(value, machine.convert);
    const place = matchOf(found.regex(given), whole);
    const start = place ? [...whole.slice(0, place.start)].length + 1 : 0;
    machine.global('RSTART').value = start;
    machine.global('RLENGTH').value = place ? [...whole.slice(place.start, place.end)].length : -1;
    return start;
  });
}
