/** Does one thing after the other: what changes a container must not meet half of another change. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves and rejects as the job does; what comes after a failed one is done all the same. */
  run<T>(job: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(job);
    this.#last = done.catch(() => {});
    return done;
  }
}
