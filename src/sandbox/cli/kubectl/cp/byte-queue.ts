import type {ByteSink} from '../../context.ts';

/** What one side writes and the other reads, a piece at a time. */
export class ByteQueue implements ByteSink {
  private readonly pieces: Uint8Array[] = [];
  private wake: () => void = () => {};
  private taken: () => void = () => {};
  private ended = false;
  private failure: unknown;

  async write(bytes: Uint8Array): Promise<void> {
    this.pieces.push(bytes.slice());
    this.wake();
    // A fast writer waits until the reader has caught up.
    while (this.pieces.length > 16 && !this.ended) {
      await new Promise<void>((done) => {
        this.taken = done;
      });
    }
  }

  /** Says that nothing more comes, or why. */
  end(failure?: unknown): void {
    this.ended = true;
    this.failure = failure;
    this.wake();
    this.taken();
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = this.pieces.shift();
      if (piece !== undefined) {
        yield piece;
        this.taken();
      } else if (this.ended) {
        if (this.failure !== undefined) throw this.failure;
        return;
      } else {
        await new Promise<void>((done) => {
          this.wake = done;
        });
      }
    }
  }
}
