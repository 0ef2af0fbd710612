import {ApiRefusal} from '../api/refusal.ts';
import type {Image} from '../images/image.ts';

/** The images of the stages that are done. */
export class StageResults {
  readonly #inOrder: (Image | undefined)[] = [];
  readonly #byName = new Map<string, Image | undefined>();

  /** Throws when another stage has the name. */
  checkFree(name: string): void {
    if (name !== '' && this.#byName.has(name)) throw new ApiRefusal(500, `${name} stage name already used`);
  }

  add(name: string, image: Image | undefined): void {
    if (name !== '') this.#byName.set(name, image);
    this.#inOrder.push(image);
  }

  /** What FROM may name: names alone. */
  named(name: string): {readonly image: Image | undefined} | undefined {
    const key = name.toLowerCase();
    return this.#byName.has(key) ? {image: this.#byName.get(key)} : undefined;
  }

  /** What `COPY --from` may name: names and numbers. Throws for a number that is none of a stage that is done. */
  find(nameOrNumber: string): {readonly image: Image | undefined} | undefined {
    const named = this.named(nameOrNumber);
    if (named || !/^[+-]?\d+$/.test(nameOrNumber)) return named;
    const index = Number(nameOrNumber);
    if (index === this.#inOrder.length) throw new ApiRefusal(500, 'refers to current build stage');
    if (index < 0 || index > this.#inOrder.length) throw new ApiRefusal(500, 'index out of bounds');
    return {image: this.#inOrder[index]};
  }
}
