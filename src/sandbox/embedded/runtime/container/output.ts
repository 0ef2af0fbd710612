export type OutputStream = 'stdout' | 'stderr';

/** Somebody who wants what a container writes: an attached client. */
export interface OutputListener {
  /** May wait while the client is behind; that holds the container up, as in Docker. A rejection ends the listener. */
  write(stream: OutputStream, bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  end(): void;
}

/** What the processes of one run write, given to everybody who listens. */
export class Output {
  readonly #listeners = new Set<OutputListener>();

  /** Returns how to stop; the listener is then told nothing more. */
  listen(listener: OutputListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Rejects with the signal's reason when the writer ends while it waits for a listener. */
  async write(stream: OutputStream, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    for (const listener of [...this.#listeners]) {
      try {
        await listener.write(stream, bytes, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        this.#listeners.delete(listener);
        listener.end();
      }
    }
  }

  /** Nothing more comes: every listener is told, and forgotten. */
  end(): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener.end();
  }
}
