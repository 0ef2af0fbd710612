import {AwkArray} from './array.ts';
import type {AwkValue} from './values.ts';

/** A variable: a value, or an array once it was used as one. */
export class Cell {
  value: AwkValue;
  #array: AwkArray | undefined;
  /** The variable a parameter was given: where it becomes an array, both do. */
  readonly #origin: Cell | undefined;

  constructor(value?: AwkValue, origin?: Cell) {
    this.value = value;
    this.#origin = origin;
  }

  get isArray(): boolean {
    return this.#array !== undefined || (this.#origin?.isArray ?? false);
  }

  array(): AwkArray {
    if (!this.#array) this.#array = this.#origin ? this.#origin.array() : new AwkArray();
    return this.#array;
  }
}

/** The parameters of the function that runs. */
export type Frame = readonly Cell[];
