import {characterAt, isAt, type MatchOptions, RegexTooHard, type Slots, takes, withSlot} from './match.ts';
import {foldCase, type RegexProgram} from './program.ts';

const mostSteps = 2_000_000;

interface Way {
  readonly counter: number;
  readonly at: number;
  readonly slots: Slots;
}

/**
 * Finds the leftmost match of a pattern that refers back to what it has matched, by trying one way after the other. Such
 * patterns can be hard for everybody: RegexTooHard is thrown when it takes too long.
 */
export function findByTrying(
  program: RegexProgram,
  text: string,
  {from, options}: {readonly from: number; readonly options: MatchOptions},
): Slots | undefined {
  let steps = 0;
  for (let start = from; start <= text.length; start += 1) {
    const ways: Way[] = [{counter: 0, at: start, slots: []}];
    for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
      steps += 1;
      if (steps > mostSteps) throw new RegexTooHard('the pattern takes too long on this text');
      const instruction = program.instructions[way.counter];
      if (instruction?.op === 'match') return way.slots;
      ways.push(...waysFrom(program, way, {text, options}));
    }
  }
  return undefined;
}

/** Where one step leads; the preferred way last, as it is taken first. */
function waysFrom(
  {instructions}: RegexProgram,
  {counter, at, slots}: Way,
  {text, options}: {readonly text: string; readonly options: MatchOptions},
): readonly Way[] {
  const instruction = instructions[counter];
  const next = {counter: counter + 1, at, slots};
  switch (instruction?.op) {
    case 'jump':
      return [{...next, counter: instruction.to}];
    case 'split':
      return [
        {...next, counter: instruction.second},
        {...next, counter: instruction.first},
      ];
    case 'save':
      return [{...next, slots: withSlot(slots, instruction.slot, at)}];
    case 'moved':
      return slots[instruction.slot] === at ? [] : [next];
    case 'place':
      return isAt(instruction.place, text, at, options) ? [next] : [];
    case 'back': {
      const [start = -1, end = -1] = slots.slice(2 * instruction.index, 2 * instruction.index + 2);
      const same = start < 0 || end < 0 ? undefined : text.slice(start, end);
      if (same === undefined || !isSame(same, text.slice(at, at + same.length), options)) return [];
      return [{...next, at: at + same.length}];
    }
    default: {
      const code = characterAt(text, at);
      if (code < 0 || !takes(instruction, options.ignoreCase ? foldCase(code) : code)) return [];
      return [{...next, at: at + (code > 0xffff ? 2 : 1)}];
    }
  }
}

function isSame(one: string, other: string, {ignoreCase}: MatchOptions): boolean {
  return one === other || (ignoreCase && one.toLowerCase() === other.toLowerCase());
}
