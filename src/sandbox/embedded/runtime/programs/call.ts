import {isSystemError} from '../../system-error.ts';
import type {Process} from '../process/process.ts';
import {Failure} from './failure.ts';
import {Input, type InputForm} from './input.ts';
import type {Options} from './options.ts';
import {Output} from './output.ts';

/** What one program really keeps in memory, however much a container would allow it. */
const mostHeldBytes = 64 << 20;
const heldStep = 64 << 10;

/** One run of an applet: the process it runs in, what it was asked, and how it speaks. */
export class Call {
  readonly process: Process;
  /** What it was called by, without folders: the name in its messages. */
  readonly name: string;
  readonly options: Options;
  readonly out: Output;
  readonly #ownMemory: number;
  #held = 0;

  constructor(process: Process, {name, options}: {readonly name: string; readonly options: Options}) {
    this.process = process;
    this.name = name;
    this.options = options;
    this.out = new Output(process, 1);
    this.#ownMemory = process.memoryBytes;
  }

  get operands(): readonly string[] {
    return this.options.operands;
  }

  has(...names: readonly string[]): boolean {
    return this.options.has(...names);
  }

  /** To standard output, buffered. */
  print(content: string | Uint8Array): Promise<void> {
    return this.out.put(content);
  }

  /** Straight to standard output: what was copied from somebody must not wait for more. */
  async send(bytes: Uint8Array): Promise<void> {
    await this.print(bytes);
    await this.out.flush();
  }

  /** A line to standard error, behind the applet's name; what was printed before comes first. */
  async complain(message: string): Promise<void> {
    await this.out.flush();
    await this.process.complain(`${this.name}: ${message}`);
  }

  /** Opens a file, or standard input for `-`. Throws SystemError. */
  open(path: string, form?: InputForm): Input {
    const fd = path === '-' ? 0 : this.process.adopt(this.process.files.open(path, {read: true}));
    return new Input(this.process, {fd, path, ...(form && {form})});
  }

  /**
   * Gives every file, or standard input when none is named, to `take`. One that cannot be opened or read is complained about
   * and passed over: the result then is 1.
   */
  async eachInput(
    paths: readonly string[],
    take: (input: Input, index: number) => Promise<unknown>,
    form?: InputForm,
  ): Promise<number> {
    let code = 0;
    for (const [index, path] of (paths.length === 0 ? ['-'] : paths).entries()) {
      const input = await this.openOrComplain(path, form);
      if (!input) code = 1;
      else if (!(await this.#closing(input, () => take(input, index)))) code = 1;
    }
    return code;
  }

  async openOrComplain(path: string, form?: InputForm): Promise<Input | undefined> {
    try {
      return this.open(path, form);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.complain(form?.raw ? `can't open '${path}': ${error.message}` : `${path}: ${error.message}`);
      return undefined;
    }
  }

  /** Runs something that can fail for one file; then its message is printed and the result is false. */
  async trying(describe: (reason: string) => string, action: () => unknown): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.complain(describe(error.message));
      return false;
    }
  }

  /** The same without a word. */
  async quietly(action: () => unknown): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return false;
    }
  }

  /** Says how much the applet keeps beyond itself. Throws Failure where that is more than a simulated program may. */
  hold(bytes: number): void {
    if (bytes > mostHeldBytes) throw new Failure('out of memory');
    // Asking the group for every line would cost more than the line.
    if (Math.abs(bytes - this.#held) < heldStep) return;
    this.#held = bytes;
    this.process.holdMemory(this.#ownMemory + bytes);
  }

  async #closing(input: Input, take: () => Promise<unknown>): Promise<boolean> {
    try {
      return await this.trying((reason) => `read error: ${reason}`, take);
    } finally {
      input.close();
    }
  }
}
