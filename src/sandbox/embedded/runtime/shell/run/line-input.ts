import {noBytes} from '../../../bytes/bytes.ts';
import {isSystemError} from '../../../system-error.ts';
import type {Descriptor} from '../../process/descriptor.ts';
import type {Shell} from '../state/shell.ts';

/** How many bytes are read at once where what is too much can be given back. */
const chunkBytes = 1024;
/** No line is longer than this. */
const longestLine = 4 * 1024 * 1024;

/** Why there is no further byte: the input ends, the time is up, a signal came that means something. */
export type NoByte = 'end' | 'late' | 'called off';

/**
 * Reads a descriptor byte by byte. What is read further is given back at the end: what follows is for the next
 * who reads, maybe a program.
 */
export class LineInput {
  readonly #shell: Shell;
  readonly #descriptor: Descriptor | undefined;
  readonly #stop = new AbortController();
  readonly #onEnd: () => void;
  #why: NoByte | undefined;
  #unwatch: () => void = () => {};
  #cancelTimer: () => void = () => {};
  #chunk: Uint8Array = noBytes;
  #at = 0;
  #size = 0;

  constructor({
    shell,
    fd,
    timeoutMs,
  }: {readonly shell: Shell; readonly fd: number; readonly timeoutMs?: number | undefined}) {
    const {process} = shell;
    this.#shell = shell;
    this.#descriptor = shell.savedFds.has(fd) ? undefined : process.descriptor(fd);
    this.#onEnd = () => this.#stop.abort(process.signal.reason);
    process.signal.addEventListener('abort', this.#onEnd, {once: true});
    if (timeoutMs !== undefined)
      this.#cancelTimer = process.space.kernel.clock.after(timeoutMs, () => this.#callOff('late'));
    this.#watch();
  }

  async next(): Promise<number | NoByte> {
    return this.nextAtHand() ?? this.#afterFilling();
  }

  /** The next byte if no waiting is needed for it. */
  nextAtHand(): number | undefined {
    const byte = this.#chunk[this.#at];
    if (byte !== undefined) this.#at += 1;
    return byte;
  }

  async #afterFilling(): Promise<number | NoByte> {
    await this.#shell.process.breathe();
    return (await this.#fill()) ?? this.nextAtHand() ?? 'end';
  }

  /** Gives back what was read and not taken. */
  close(): void {
    this.#shell.process.signal.removeEventListener('abort', this.#onEnd);
    this.#unwatch();
    this.#cancelTimer();
    this.#shell.release(this.#size);
    const descriptor = this.#descriptor;
    const left = this.#chunk.subarray(this.#at);
    if (descriptor && left.length > 0) {
      if (descriptor.position !== undefined) descriptor.seek(descriptor.position - left.length);
      else descriptor.giveBack?.(left);
    }
    this.#chunk = noBytes;
    this.#at = 0;
  }

  async #fill(): Promise<NoByte | undefined> {
    const descriptor = this.#descriptor;
    if (this.#why !== undefined || !descriptor) return this.#why ?? 'end';
    try {
      const canReturn = descriptor.position !== undefined || descriptor.giveBack !== undefined;
      const max = canReturn ? chunkBytes : 1;
      const bytes = await descriptor.read(max, this.#stop.signal);
      this.#chunk = bytes ?? noBytes;
      this.#at = 0;
      this.#hold(this.#chunk.length);
      return bytes ? undefined : 'end';
    } catch (error) {
      this.#shell.process.signal.throwIfAborted();
      if (this.#why !== undefined) return this.#why;
      // What cannot be read holds nothing.
      if (isSystemError(error)) return 'end';
      throw error;
    }
  }

  /** Whoever reads on keeps what was read. Throws ShellFault when it is too much. */
  #hold(bytes: number): void {
    this.#shell.hold(bytes);
    this.#size += bytes;
    if (this.#size > longestLine) throw this.#shell.outOfMemory();
  }

  #watch(): void {
    const {interrupted, traps, bell} = this.#shell;
    if (interrupted || (traps.firstPending ?? 'SIGCHLD') !== 'SIGCHLD') this.#callOff('called off');
    else this.#unwatch = bell.once(() => this.#watch());
  }

  #callOff(why: NoByte): void {
    this.#why ??= why;
    this.#stop.abort(why);
  }
}
