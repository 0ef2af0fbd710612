import {concat, encode} from '../../bytes/bytes.ts';
import {type ByteReader, type ByteWriter, Pipe, waitIn, wake} from '../../bytes/pipe.ts';
import {SystemError} from '../../system-error.ts';
import type {Descriptor, TerminalDevice, TerminalModes, TerminalSignal} from '../process/descriptor.ts';
import {notSeekable} from '../process/descriptor.ts';

export const cookedModes: Readonly<TerminalModes> = {
  canonical: true,
  echo: true,
  signals: true,
  returnIsNewline: true,
  newlineReturns: true,
};

/** What line editing and `stty raw` set: every byte as it is typed. */
export const rawModes: Readonly<TerminalModes> = {
  canonical: false,
  echo: false,
  signals: false,
  returnIsNewline: false,
  newlineReturns: true,
};

const erase = new Set([0x7f, 0x08]);

/**
 * A pseudo terminal: the side of the person (bytes typed, bytes shown) and the side of the processes (`descriptor`),
 * with the line discipline of Linux between them.
 */
export class Terminal implements TerminalDevice {
  modes: TerminalModes = {...cookedModes};
  foreground: (signal: TerminalSignal) => void = () => {};
  readonly #shown = new Pipe(1 << 20);
  #columns: number;
  #rows: number;
  /** The line that is being typed. */
  #line: number[] = [];
  /** What can be read: whole lines, or single bytes; null is ^D on an empty line. */
  #typed: (Uint8Array | null)[] = [];
  readonly #readers: (() => void)[] = [];
  #hungUp = false;

  constructor({columns, rows}: {readonly columns: number; readonly rows: number}) {
    this.#columns = columns;
    this.#rows = rows;
  }

  get columns(): number {
    return this.#columns;
  }

  get rows(): number {
    return this.#rows;
  }

  resize(columns: number, rows: number): void {
    if (columns === this.#columns && rows === this.#rows) return;
    this.#columns = columns;
    this.#rows = rows;
    this.foreground('SIGWINCH');
  }

  /** What the person sees. */
  get output(): ByteReader {
    return this.#shown.reader;
  }

  /** What the person types. Never waits: what nobody reads is kept. */
  readonly input: ByteWriter = {
    write: async (bytes) => {
      for (const byte of bytes) this.#type(byte);
      wake(this.#readers);
    },
    // A person who has gone sends nothing more; the processes are told by a hang-up, not by an end.
    close: () => {},
  };

  /** The person is gone for good: readers get the end, writers an error, the foreground SIGHUP. */
  hangUp(): void {
    if (this.#hungUp) return;
    this.#hungUp = true;
    this.#shown.writer.close();
    wake(this.#readers);
    this.foreground('SIGHUP');
  }

  /** Ends the output, once the last process is gone. */
  finish(): void {
    this.#shown.writer.close();
  }

  /** A descriptor on the processes' side. */
  descriptor(): Descriptor {
    return {
      name: '/dev/pts/0',
      terminal: this,
      read: (max, signal) => this.#read(max, signal),
      write: (bytes, signal) => this.#show(bytes, signal),
      seek: notSeekable,
      close: () => {},
    };
  }

  async #read(max: number, signal: AbortSignal): Promise<Uint8Array | null> {
    for (;;) {
      signal.throwIfAborted();
      this.#releaseLine();
      const first = this.#typed[0];
      if (first === null) {
        this.#typed.shift();
        return null;
      }
      if (first !== undefined) {
        const taken = first.subarray(0, max);
        if (taken.length === first.length) this.#typed.shift();
        else this.#typed[0] = first.subarray(taken.length);
        return taken;
      }
      if (this.#hungUp) return null;
      await waitIn(this.#readers, signal);
    }
  }

  /** Half a line, once it is no line any more that is edited here, can be read like anything else. */
  #releaseLine(): void {
    if (this.modes.canonical || this.#line.length === 0) return;
    this.#typed.push(Uint8Array.from(this.#line));
    this.#line = [];
  }

  async #show(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (this.#hungUp) throw new SystemError('EIO');
    await this.#shown.writer.write(this.modes.newlineReturns ? withReturns(bytes) : bytes, signal);
  }

  #echo(bytes: readonly number[] | Uint8Array): void {
    // Nobody waits for an echo; where the output is full, it is lost, as on a real line.
    if (!this.#hungUp) void this.#shown.writer.write(withReturns(Uint8Array.from(bytes))).catch(() => {});
  }

  #type(typed: number): void {
    const byte = typed === 0x0d && this.modes.returnIsNewline ? 0x0a : typed;
    const signal = this.modes.signals ? signalOf(byte) : undefined;
    if (signal) {
      this.#line = [];
      this.#typed = [];
      if (this.modes.echo) this.#echo(caret(byte));
      this.foreground(signal);
      return;
    }
    if (!this.modes.canonical) {
      this.#typed.push(Uint8Array.of(byte));
      if (this.modes.echo) this.#echo([byte]);
      return;
    }
    this.#edit(byte);
  }

  #edit(byte: number): void {
    const {echo} = this.modes;
    if (byte === 0x04) {
      this.#typed.push(this.#line.length > 0 ? Uint8Array.from(this.#line) : null);
      this.#line = [];
    } else if (erase.has(byte)) this.#erase(1);
    else if (byte === 0x15) this.#erase(this.#line.length);
    else if (byte === 0x17) this.#erase(this.#line.length - startOfWord(this.#line));
    else {
      this.#line.push(byte);
      if (echo) this.#echo(byte < 0x20 && byte !== 0x0a && byte !== 0x09 ? caret(byte) : [byte]);
      if (byte !== 0x0a) return;
      this.#typed.push(Uint8Array.from(this.#line));
      this.#line = [];
    }
  }

  /** Takes the last `count` bytes of the line away, characters whole. */
  #erase(count: number): void {
    const end = this.#line.length - count;
    while (this.#line.length > Math.max(0, end)) {
      let byte = this.#line.pop() ?? 0;
      const isControl = byte < 0x20;
      while ((byte & 0xc0) === 0x80 && this.#line.length > 0) byte = this.#line.pop() ?? 0;
      const cells = isControl ? 2 : byte >= 0xe0 ? 2 : 1;
      if (this.modes.echo) for (let cell = 0; cell < cells; cell += 1) this.#echo(encode('\b \b'));
    }
  }
}

function signalOf(byte: number): TerminalSignal | undefined {
  if (byte === 0x03) return 'SIGINT';
  if (byte === 0x1c) return 'SIGQUIT';
  return byte === 0x1a ? 'SIGTSTP' : undefined;
}

function caret(byte: number): readonly number[] {
  return [0x5e, byte ^ 0x40];
}

function startOfWord(line: readonly number[]): number {
  let at = line.length;
  while (at > 0 && line[at - 1] === 0x20) at -= 1;
  while (at > 0 && line[at - 1] !== 0x20) at -= 1;
  return at;
}

function withReturns(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(0x0a)) return bytes;
  const parts: Uint8Array[] = [];
  let at = 0;
  for (let newline = bytes.indexOf(0x0a); newline >= 0; newline = bytes.indexOf(0x0a, at)) {
    parts.push(bytes.subarray(at, newline), Uint8Array.of(0x0d, 0x0a));
    at = newline + 1;
  }
  return concat([...parts, bytes.subarray(at)]);
}
