import type {EngineClock} from '../../outside.ts';

/** How long all processes together may compute before the host has its turn. */
const sliceMs = 4;
/** How many steps are taken between two looks at the clock. */
const stepsPerLook = 8;

/**
 * One turn of the event loop all processes run in. Waiting for each other costs processes no turn: two that feed each
 * other would keep the host from ever having its own, so that their steps are counted together.
 */
export class LoopTurn {
  readonly #clock: EngineClock;
  #number = 0;
  #steps = 0;
  #beganMs: number | undefined;
  #isOver = false;

  constructor(clock: EngineClock) {
    this.#clock = clock;
  }

  /** Goes up with every turn in which a process took a step. */
  get number(): number {
    return this.#number;
  }

  /** One more step of some process. True: the host is to have its turn before any process goes on. */
  step(): boolean {
    if (this.#isOver) return true;
    const began = this.#beganMs ?? this.#begin();
    this.#steps += 1;
    this.#isOver = this.#steps % stepsPerLook === 0 && this.#clock.now() - began >= sliceMs;
    return this.#isOver;
  }

  #begin(): number {
    const began = this.#clock.now();
    this.#beganMs = began;
    this.#clock.soon(() => {
      this.#number += 1;
      this.#beganMs = undefined;
      this.#isOver = false;
    });
    return began;
  }
}
