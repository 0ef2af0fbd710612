import {concat, encode} from '../../../bytes/bytes.ts';
import {readEscape, unescapeText} from './escapes.ts';
import {formatFloat, formatInteger, parseFloating, parseInteger} from './printf-number.ts';

/** Where what `printf` has to say goes, piece by piece; complaints are sentences without a name before them. */
export interface PrintfOutput {
  print(bytes: Uint8Array): Promise<void>;
  complain(sentence: string): Promise<void>;
  /** Lets others have their turn. */
  breathe(): Promise<void>;
}

/** A conversion of a format: `%-8.3f`. */
export interface Conversion {
  readonly flags: string;
  readonly width: number;
  /** Undefined when none is written. */
  readonly precision: number | undefined;
  readonly letter: string;
}

/** A line wider than this is no output anybody wants; it bounds what one conversion may cost. */
const widest = 1_000_000;

/** How much is put together before it is written. */
const pieceBytes = 4096;

/**
 * Formats as busybox' `printf` does; the format is used again while arguments are left. Resolves with the exit code.
 * Rejects with what writing rejects with.
 */
export async function runPrintf(args: readonly string[], output: PrintfOutput): Promise<number> {
  const words = args[0] === '--' ? args.slice(1) : args;
  const [format] = words;
  if (format === undefined) {
    await output.complain('usage: printf FORMAT [ARGUMENT...]');
    return 2;
  }
  const printer = new Printer(format, words.slice(1));
  const steps = printer.steps();
  for (let step = steps.next(); ; step = steps.next()) {
    for (const complaint of printer.takeComplaints()) await output.complain(complaint);
    const bytes = printer.takeBytes(step.done ? 1 : pieceBytes);
    if (bytes) await output.print(bytes);
    if (step.done) return step.value;
    await output.breathe();
  }
}

class Printer {
  readonly #format: string;
  readonly #values: readonly string[];
  #parts: Uint8Array[] = [];
  #size = 0;
  #complaints: string[] = [];
  #code = 0;
  #next = 0;

  constructor(format: string, values: readonly string[]) {
    this.#format = format;
    this.#values = values;
  }

  /** Stops after every conversion; what there is to write and to complain of is then to be taken. */
  *steps(): Generator<void, number> {
    for (;;) {
      const before = this.#next;
      const goesOn = yield* this.#once();
      const isDone = this.#next >= this.#values.length || this.#next === before;
      if (!goesOn || isDone) return this.#code;
    }
  }

  takeComplaints(): readonly string[] {
    const taken = this.#complaints;
    if (taken.length > 0) this.#complaints = [];
    return taken;
  }

  /** Undefined while there are fewer bytes than `least`. */
  takeBytes(least: number): Uint8Array | undefined {
    if (this.#size < least) return undefined;
    const taken = concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return taken;
  }

  /** The format once. False: nothing more is to be written. */
  *#once(): Generator<void, boolean> {
    const format = this.#format;
    for (let at = 0; at < format.length; ) {
      const special = format.slice(at).search(/[\\%]/);
      const until = special < 0 ? format.length : at + special;
      this.#put(format.slice(at, until));
      at = until;
      if (at >= format.length) break;
      const after = format[at] === '\\' ? this.#escape(at + 1) : this.#percent(at + 1);
      if (after === undefined) return false;
      at = after;
      yield;
    }
    return true;
  }

  #put(text: string): void {
    if (text !== '') this.#putBytes(encode(text));
  }

  #putBytes(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#size += bytes.length;
  }

  #complain(sentence: string): void {
    this.#complaints.push(sentence);
    this.#code = 1;
  }

  #escape(at: number): number | undefined {
    if (this.#format[at] === 'c') return undefined;
    const sequence = readEscape(this.#format, at);
    if (sequence) {
      this.#putBytes(Uint8Array.from(sequence.bytes));
      return sequence.end;
    }
    this.#put('\\');
    return at;
  }

  /** Does the conversion whose `%` is before `at`; returns where the format goes on, undefined where it must not. */
  #percent(at: number): number | undefined {
    if (this.#format[at] === '%') {
      this.#put('%');
      return at + 1;
    }
    const spec = /^([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?([hlLz]*)(.?)/s.exec(this.#format.slice(at));
    const [whole = '', flags = '', width = '', precision, modifiers = '', letter = ''] = spec ?? [];
    const isPlainB = letter !== 'b' || whole === 'b';
    if (letter === '' || !'diouxXfeEgGcsb'.includes(letter) || !isPlainB) {
      const shown = this.#format.slice(at).replace(whole, whole.replace(`${modifiers}${letter}`, letter));
      this.#complain(`%${shown}: invalid format`);
      return undefined;
    }
    const wide = this.#number(width) ?? 0;
    const exact = precision === undefined ? undefined : this.#number(precision === '' ? '0' : precision);
    const conversion = {
      flags: wide < 0 ? `${flags}-` : flags,
      width: Math.min(widest, Math.abs(wide)),
      precision: exact === undefined || exact < 0 ? undefined : Math.min(widest, exact),
      letter,
    };
    return this.#convert(conversion) ? at + whole.length : undefined;
  }

  #number(text: string): number | undefined {
    if (text === '') return undefined;
    return text === '*' ? Number(this.#integer()) : Number(text);
  }

  /** False when the argument ends all output. */
  #convert(conversion: Conversion): boolean {
    switch (conversion.letter) {
      case 's':
        this.#put(padded((this.#argument() ?? '').slice(0, conversion.precision), conversion));
        return true;
      case 'c':
        this.#put(padded((this.#argument() ?? '').slice(0, 1) || '\0', conversion));
        return true;
      case 'b': {
        const {bytes, stopped} = unescapeText(this.#argument() ?? '');
        this.#putBytes(bytes);
        return !stopped;
      }
      case 'd':
      case 'i':
        this.#put(padded(formatInteger(BigInt.asIntN(64, this.#integer()), conversion), conversion));
        return true;
      case 'o':
      case 'u':
      case 'x':
      case 'X':
        this.#put(padded(formatInteger(BigInt.asUintN(64, this.#integer(true)), conversion), conversion));
        return true;
      default:
        this.#put(padded(formatFloat(this.#float(), conversion), conversion));
        return true;
    }
  }

  #argument(): string | undefined {
    const value = this.#values[this.#next];
    if (value !== undefined) this.#next += 1;
    return value;
  }

  #integer(unsigned = false): bigint {
    const text = this.#argument() ?? '';
    const value = parseInteger(text, unsigned);
    if (value === undefined) this.#complain(`invalid number '${text}'`);
    return value ?? 0n;
  }

  #float(): number {
    const text = this.#argument() ?? '';
    const value = parseFloating(text);
    if (value === undefined) this.#complain(`invalid number '${text}'`);
    return value ?? 0;
  }
}

/** Fills up to the width: with zeros behind the sign, with spaces on either side. */
function padded(text: string, {flags, width, precision, letter}: Conversion): string {
  if (flags.includes('-')) return text.padEnd(width);
  const isNumber = !'cs'.includes(letter);
  const isInteger = 'diouxX'.includes(letter);
  if (!isNumber || !flags.includes('0') || (isInteger && precision !== undefined)) return text.padStart(width);
  const sign = /^[-+ ]?(0[xX])?/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
