import {type ParsedPattern, PatternError, type PatternNode, type PatternPlace} from './syntax.ts';

export type PatternInstruction =
  | {readonly op: 'one'; readonly has: (code: number) => boolean}
  | {readonly op: 'place'; readonly place: PatternPlace}
  | {readonly op: 'save'; readonly slot: number}
  /** Goes on only where a slot says another place: a repetition must not take nothing for ever. */
  | {readonly op: 'moved'; readonly slot: number}
  | {readonly op: 'back'; readonly index: number; readonly ignoreCase: boolean}
  /** The first way is preferred. */
  | {readonly op: 'split'; first: number; second: number}
  | {readonly op: 'jump'; to: number}
  | {
      readonly op: 'inner';
      readonly kind: 'ahead' | 'behind' | 'atomic';
      readonly negative: boolean;
      readonly program: PatternProgram;
    }
  | {readonly op: 'match'};

export type PatternProgram = readonly PatternInstruction[];

/** Counted repetitions are written out: a pattern beyond this was made to be large. */
const mostInstructions = 20_000;

/** Throws PatternError for a pattern that becomes too large. */
export function compilePattern({node, groups}: ParsedPattern): PatternProgram {
  return new PatternCompiler({next: 2 * (groups + 1), size: 0}).whole(node);
}

/** Shared by a pattern and what is inside its lookarounds. */
interface Room {
  /** The next free slot. */
  next: number;
  size: number;
}

class PatternCompiler {
  readonly #room: Room;
  readonly #instructions: PatternInstruction[] = [];

  constructor(room: Room) {
    this.#room = room;
  }

  whole(node: PatternNode): PatternProgram {
    this.#node(node);
    this.#add({op: 'match'});
    return this.#instructions;
  }

  #add(instruction: PatternInstruction): number {
    this.#room.size += 1;
    if (this.#room.size > mostInstructions) throw new PatternError('regular expression is too large', 0);
    return this.#instructions.push(instruction) - 1;
  }

  #node(node: PatternNode): void {
    switch (node.kind) {
      case 'one':
        this.#add({op: 'one', has: node.has});
        return;
      case 'place':
        this.#add({op: 'place', place: node.place});
        return;
      case 'back':
        this.#add({op: 'back', index: node.index, ignoreCase: node.ignoreCase});
        return;
      case 'sequence':
        for (const each of node.nodes) this.#node(each);
        return;
      case 'choice':
        return this.#choice(node.nodes);
      case 'repeat':
        return this.#repeat(node);
      case 'look':
        return this.#inner(node.ahead ? 'ahead' : 'behind', node.negative, node.node);
      case 'atomic':
        return this.#inner('atomic', false, node.node);
      case 'group':
        return this.#group(node);
    }
  }

  #group({index, node}: Extract<PatternNode, {kind: 'group'}>): void {
    if (index !== undefined) this.#add({op: 'save', slot: 2 * index});
    this.#node(node);
    if (index !== undefined) this.#add({op: 'save', slot: 2 * index + 1});
  }

  #inner(kind: 'ahead' | 'behind' | 'atomic', negative: boolean, node: PatternNode): void {
    this.#add({op: 'inner', kind, negative, program: new PatternCompiler(this.#room).whole(node)});
  }

  #choice(nodes: readonly PatternNode[]): void {
    const jumps: number[] = [];
    for (const [index, node] of nodes.entries()) {
      if (index === nodes.length - 1) {
        this.#node(node);
        break;
      }
      const split = this.#add({op: 'split', first: this.#instructions.length + 1, second: 0});
      this.#node(node);
      jumps.push(this.#add({op: 'jump', to: 0}));
      this.#lead(split, 'second');
    }
    for (const jump of jumps) this.#lead(jump, 'to');
  }

  #repeat({node, least, most, lazy}: Extract<PatternNode, {kind: 'repeat'}>): void {
    for (let count = 0; count < least; count += 1) this.#node(node);
    const into = lazy ? 'second' : 'first';
    const past = lazy ? 'first' : 'second';
    if (most === Number.POSITIVE_INFINITY) {
      const slot = this.#room.next;
      this.#room.next += 1;
      const split = this.#add({op: 'split', first: 0, second: 0});
      this.#lead(split, into);
      this.#add({op: 'save', slot});
      this.#node(node);
      this.#add({op: 'moved', slot});
      this.#add({op: 'jump', to: split});
      this.#lead(split, past);
      return;
    }
    const exits: number[] = [];
    for (let count = least; count < most; count += 1) {
      const split = this.#add({op: 'split', first: 0, second: 0});
      this.#lead(split, into);
      exits.push(split);
      this.#node(node);
    }
    for (const exit of exits) this.#lead(exit, past);
  }

  /** Makes a branch lead to what comes next. */
  #lead(at: number, way: 'first' | 'second' | 'to'): void {
    const instruction = this.#instructions[at];
    if (instruction?.op === 'split' && way !== 'to') instruction[way] = this.#instructions.length;
    if (instruction?.op === 'jump' && way === 'to') instruction.to = this.#instructions.length;
  }
}
