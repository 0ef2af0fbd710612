import type {ByteReader, ByteWriter} from '../../bytes/pipe.ts';
import {SystemError} from '../../system-error.ts';

/** What is behind a file descriptor. Methods reject with the signal's reason when the process is interrupted. */
export interface Descriptor {
  /** `null`: the end. At most `max` bytes. */
  read(max: number, signal: AbortSignal): Promise<Uint8Array | null>;
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Bytes from the start; undefined where there is no position (pipes, terminals, sockets). */
  readonly position?: number | undefined;
  /** Throws ESPIPE where there is no position. */
  seek(position: number): void;
  /** Bytes that were read and not used are the next ones again; absent where that cannot be, or `seek` does it. */
  giveBack?(bytes: Uint8Array): void;
  /** The last user has closed it. */
  close(): void;
  /** The terminal it is, for programs that ask (`tty`, line editing, colours). */
  readonly terminal?: TerminalDevice | undefined;
  /** What `ls -l /proc/self/fd` shows: a path, `pipe:[12]`. */
  readonly name: string;
}

/** How a terminal treats what is typed. https://man7.org/linux/man-pages/man3/termios.3.html */
export interface TerminalModes {
  /** Lines are given to the reader whole, and can be edited until then (ICANON). */
  canonical: boolean;
  echo: boolean;
  /** ^C, ^\ and ^Z are signals (ISIG). */
  signals: boolean;
  /** A carriage return typed is read as a newline (ICRNL). */
  returnIsNewline: boolean;
  /** A newline written is shown as carriage return and newline (OPOST, ONLCR). */
  newlineReturns: boolean;
}

export type TerminalSignal = 'SIGINT' | 'SIGQUIT' | 'SIGTSTP' | 'SIGWINCH' | 'SIGHUP';

/** A terminal as the processes on it know it. */
export interface TerminalDevice {
  modes: TerminalModes;
  /** Who is told of signals typed or caused at the terminal: its foreground process group. */
  foreground: (signal: TerminalSignal) => void;
  readonly columns: number;
  readonly rows: number;
  resize(columns: number, rows: number): void;
  descriptor(): Descriptor;
}

/** Who opens a device: `/dev/tty` and `/dev/stdout` are another thing for every process. */
export interface Opener {
  /** The descriptor the process has under a number, one more user of it; undefined when there is none. */
  descriptor(fd: number): Descriptor | undefined;
  readonly terminal: TerminalDevice | undefined;
  /** The number of the process; absent for the engine itself. */
  readonly pid?: number;
}

/** A descriptor several processes hold: closed when the last of them lets go. */
export class OpenFile {
  readonly descriptor: Descriptor;
  #users = 1;

  constructor(descriptor: Descriptor) {
    this.descriptor = descriptor;
  }

  share(): OpenFile {
    this.#users += 1;
    return this;
  }

  release(): void {
    this.#users -= 1;
    if (this.#users === 0) this.descriptor.close();
  }
}

/** The reading end of a pipe or socket. */
export function readerDescriptor(reader: ByteReader, name = 'pipe:[1]'): Descriptor {
  return {
    name,
    read: (max, signal) => reader.read(max, signal),
    write: async () => {
      throw new SystemError('EBADF');
    },
    seek: notSeekable,
    ...(reader.giveBack ? {giveBack: (bytes: Uint8Array) => reader.giveBack?.(bytes)} : {}),
    close: () => reader.close(),
  };
}

/** The writing end of a pipe or socket. */
export function writerDescriptor(writer: ByteWriter, name = 'pipe:[1]'): Descriptor {
  return {
    name,
    read: async () => {
      throw new SystemError('EBADF');
    },
    write: (bytes, signal) => writer.write(bytes, signal),
    seek: notSeekable,
    close: () => writer.close(),
  };
}

export function notSeekable(): never {
  throw new SystemError('ESPIPE');
}

/** Reads nothing and takes everything: `/dev/null`, and what a detached process has for standard input. */
export function nullDescriptor(): Descriptor {
  return {name: '/dev/null', read: async () => null, write: async () => {}, seek: () => {}, close: () => {}};
}
