import {readBracket} from './bracket.ts';
import {type CharacterClass, noRepetition, type Place, RegexError, type RegexNode} from './syntax.ts';

export interface ParsedPattern {
  readonly node: RegexNode;
  readonly groups: number;
  readonly hasBackReferences: boolean;
}

/** How deep groups may be in each other, and how often a repetition may be counted (RE_DUP_MAX). */
const deepest = 200;
const mostRepeats = 255;

/** Reads a POSIX pattern, basic or extended, with the additions of musl and GNU. Throws RegexError. */
export function parsePattern(pattern: string, isExtended: boolean): ParsedPattern {
  return new Parser(pattern, isExtended).parse();
}

const escapedPlaces: {readonly [letter: string]: Place} = {
  '<': 'word-start',
  '>': 'word-end',
  b: 'word-edge',
  B: 'no-word-edge',
  '`': 'start',
  "'": 'end',
};
const escapedClasses: {readonly [letter: string]: CharacterClass} = {w: 'word', s: 'space', d: 'digit'};
const escapedCharacters: {readonly [letter: string]: string} = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  a: '\x07',
  e: '\x1b',
};

class Parser {
  readonly #pattern: string;
  readonly #isExtended: boolean;
  #at = 0;
  #depth = 0;
  #groups = 0;
  readonly #closed = new Set<number>();
  #hasBackReferences = false;

  constructor(pattern: string, isExtended: boolean) {
    this.#pattern = pattern;
    this.#isExtended = isExtended;
  }

  parse(): ParsedPattern {
    const node = this.#choice();
    if (this.#at < this.#pattern.length) throw new RegexError("Missing ')'");
    return {node, groups: this.#groups, hasBackReferences: this.#hasBackReferences};
  }

  /** `a|b`, up to a closing parenthesis. */
  #choice(): RegexNode {
    const nodes = [this.#sequence()];
    while (this.#takeOperator('|')) nodes.push(this.#sequence());
    const [only] = nodes;
    return only && nodes.length === 1 ? only : {kind: 'choice', nodes};
  }

  #sequence(): RegexNode {
    const nodes: RegexNode[] = [];
    while (this.#at < this.#pattern.length && !this.#sees('|') && !this.#seesClose()) {
      const isFirst = nodes.length === 0 || (!this.#isExtended && nodes.length === 1 && isStart(nodes[0]));
      const atom = this.#atom(isFirst);
      // In a basic pattern, a star behind the beginning is a star.
      nodes.push(!this.#isExtended && isStart(atom) ? atom : this.#repeated(atom));
    }
    const [only] = nodes;
    if (only && nodes.length === 1) return only;
    return nodes.length === 0 ? {kind: 'empty'} : {kind: 'sequence', nodes};
  }

  #seesClose(): boolean {
    // A closing parenthesis that closes nothing is a character in an extended pattern.
    return this.#sees(')') && (this.#depth > 0 || !this.#isExtended);
  }

  #repeated(atom: RegexNode): RegexNode {
    let node = atom;
    let repeats = 0;
    for (;;) {
      const counts = this.#repetition();
      if (!counts) return node;
      repeats += 1;
      if (repeats > deepest) throw new RegexError('Out of memory');
      // A place that is repeated is that place.
      if (node.kind !== 'place') node = {kind: 'repeat', node, least: counts[0], most: counts[1]};
    }
  }

  #repetition(): readonly [number, number] | undefined {
    if (this.#pattern[this.#at] === '*') {
      this.#at += 1;
      return [0, Number.POSITIVE_INFINITY];
    }
    if (this.#takeOperator('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#takeOperator('?')) return [0, 1];
    if (!this.#sees('{')) return undefined;
    const close = this.#isExtended ? '\\}' : '\\\\\\}';
    const rest = this.#pattern.slice(this.#at + (this.#isExtended ? 1 : 2));
    const [whole, least, comma, most] = new RegExp(`^(\\d*)(,?)(\\d*)${close}`).exec(rest) ?? [];
    if (whole === undefined || (least === '' && most === '')) {
      if (this.#isExtended) return undefined;
      throw new RegexError('Invalid contents of {}');
    }
    const from = Number(least ?? 0);
    const to = comma === '' ? from : most === '' ? Number.POSITIVE_INFINITY : Number(most);
    if (from > to || from > mostRepeats || (to > mostRepeats && to !== Number.POSITIVE_INFINITY))
      throw new RegexError('Invalid contents of {}');
    this.#at += whole.length + (this.#isExtended ? 1 : 2);
    return [from, to];
  }

  #atom(isFirst: boolean): RegexNode {
    const character = String.fromCodePoint(this.#pattern.codePointAt(this.#at) ?? 0);
    if (this.#takeOperator('(')) return this.#group();
    if (!this.#isExtended && this.#sees('{')) throw noRepetition();
    if (character === '\\') return this.#escaped();
    if (this.#isExtended && '*+?'.includes(character)) throw noRepetition();
    if (character === '^' && (this.#isExtended || isFirst)) return this.#place('start');
    if (character === '$' && (this.#isExtended || this.#isLast())) return this.#place('end');
    if (character === '[') {
      const {set, end} = readBracket(this.#pattern, this.#at + 1);
      this.#at = end;
      return {kind: 'set', set};
    }
    this.#at += character.length;
    return character === '.' ? {kind: 'any'} : {kind: 'character', code: character.codePointAt(0) ?? 0};
  }

  #place(place: Place): RegexNode {
    this.#at += 1;
    return {kind: 'place', place};
  }

  #isLast(): boolean {
    const rest = this.#pattern.slice(this.#at + 1, this.#at + 3);
    return rest === '' || rest === '\\)' || rest === '\\|';
  }

  #group(): RegexNode {
    this.#groups += 1;
    const index = this.#groups;
    this.#depth += 1;
    if (this.#depth > deepest) throw new RegexError('Out of memory');
    const node = this.#choice();
    if (!this.#takeOperator(')')) throw new RegexError("Missing ')'");
    this.#depth -= 1;
    this.#closed.add(index);
    return {kind: 'group', index, node};
  }

  #escaped(): RegexNode {
    const letter = String.fromCodePoint(this.#pattern.codePointAt(this.#at + 1) ?? 0);
    if (this.#at + 1 >= this.#pattern.length) throw new RegexError('Trailing backslash');
    this.#at += 1 + letter.length;
    const place = escapedPlaces[letter];
    if (place) return {kind: 'place', place};
    const name = escapedClasses[letter.toLowerCase()];
    if (name) {
      return {kind: 'set', set: {isNegated: letter !== letter.toLowerCase(), ranges: [], classes: [name]}};
    }
    if (letter >= '1' && letter <= '9') {
      const index = Number(letter);
      if (!this.#closed.has(index)) throw new RegexError('Invalid back reference');
      this.#hasBackReferences = true;
      return {kind: 'back', index};
    }
    const digits = letter === 'x' ? /^[0-9a-fA-F]{1,2}/.exec(this.#pattern.slice(this.#at))?.[0] : undefined;
    if (digits !== undefined) {
      this.#at += digits.length;
      return {kind: 'character', code: Number.parseInt(digits, 16)};
    }
    return {kind: 'character', code: (escapedCharacters[letter] ?? letter).codePointAt(0) ?? 0};
  }

  /** Whether an operator is next: bare in an extended pattern, behind a backslash in a basic one. */
  #sees(operator: string): boolean {
    return this.#pattern.startsWith(this.#isExtended ? operator : `\\${operator}`, this.#at);
  }

  #takeOperator(operator: string): boolean {
    if (!this.#sees(operator)) return false;
    this.#at += this.#isExtended ? 1 : 2;
    return true;
  }
}

function isStart(node: RegexNode | undefined): boolean {
  return node?.kind === 'place' && node.place === 'start';
}
