import {findByTrying} from './backtrack.ts';
import {findMatch, type MatchOptions, type Slots, type Starts, takes} from './match.ts';
import {parsePattern} from './parse.ts';
import {compileProgram, foldCase, type RegexFlags, type RegexProgram} from './program.ts';

export interface RegexOptions extends RegexFlags {
  /** ERE instead of BRE. */
  readonly extended?: boolean;
}

/** What a pattern found: positions in the text; a group that took no part is undefined. */
export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
}

/** A compiled POSIX pattern. https://pubs.opengroup.org/onlinepubs/9699919799/basedefs/V1_chap09.html */
export class Regex {
  readonly groups: number;
  readonly #program: RegexProgram;
  readonly #starts: Starts;
  readonly #options: MatchOptions;

  /** Throws RegexError. */
  constructor(pattern: string, options: RegexOptions = {}) {
    this.#program = compileProgram(parsePattern(pattern, options.extended ?? false), options);
    this.groups = this.#program.groups;
    const {ignoreCase = false, byLine = false} = options;
    this.#options = {ignoreCase, byLine, isNotAtStart: false};
    this.#starts = startsOf(this.#program, this.#options);
  }

  test(text: string): boolean {
    return this.#find(text, 0, false) !== undefined;
  }

  /** The leftmost longest match at or after a position. Throws RegexTooHard. */
  exec(text: string, from = 0, isNotAtStart = false): RegexMatch | undefined {
    const slots = this.#find(text, from, isNotAtStart);
    if (!slots) return undefined;
    const [start = 0, end = 0] = slots;
    const groups = Array.from({length: this.groups}, (_, index) => {
      const [first = -1, last = -1] = slots.slice(2 * index + 2, 2 * index + 4);
      return first < 0 || last < 0 ? undefined : text.slice(first, last);
    });
    return {start, end, groups};
  }

  #find(text: string, from: number, isNotAtStart: boolean): Slots | undefined {
    const options = {...this.#options, isNotAtStart};
    if (this.#program.hasBackReferences) return findByTrying(this.#program, text, {from, options});
    return findMatch(this.#program, text, {from, options, starts: this.#starts});
  }
}

/** What a match can begin with, found by going through the pattern until it takes a character. */
function startsOf({instructions}: RegexProgram, {ignoreCase, byLine}: MatchOptions): Starts {
  const first = new Uint8Array(129);
  const seen = new Set<number>();
  const ways = [0];
  let canBeEmpty = false;
  for (let counter = ways.pop(); counter !== undefined; counter = ways.pop()) {
    if (seen.has(counter)) continue;
    seen.add(counter);
    const instruction = instructions[counter];
    switch (instruction?.op) {
      case 'jump':
        ways.push(instruction.to);
        break;
      case 'split':
        ways.push(instruction.first, instruction.second);
        break;
      case 'match':
      case 'back':
        canBeEmpty = true;
        break;
      case 'character':
      case 'any':
      case 'set':
        for (let code = 0; code < 128; code += 1)
          if (takes(instruction, ignoreCase ? foldCase(code) : code)) first[code] = 1;
        first[128] = 1;
        break;
      default:
        ways.push(counter + 1);
    }
  }
  const [, second] = instructions;
  const isOnlyAtStart = !byLine && second?.op === 'place' && second.place === 'start';
  return {isOnlyAtStart, first: canBeEmpty ? undefined : first};
}
