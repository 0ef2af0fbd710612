import type {ParsedPattern} from './parse.ts';
import {type CharacterSet, isInClass, type Place, RegexError, type RegexNode} from './syntax.ts';

export type Instruction =
  | {readonly op: 'character'; readonly code: number}
  | {readonly op: 'any'}
  | {readonly op: 'set'; readonly has: (code: number) => boolean}
  | {readonly op: 'place'; readonly place: Place}
  /** Where in the text this is, into a slot: 2n and 2n+1 are the ends of group n. */
  | {readonly op: 'save'; readonly slot: number}
  /** Goes on only where a slot says another place: a repetition must not take nothing for ever. */
  | {readonly op: 'moved'; readonly slot: number}
  | {readonly op: 'back'; readonly index: number}
  /** The first way is preferred. */
  | {readonly op: 'split'; first: number; second: number}
  | {readonly op: 'jump'; to: number}
  | {readonly op: 'match'};

export interface RegexProgram {
  readonly instructions: readonly Instruction[];
  readonly groups: number;
  readonly slots: number;
  readonly hasBackReferences: boolean;
}

export interface RegexFlags {
  readonly ignoreCase?: boolean;
  /** `^` and `$` are also at newlines inside the text, and `.` takes none. */
  readonly byLine?: boolean;
}

/** Repetitions are written out: a pattern beyond this is one that was made to be large. */
const mostInstructions = 20_000;

/** Throws RegexError when the pattern becomes too large. */
export function compileProgram(parsed: ParsedPattern, flags: RegexFlags): RegexProgram {
  const compiler = new Compiler(flags, parsed.groups);
  compiler.add({op: 'save', slot: 0});
  compiler.node(parsed.node);
  compiler.add({op: 'save', slot: 1});
  compiler.add({op: 'match'});
  const {instructions, slots} = compiler;
  return {instructions, groups: parsed.groups, slots, hasBackReferences: parsed.hasBackReferences};
}

/** The one form of a letter that all its cases have. */
export function foldCase(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  return String.fromCodePoint(code).toLowerCase().codePointAt(0) ?? code;
}

class Compiler {
  readonly instructions: Instruction[] = [];
  slots: number;
  readonly #flags: RegexFlags;

  constructor(flags: RegexFlags, groups: number) {
    this.#flags = flags;
    this.slots = 2 * (groups + 1);
  }

  add(instruction: Instruction): number {
    if (this.instructions.length >= mostInstructions) throw new RegexError('Out of memory');
    return this.instructions.push(instruction) - 1;
  }

  node(node: RegexNode): void {
    switch (node.kind) {
      case 'empty':
        return;
      case 'character':
        this.add({op: 'character', code: this.#flags.ignoreCase ? foldCase(node.code) : node.code});
        return;
      case 'any':
        this.add(this.#flags.byLine ? {op: 'set', has: (code) => code !== 0x0a} : {op: 'any'});
        return;
      case 'set':
        this.add({op: 'set', has: membership(node.set, this.#flags)});
        return;
      case 'place':
        this.add({op: 'place', place: node.place});
        return;
      case 'back':
        this.add({op: 'back', index: node.index});
        return;
      case 'group':
        this.add({op: 'save', slot: 2 * node.index});
        this.node(node.node);
        this.add({op: 'save', slot: 2 * node.index + 1});
        return;
      case 'sequence':
        for (const each of node.nodes) this.node(each);
        return;
      case 'choice':
        return this.#choice(node.nodes);
      case 'repeat':
        return this.#repeat(node);
    }
  }

  #choice(nodes: readonly RegexNode[]): void {
    const jumps: number[] = [];
    for (const [index, node] of nodes.entries()) {
      if (index === nodes.length - 1) {
        this.node(node);
        continue;
      }
      const split = this.add({op: 'split', first: 0, second: 0});
      this.#point(split, 'first');
      this.node(node);
      jumps.push(this.add({op: 'jump', to: 0}));
      this.#point(split, 'second');
    }
    for (const jump of jumps) this.#point(jump, 'to');
  }

  #repeat({node, least, most}: Extract<RegexNode, {kind: 'repeat'}>): void {
    for (let count = 0; count < least; count += 1) this.node(node);
    if (most === Number.POSITIVE_INFINITY) return this.#loop(node);
    const exits: number[] = [];
    for (let count = least; count < most; count += 1) {
      const at = this.add({op: 'split', first: 0, second: 0});
      this.#point(at, 'first');
      exits.push(at);
      this.node(node);
    }
    for (const exit of exits) this.#point(exit, 'second');
  }

  #loop(node: RegexNode): void {
    const at = this.add({op: 'split', first: 0, second: 0});
    this.#point(at, 'first');
    const canBeEmpty = isNullable(node);
    const slot = this.slots;
    if (canBeEmpty) {
      this.slots += 1;
      this.add({op: 'save', slot});
    }
    this.node(node);
    if (canBeEmpty) this.add({op: 'moved', slot});
    this.add({op: 'jump', to: at});
    this.#point(at, 'second');
  }

  /** Makes a branch lead to what comes next. */
  #point(at: number, way: 'first' | 'second' | 'to'): void {
    const instruction = this.instructions[at];
    if (instruction?.op === 'split' && way !== 'to') instruction[way] = this.instructions.length;
    if (instruction?.op === 'jump' && way === 'to') instruction.to = this.instructions.length;
  }
}

function isNullable(node: RegexNode): boolean {
  switch (node.kind) {
    case 'character':
    case 'any':
    case 'set':
      return false;
    case 'empty':
    case 'place':
    case 'back':
      return true;
    case 'group':
      return isNullable(node.node);
    case 'sequence':
      return node.nodes.every(isNullable);
    case 'choice':
      return node.nodes.some(isNullable);
    case 'repeat':
      return node.least === 0 || isNullable(node.node);
  }
}

function membership(set: CharacterSet, {ignoreCase = false, byLine = false}: RegexFlags): (code: number) => boolean {
  const isListed = (code: number): boolean =>
    set.ranges.some(([first, last]) => code >= first && code <= last) ||
    set.classes.some((name) => isInClass(name, code));
  const isMember = (code: number): boolean => {
    if (byLine && set.isNegated && code === 0x0a) return false;
    if (!ignoreCase) return isListed(code) !== set.isNegated;
    const upper = String.fromCodePoint(code).toUpperCase().codePointAt(0) ?? code;
    return (isListed(code) || isListed(foldCase(code)) || isListed(upper)) !== set.isNegated;
  };
  const ascii = Uint8Array.from({length: 128}, (_, code) => Number(isMember(code)));
  return (code) => (code < 128 ? ascii[code] === 1 : isMember(code));
}
