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

  feed(character: string): void {
    this.#step += 1;
    const places: number[] = [];
    for (const place of this.#places) {
      const element = this.#elements[place];
      if (element?.kind === 'star') this.#reach(place, places);
      else if (element?.fits(character)) this.#reach(place + 1, places);
    }
    this.#places = places;
  }

  /** A star may also match nothing. */
  #reach(place: number, places: number[]): void {
    for (let at = place; this.#reached[at] !== this.#step; at += 1) {
      this.#reached[at] = this.#step;
      places.push(at);
      if (this.#elements[at]?.kind !== 'star') return;
    }
  }
}

/** Whether a pattern matches all of a text. */
export function matches({literal, elements}: Pattern, text: string): boolean {
  if (literal !== undefined) return literal === text;
  const matching = new Matching(elements);
  for (const character of text) {
    matching.feed(character);
    if (!matching.isAlive) return false;
  }
  return matching.accepts;
}

const charactersPerBreath = 4096;

/** The length of the longest or shortest beginning of a text, from `from` on, that matches, if any. */
export async function matchBeginning(
  {literal, elements}: Pattern,
  text: string,
  options: {readonly from?: number; readonly longest: boolean; readonly breathe: Breathe},
): Promise<number | undefined> {
  const {from = 0, longest, breathe} = options;
  if (literal !== undefined) return text.startsWith(literal, from) ? literal.length : undefined;
  return follow(elements, charactersFrom(text, from), {longest, breathe});
}

/** The length of the longest or shortest end of a text that matches; undefined when none does. */
export async function matchEnd(
  {literal, elements}: Pattern,
  text: string,
  options: {readonly longest: boolean; readonly breathe: Breathe},
): Promise<number | undefined> {
  if (literal !== undefined) return text.endsWith(literal) ? literal.length : undefined;
  return follow([...elements].reverse(), charactersBackFrom(text), options);
}

async function follow(
  elements: readonly PatternElement[],
  characters: Iterable<string>,
  {longest, breathe}: {readonly longest: boolean; readonly breathe: Breathe},
): Promise<number | undefined> {
  const matching = new Matching(elements);
  let found = matching.accepts ? 0 : undefined;
  let length = 0;
  let count = 0;
  for (const character of characters) {
    if (found !== undefined && !longest) break;
    matching.feed(character);
    length += character.length;
    if (matching.accepts) found = length;
    if (!matching.isAlive) break;
    count += 1;
    if (count % charactersPerBreath === 0) await breathe();
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
