/** Lets one after the other have something to itself, in the order they came. */
export class Turn {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is free, with how to give it back. */
  async take(): Promise<() => void> {
    const before = this.#last;
    let release: () => void = () => {};
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }
}
