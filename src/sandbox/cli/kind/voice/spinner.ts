import {encodeText} from '../../bytes.ts';
import type {ByteSink, CommandClock} from '../../context.ts';

const frames = ['⠈⠁', '⠈⠑', '⠈⠱', '⠈⡱', '⢀⡱', '⢄⡱', '⢄⡱', '⢆⡱', '⢎⡱', '⢎⡰', '⢎⡠', '⢎⡀', '⢎⠁', '⠎⠁', '⠊⠁'] as const;
const frameMs = 100;

/** Turns at the begin of a line while something goes on. One at a time. */
export class Spinner {
  private readonly sink: ByteSink;
  private readonly clock: CommandClock;
  private cancel: (() => void) | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(sink: ByteSink, clock: CommandClock) {
    this.sink = sink;
    this.clock = clock;
  }

  get isTurning(): boolean {
    return this.cancel !== undefined;
  }

  /** Turns before `text` until it is stopped. */
  start(text: string): void {
    this.turn(text, 0);
  }

  /** Resolves when nothing more of it will be written. */
  async stop(): Promise<void> {
    this.cancel?.();
    this.cancel = undefined;
    await this.writing;
  }

  private turn(text: string, at: number): void {
    this.cancel = this.clock.after(frameMs, () => {
      // A line that wraps would leave its first part behind: the terminal is told to cut it.
      const frame = `\x1b[?7l\r${frames[at % frames.length]} ${text} \x1b[?7h`;
      this.writing = this.sink.write(encodeText(frame));
      this.turn(text, at + 1);
    });
  }
}
