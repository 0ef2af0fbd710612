import {foldCase, type Instruction, type RegexProgram} from './program.ts';
import type {Place} from './syntax.ts';

/** A pattern took more steps on a text than a simulated program may. */
export class RegexTooHard extends Error {}

export interface MatchOptions {
  readonly ignoreCase: boolean;
  readonly byLine: boolean;
  /** The text does not begin at the beginning of a line. */
  readonly isNotAtStart: boolean;
}

/** Positions by slot: 2n and 2n+1 are the ends of group n; -1 where a group took no part. */
export type Slots = readonly number[];

const mostSteps = 20_000_000;

export function characterAt(text: string, at: number): number {
  return text.codePointAt(at) ?? -1;
}

export function isAt(place: Place, text: string, at: number, options: MatchOptions): boolean {
  switch (place) {
    case 'start':
      return at === 0 ? !options.isNotAtStart : options.byLine && text[at - 1] === '\n';
    case 'end':
      return at === text.length || (options.byLine && text[at] === '\n');
    case 'word-start':
      return !isWord(text, at - 1) && isWord(text, at);
    case 'word-end':
      return isWord(text, at - 1) && !isWord(text, at);
    case 'word-edge':
      return isWord(text, at - 1) !== isWord(text, at);
    case 'no-word-edge':
      return isWord(text, at - 1) === isWord(text, at);
  }
}

export function isWord(text: string, at: number): boolean {
  return /[\p{L}\p{N}_]/u.test(text[at] ?? '');
}

/**
 * Finds the leftmost match, and of those the longest, in one pass over the text: all ways through the pattern are followed
 * at once, so no pattern can make it slow. Throws RegexTooHard for a large pattern on a very long line.
 * https://swtch.com/~rsc/regexp/regexp2.html
 */
export function findMatch(
  {instructions}: RegexProgram,
  text: string,
  given: {readonly from: number; readonly options: MatchOptions; readonly starts: Starts},
): Slots | undefined {
  const {options, starts} = given;
  const search = new Search(instructions, text, options);
  let at = given.from;
  for (;;) {
    if (search.isIdle) {
      if (search.best) return search.best;
      at = nextStart(starts, text, at);
      if (at < 0) return undefined;
    }
    if (!search.best && (!starts.isOnlyAtStart || at === 0)) search.begin(at);
    if (at > text.length || (at === text.length && search.finish(at))) return search.best;
    const code = characterAt(text, at);
    const next = at + (code > 0xffff ? 2 : 1);
    search.step(options.ignoreCase ? foldCase(code) : code, at, next);
    at = next;
    if (search.isIdle && starts.isOnlyAtStart) return search.best;
  }
}

/** Where a match can begin at all. */
export interface Starts {
  readonly isOnlyAtStart: boolean;
  /** By ASCII code, one more for all others; undefined when anything may be first, or nothing. */
  readonly first: Uint8Array | undefined;
}

function nextStart({first, isOnlyAtStart}: Starts, text: string, from: number): number {
  if (isOnlyAtStart) return from === 0 ? 0 : -1;
  if (!first) return from <= text.length ? from : -1;
  for (let at = from; at < text.length; at += 1) if (first[Math.min(128, text.charCodeAt(at))] === 1) return at;
  return -1;
}

class Search {
  best: number[] | undefined;
  readonly #instructions: readonly Instruction[];
  readonly #text: string;
  readonly #options: MatchOptions;
  #counters: number[] = [];
  #slots: number[][] = [];
  #nextCounters: number[] = [];
  #nextSlots: number[][] = [];
  /** In which round an instruction was reached last: a second way to the same place is worth less. */
  readonly #seen: Int32Array;
  #round = 1;
  #steps = 0;

  constructor(instructions: readonly Instruction[], text: string, options: MatchOptions) {
    this.#instructions = instructions;
    this.#text = text;
    this.#options = options;
    this.#seen = new Int32Array(instructions.length);
  }

  get isIdle(): boolean {
    return this.#counters.length === 0;
  }

  /** One more way, from here; worth less than all that began before. */
  begin(at: number): void {
    this.#follow({counter: 0, slots: [], at, counters: this.#counters, kept: this.#slots});
  }

  /** All ways take one character. */
  step(code: number, at: number, next: number): void {
    this.#round += 1;
    this.#steps += this.#counters.length;
    if (this.#steps > mostSteps) throw new RegexTooHard('the pattern takes too long on this text');
    for (const [index, counter] of this.#counters.entries()) {
      const slots = this.#slots[index] ?? [];
      const instruction = this.#instructions[counter];
      if (instruction?.op === 'match') this.#matched(slots, at);
      else if (this.#isWorse(slots) || !takes(instruction, code)) continue;
      else this.#follow({counter: counter + 1, slots, at: next, counters: this.#nextCounters, kept: this.#nextSlots});
    }
    [this.#counters, this.#nextCounters] = [this.#nextCounters, this.#counters];
    [this.#slots, this.#nextSlots] = [this.#nextSlots, this.#slots];
    this.#nextCounters.length = 0;
    this.#nextSlots.length = 0;
  }

  /** The text is over: what matches, matches now. */
  finish(at: number): boolean {
    for (const [index, counter] of this.#counters.entries())
      if (this.#instructions[counter]?.op === 'match') this.#matched(this.#slots[index] ?? [], at);
    return true;
  }

  #isWorse(slots: readonly number[]): boolean {
    return this.best !== undefined && (slots[0] ?? 0) > (this.best[0] ?? 0);
  }

  #matched(slots: number[], at: number): void {
    if (this.#isWorse(slots)) return;
    const isLonger = !this.best || (slots[0] ?? 0) < (this.best[0] ?? 0) || at > (this.best[1] ?? 0);
    if (isLonger) this.best = slots;
  }

  /** Everything reachable without taking a character, the preferred ways first. */
  #follow(way: {
    readonly counter: number;
    readonly slots: number[];
    readonly at: number;
    readonly counters: number[];
    readonly kept: number[][];
  }): void {
    const stack: (readonly [number, number[]])[] = [[way.counter, way.slots]];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const [counter, slots] = top;
      if (this.#seen[counter] === this.#round) continue;
      this.#seen[counter] = this.#round;
      this.#steps += 1;
      const instruction = this.#instructions[counter];
      switch (instruction?.op) {
        case 'jump':
          stack.push([instruction.to, slots]);
          break;
        case 'split':
          stack.push([instruction.second, slots], [instruction.first, slots]);
          break;
        case 'save':
          stack.push([counter + 1, withSlot(slots, instruction.slot, way.at)]);
          break;
        case 'moved':
          stack.push([counter + 1, slots]);
          break;
        case 'place':
          if (isAt(instruction.place, this.#text, way.at, this.#options)) stack.push([counter + 1, slots]);
          break;
        default:
          way.counters.push(counter);
          way.kept.push(slots);
      }
    }
  }
}

export function takes(instruction: Instruction | undefined, code: number): boolean {
  switch (instruction?.op) {
    case 'character':
      return instruction.code === code;
    case 'any':
      return code >= 0;
    case 'set':
      return code >= 0 && instruction.has(code);
    default:
      return false;
  }
}

export function withSlot(slots: readonly number[], slot: number, at: number): number[] {
  const copy = slots.slice();
  while (copy.length < slot) copy.push(-1);
  copy[slot] = at;
  return copy;
}
