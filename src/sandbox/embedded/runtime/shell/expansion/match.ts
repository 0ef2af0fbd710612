import type {Pattern, PatternElement} from './pattern.ts';

/** Says now and then that a long loop goes on, so that others get their turn. */
export type Breathe = () => Promise<void>;

/** A pattern on its way along a text: everywhere it can be at once, so that no text takes long. */
class Matching {
  readonly #elements: readonly PatternElement[];
  #places: number[] = [];
  /** By place: the step in which it was last reached. */
  readonly #reached: Int32Array;
  #step = 0;
  /** The last star reached in this step. */
  #lastStar = 0;

  constructor(elements: readonly PatternElement[]) {
    this.#elements = elements;
    this.#reached = new Int32Array(elements.length + 1).fill(-1);
    this.#reach(0, this.#places);
  }

  get accepts(): boolean {
    return this.#reached[this.#elements.length] === this.#step;
  }

  get isAlive(): boolean {
    return this.#places.length > 0;
  }

  /** Takes one more character, and tells how much work that was. */
  feed(character: string): number {
    this.#step += 1;
    const before = this.#places;
    this.#places = [];
    this.#lastStar = 0;
    for (const place of before) {
      const element = this.#elements[place];
      if (element?.kind === 'star') this.#reach(place, this.#places);
      else if (element?.fits(character)) this.#reach(place + 1, this.#places);
    }
    // Whatever an earlier place still leads to, the last star that was reached leads to as well.
    if (this.#lastStar > 0) this.#places = this.#places.filter((place) => place >= this.#lastStar);
    return before.length + 1;
  }

  /** A star may also match nothing. */
  #reach(place: number, places: number[]): void {
    for (let at = place; this.#reached[at] !== this.#step; at += 1) {
      this.#reached[at] = this.#step;
      places.push(at);
      if (this.#elements[at]?.kind !== 'star') return;
      this.#lastStar = Math.max(this.#lastStar, at);
    }
  }
}

/** How much is matched in one go. */
const workPerBreath = 256;

/** Whether a pattern matches all of a text. */
export async function matches({literal, elements}: Pattern, text: string, breathe: Breathe): Promise<boolean> {
  return literal === undefined ? breathing(matchWhole(elements, text), breathe) : literal === text;
}

/** As `matches`, for where no breath can be drawn; undefined when it takes more than so much work. */
export function matchesWithin({literal, elements}: Pattern, text: string, mostWork: number): boolean | undefined {
  if (literal !== undefined) return literal === text;
  const steps = matchWhole(elements, text);
  for (let work = 0; work < mostWork; work += workPerBreath) {
    const {done, value} = steps.next();
    if (done) return value;
  }
  return undefined;
}

/** The length of the longest or shortest beginning of a text, from `from` on, that matches, if any. */
export async function matchBeginning(
  {literal, elements}: Pattern,
  text: string,
  options: {readonly from?: number; readonly longest: boolean; readonly breathe: Breathe},
): Promise<number | undefined> {
  const {from = 0, longest, breathe} = options;
  if (literal !== undefined) return text.startsWith(literal, from) ? literal.length : undefined;
  return breathing(follow(elements, charactersFrom(text, from), longest), breathe);
}

/** The length of the longest or shortest end of a text that matches; undefined when none does. */
export async function matchEnd(
  {literal, elements}: Pattern,
  text: string,
  {longest, breathe}: {readonly longest: boolean; readonly breathe: Breathe},
): Promise<number | undefined> {
  if (literal !== undefined) return text.endsWith(literal) ? literal.length : undefined;
  return breathing(follow([...elements].reverse(), charactersBackFrom(text), longest), breathe);
}

/** Does work that stops now and then, with a breath each time. */
async function breathing<T>(steps: Generator<void, T>, breathe: Breathe): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    await breathe();
  }
}

function* matchWhole(elements: readonly PatternElement[], text: string): Generator<void, boolean> {
  const matching = new Matching(elements);
  let work = 0;
  for (const character of text) {
    work += matching.feed(character);
    if (!matching.isAlive) return false;
    if (work < workPerBreath) continue;
    work = 0;
    yield;
  }
  return matching.accepts;
}

function* follow(
  elements: readonly PatternElement[],
  characters: Iterable<string>,
  longest: boolean,
): Generator<void, number | undefined> {
  const matching = new Matching(elements);
  let found = matching.accepts ? 0 : undefined;
  let length = 0;
  let work = 0;
  for (const character of characters) {
    if (found !== undefined && !longest) break;
    work += matching.feed(character);
    length += character.length;
    if (matching.accepts) found = length;
    if (!matching.isAlive) break;
    if (work < workPerBreath) continue;
    work = 0;
    yield;
  }
  return found;
}

function* charactersFrom(text: string, from: number): Iterable<string> {
  for (let at = from; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    yield character;
    at += character.length;
  }
}

function* charactersBackFrom(text: string): Iterable<string> {
  for (let end = text.length; end > 0; ) {
    const isPair = /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(end - 2, end));
    const start = end - (isPair ? 2 : 1);
    yield text.slice(start, end);
    end = start;
  }
}
