import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {pattern} from '../regex/pattern.ts';
import type {Regex} from '../regex/regex.ts';
import {withEscapes} from '../text/escapes.ts';
import {Cell, type Frame} from './cells.ts';
import {AwkRecord} from './fields.ts';
import type {RecordReader, RecordSeparator} from './records.ts';
import {AwkStreams} from './streams.ts';
import type {AwkName} from './syntax.ts';
import {awkFault} from './tokens.ts';
import {type AwkValue, InputText, isTrue, toNumber, toText} from './values.ts';

const mostPatterns = 256;

/** Everything a running program has: variables, record, streams, input. */
export class AwkMachine {
  readonly call: Call;
  readonly record = new AwkRecord();
  readonly streams: AwkStreams;
  /** The line of the program that runs, for messages. */
  line = 1;
  readonly program: string;
  /** State of `rand`; the seed that was set last. */
  seed = 1;
  randomState = 1;
  readonly #globals = new Map<string, Cell>();
  readonly #patterns = new Map<string, Regex>();
  #input: RecordReader | undefined;
  #nextArgument = 1;
  #didReadFile = false;
  #ignoresCase = false;

  constructor(call: Call, program: string) {
    this.call = call;
    this.program = program;
    this.streams = new AwkStreams(call);
    const usual: readonly (readonly [string, AwkValue])[] = [
      ...([
        ['FS', ' '],
        ['RS', '\n'],
        ['OFS', ' '],
        ['ORS', '\n'],
        ['SUBSEP', '\x1c'],
        ['CONVFMT', '%.6g'],
        ['OFMT', '%.6g'],
      ] as const),
      ...([
        ['NR', 0],
        ['FNR', 0],
        ['RSTART', 0],
        ['RLENGTH', -1],
        ['FILENAME', ''],
      ] as const),
    ];
    for (const [name, value] of usual) this.#globals.set(name, new Cell(value));
    const environment = this.global('ENVIRON').array();
    for (const [name, value] of call.process.env) environment.set(name, new InputText(value));
  }

  global(name: string): Cell {
    const known = this.#globals.get(name);
    if (known) return known;
    const cell = new Cell();
    this.#globals.set(name, cell);
    return cell;
  }

  cell(name: AwkName, frame: Frame): Cell {
    return name.scope === 'global' ? this.global(name.name) : (frame[name.index] ?? new Cell());
  }

  text(name: string): string {
    return toText(this.#globals.get(name)?.value, '%.6g');
  }

  get convert(): string {
    const value = this.#globals.get('CONVFMT')?.value;
    return typeof value === 'string' ? value : '%.6g';
  }

  variable(name: AwkName, frame: Frame): AwkValue {
    if (name.scope === 'global' && name.name === 'NF') return this.record.count;
    const cell = this.cell(name, frame);
    return cell.value;
  }

  setVariable(name: AwkName, frame: Frame, value: AwkValue): void {
    if (name.scope === 'local') {
      this.cell(name, frame).value = value;
      return;
    }
    if (name.name === 'NF') {
      const count = Math.trunc(toNumber(value));
      if (count < 0) throw this.fault('NF set to negative value');
      this.record.setCount(count);
      return;
    }
    this.global(name.name).value = value;
    if (name.name === 'IGNORECASE') this.#ignoresCase = isTrue(value);
    if (name.name === 'FS' || name.name === 'RS') this.record.setSeparator(this.text('FS'), this.text('RS') === '');
  }

  field(index: number): AwkValue {
    if (index < 0) throw this.fault('Access to negative field');
    return index === 0 ? this.record.record(() => this.text('OFS')) : this.record.field(index);
  }

  setField(index: number, value: AwkValue): void {
    if (index < 0) throw this.fault('Access to negative field');
    if (index === 0) this.record.setRecord(toText(value, this.convert));
    else this.record.setField(index, value);
  }

  /** A pattern made of text while the program runs. */
  regex(text: string): Regex {
    const key = `${this.#ignoresCase}${text}`;
    const known = this.#patterns.get(key);
    if (known) return known;
    if (this.#patterns.size >= mostPatterns) this.#patterns.clear();
    const made = pattern(text, {extended: true, ignoreCase: this.#ignoresCase});
    this.#patterns.set(key, made);
    return made;
  }

  /** A pattern of the program, which IGNORECASE makes another one. */
  cased({text, regex}: {readonly text: string; readonly regex: Regex}): Regex {
    return this.#ignoresCase ? this.regex(text) : regex;
  }

  get separator(): RecordSeparator {
    const text = this.text('RS');
    if (text === '') return {kind: 'paragraph'};
    return text.length === 1 ? {kind: 'character', character: text} : {kind: 'regex', regex: this.regex(text)};
  }

  fault(message: string): Error {
    return awkFault(message, this.line, this.program);
  }

  /** The next record of the files on the command line; undefined at their end. */
  async nextRecord(): Promise<string | undefined> {
    for (;;) {
      if (!this.#input && !(await this.#openNext())) return undefined;
      const text = await this.#input?.next(this.separator);
      if (text !== undefined) {
        for (const name of ['NR', 'FNR']) this.global(name).value = toNumber(this.global(name).value) + 1;
        return text;
      }
      this.nextFile();
    }
  }

  nextFile(): void {
    this.#input?.close();
    this.#input = undefined;
  }

  /** Goes through ARGV: files, and assignments between them. */
  async #openNext(): Promise<boolean> {
    for (;;) {
      const count = toNumber(this.global('ARGC').value);
      const isOver = this.#nextArgument >= count;
      if (isOver && this.#didReadFile) return false;
      const path = isOver ? '-' : toText(this.global('ARGV').array().get(String(this.#nextArgument)), '%.6g');
      this.#nextArgument += 1;
      if (path === '' || (!isOver && this.assign(path))) continue;
      this.#didReadFile = true;
      const input = await this.call.openOrComplain(path);
      if (!input) throw new Failure('');
      this.#input = this.streams.readerOf(input.fd);
      this.global('FILENAME').value = isOver ? '' : path;
      this.global('FNR').value = 0;
      return true;
    }
  }

  /** `-F`. */
  setSeparators(separator: string | undefined): void {
    if (separator !== undefined) this.setVariable({scope: 'global', name: 'FS'}, [], withEscapes(separator));
  }

  setArguments(operands: readonly string[]): void {
    const array = this.global('ARGV').array();
    for (const [index, text] of ['awk', ...operands].entries()) array.set(String(index), new InputText(text));
    this.global('ARGC').value = operands.length + 1;
  }

  /** `name=value` of the command line; false when it is no assignment. */
  assign(text: string): boolean {
    const [, name, value = ''] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text) ?? [];
    if (name === undefined) return false;
    this.setVariable({scope: 'global', name}, [], new InputText(withEscapes(value)));
    return true;
  }
}
