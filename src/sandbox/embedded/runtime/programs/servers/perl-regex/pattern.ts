import {parsePattern} from './parse.ts';
import {compilePattern, type PatternInstruction, type PatternProgram} from './program.ts';
import type {PatternPlace} from './syntax.ts';

/** PCRE gives up as well, only later: its match limit is 10 million. */
const mostSteps = 300_000;

/** A pattern took more steps on a text than a simulated program may. */
export class PatternTooHard extends Error {}

/** What a pattern found; group 0 is the whole. A group that took no part is undefined. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

type Slots = readonly number[];

/** A compiled Perl pattern whose work is bounded, whatever it is and whatever text it is given. */
export class Pattern {
  readonly source: string;
  readonly groupCount: number;
  readonly names: ReadonlyMap<string, number>;
  readonly #program: PatternProgram;

  /** Throws PatternError. */
  constructor(source: string, options: {readonly ignoreCase?: boolean; readonly byLine?: boolean} = {}) {
    const parsed = parsePattern(source, options);
    this.source = source;
    this.groupCount = parsed.groups;
    this.names = parsed.names;
    this.#program = compilePattern(parsed);
  }

  /** The leftmost match at or after `from`. Throws PatternTooHard. */
  exec(text: string, from = 0): PatternMatch | undefined {
    const matcher = new Matcher(text);
    for (let start = from; start <= text.length; start += 1) {
      const found = matcher.run(this.#program, start, []);
      if (!found) continue;
      const {slots, end} = found;
      const groups = Array.from({length: this.groupCount + 1}, (_, index) => {
        if (index === 0) return text.slice(start, end);
        const [first = -1, last = -1] = [slots[2 * index], slots[2 * index + 1]];
        return first < 0 || last < first ? undefined : text.slice(first, last);
      });
      return {start, end, groups};
    }
    return undefined;
  }

  test(text: string): boolean {
    return this.exec(text) !== undefined;
  }
}

interface Way {
  readonly counter: number;
  readonly at: number;
  readonly slots: Slots;
}

/** One way after the other, the preferred first, as Perl does. */
class Matcher {
  readonly #text: string;
  #steps = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(program: PatternProgram, start: number, slots: Slots): {readonly end: number; readonly slots: Slots} | undefined {
    const ways: Way[] = [{counter: 0, at: start, slots}];
    for (let way = ways.pop(); way; way = ways.pop()) {
      let next: Way | undefined = way;
      while (next) {
        this.#steps += 1;
        if (this.#steps > mostSteps) throw new PatternTooHard('the pattern takes too long on this text');
        const instruction: PatternInstruction | undefined = program[next.counter];
        if (!instruction || instruction.op === 'match') return {end: next.at, slots: next.slots};
        next = this.#step(instruction, next, ways);
      }
    }
    return undefined;
  }

  /** Where one instruction leads; ways that may be tried later are left in `ways`. */
  #step(instruction: PatternInstruction, {counter, at, slots}: Way, ways: Way[]): Way | undefined {
    const next = {counter: counter + 1, at, slots};
    switch (instruction.op) {
      case 'one':
        return at < this.#text.length && instruction.has(this.#text.charCodeAt(at)) ? {...next, at: at + 1} : undefined;
      case 'jump':
        return {...next, counter: instruction.to};
      case 'split':
        ways.push({...next, counter: instruction.second});
        return {...next, counter: instruction.first};
      case 'save':
        return {...next, slots: withSlot(slots, instruction.slot, at)};
      case 'moved':
        return slots[instruction.slot] === at ? undefined : next;
      case 'place':
        return isAt(instruction.place, this.#text, at) ? next : undefined;
      case 'back': {
        const end = this.#repeated(instruction, slots, at);
        return end === undefined ? undefined : {...next, at: end};
      }
      case 'inner':
        return this.#inner(instruction, next);
      case 'match':
        return undefined;
    }
  }

  #inner(instruction: Extract<PatternInstruction, {op: 'inner'}>, next: Way): Way | undefined {
    if (instruction.kind === 'behind') {
      const found = this.#behind(instruction.program, next);
      return found === instruction.negative ? undefined : next;
    }
    const found = this.run(instruction.program, next.at, next.slots);
    if (instruction.negative) return found ? undefined : next;
    if (!found) return undefined;
    return {...next, slots: found.slots, at: instruction.kind === 'atomic' ? found.end : next.at};
  }

  #behind(program: PatternProgram, {at, slots}: Way): boolean {
    const before = new Matcher(this.#text.slice(0, at));
    before.#steps = this.#steps;
    let found = false;
    for (let start = at; start >= 0 && !found; start -= 1) found = before.run(program, start, slots)?.end === at;
    this.#steps = before.#steps;
    return found;
  }

  #repeated(
    {index, ignoreCase}: {readonly index: number; readonly ignoreCase: boolean},
    slots: Slots,
    at: number,
  ): number | undefined {
    const [first = -1, last = -1] = [slots[2 * index], slots[2 * index + 1]];
    if (first < 0 || last < first) return undefined;
    const same = this.#text.slice(first, last);
    const here = this.#text.slice(at, at + same.length);
    const isSame = here === same || (ignoreCase && here.toLowerCase() === same.toLowerCase());
    return isSame ? at + same.length : undefined;
  }
}

function isAt(place: PatternPlace, text: string, at: number): boolean {
  switch (place) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length || (at === text.length - 1 && text[at] === '\n');
    case 'very-end':
      return at === text.length;
    case 'line-start':
      return at === 0 || text[at - 1] === '\n';
    case 'line-end':
      return at === text.length || text[at] === '\n';
    case 'edge':
      return isWord(text, at - 1) !== isWord(text, at);
    case 'no-edge':
      return isWord(text, at - 1) === isWord(text, at);
  }
}

function isWord(text: string, at: number): boolean {
  return /^\w$/.test(text[at] ?? '');
}

function withSlot(slots: Slots, slot: number, at: number): Slots {
  const copy = slots.slice();
  while (copy.length < slot) copy.push(-1);
  copy[slot] = at;
  return copy;
}
