import type {DiskBudget} from '../../../runtime/fs/budget.ts';
import {type LayerMark, MemoryFile} from '../../../runtime/fs/memory-file.ts';
import type {Attributes} from '../../../runtime/fs/nodes.ts';

/** A file whose content is asked for whenever somebody reads it: a thousand Pods have a token, and few look at it. */
export class LazyFile extends MemoryFile {
  readonly #content: () => Uint8Array;

  constructor(options: {
    readonly layer: LayerMark;
    readonly attributes: Attributes;
    readonly budget: DiskBudget;
    readonly content: () => Uint8Array;
  }) {
    super(options);
    this.#content = options.content;
  }

  override get size(): number {
    return this.#content().length;
  }

  override get content(): Uint8Array {
    return this.#content();
  }

  override read(offset: number, length: number): Uint8Array {
    return this.#content().subarray(offset, offset + length);
  }
}
