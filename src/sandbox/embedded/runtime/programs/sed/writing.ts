import type {Call} from '../call.ts';
import {Output} from '../output.ts';

/** Where a sed script writes: its output, and files of `w` that are made anew once. */
export class SedOutput {
  readonly #call: Call;
  readonly #files = new Map<string, Sink>();
  readonly #main: Sink;

  constructor(call: Call, output: Output = call.out) {
    this.#call = call;
    this.#main = new Sink(output);
  }

  line(text: string, ending: string): Promise<void> {
    return this.#main.line(text, ending);
  }

  /** Makes the files of `w`, whether anything is written to them or not. */
  openFiles(paths: readonly string[]): void {
    for (const path of paths) this.#file(path);
  }

  toFile(path: string, text: string, ending: string): Promise<void> {
    return this.#file(path).line(text, ending);
  }

  async flush(): Promise<void> {
    for (const sink of [this.#main, ...this.#files.values()]) await sink.output.flush();
  }

  #file(path: string): Sink {
    const known = this.#files.get(path);
    if (known) return known;
    const {process} = this.#call;
    const fd =
      path === '/dev/stdout' ? 1 : process.adopt(process.files.open(path, {write: true, create: true, truncate: true}));
    const sink = fd === 1 ? this.#main : new Sink(new Output(process, fd));
    this.#files.set(path, sink);
    return sink;
  }
}

class Sink {
  readonly output: Output;
  /** A line without an end gets one as soon as another follows. */
  #isOpen = false;

  constructor(output: Output) {
    this.output = output;
  }

  async line(text: string, ending: string): Promise<void> {
    await this.output.put(`${this.#isOpen ? '\n' : ''}${text}${ending}`);
    this.#isOpen = ending === '' && (text !== '' || this.#isOpen);
  }
}
