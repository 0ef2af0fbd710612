import {escapedCharacter, escapedClass, folded, otherCase, readSet} from './set.ts';
import {type ParsedPattern, PatternError, type PatternNode, type PatternPlace} from './syntax.ts';

const deepest = 100;
const mostRepeats = 65_535;

/** Which of Perl's switches hold at a place of the pattern. */
interface Switches {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

const escapedPlaces: {readonly [letter: string]: PatternPlace} = {
  A: 'start',
  Z: 'end',
  z: 'very-end',
  b: 'edge',
  B: 'no-edge',
};

/** Reads a pattern as PCRE does, as far as configuration files use it. Throws PatternError. */
export function parsePattern(pattern: string, {ignoreCase = false, byLine = false} = {}): ParsedPattern {
  return new PatternReader(pattern, {i: ignoreCase, m: byLine, s: false}).read();
}

class PatternReader {
  readonly #pattern: string;
  readonly #names = new Map<string, number>();
  #switches: Switches;
  #at = 0;
  #groups = 0;
  #depth = 0;

  constructor(pattern: string, switches: Switches) {
    this.#pattern = pattern;
    this.#switches = switches;
  }

  read(): ParsedPattern {
    const node = this.#choice();
    if (this.#at < this.#pattern.length) throw new PatternError('unmatched closing parenthesis', this.#at);
    return {node, groups: this.#groups, names: this.#names};
  }

  #choice(): PatternNode {
    const nodes = [this.#sequence()];
    while (this.#take('|')) nodes.push(this.#sequence());
    const [only] = nodes;
    return only && nodes.length === 1 ? only : {kind: 'choice', nodes};
  }

  #sequence(): PatternNode {
    const nodes: PatternNode[] = [];
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#pattern[this.#at] ?? '')) {
      const atom = this.#atom();
      if (atom) nodes.push(this.#repeated(atom));
    }
    return {kind: 'sequence', nodes};
  }

  /** Undefined for what stands for nothing: a comment, switches. */
  #atom(): PatternNode | undefined {
    const character = this.#pattern[this.#at] ?? '';
    this.#at += 1;
    const {i, m, s} = this.#switches;
    switch (character) {
      case '(':
        return this.#parenthesis();
      case '[': {
        const {has, end} = readSet(this.#pattern, this.#at);
        this.#at = end;
        return {kind: 'one', has: folded(has, i)};
      }
      case '.':
        return {kind: 'one', has: (code) => s || code !== 10};
      case '^':
        return {kind: 'place', place: m ? 'line-start' : 'start'};
      case '$':
        return {kind: 'place', place: m ? 'line-end' : 'end'};
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new PatternError('quantifier does not follow a repeatable item', this.#at - 1);
      default:
        return literal(character.charCodeAt(0), i);
    }
  }

  #escape(): PatternNode {
    const letter = this.#pattern[this.#at] ?? '';
    const {i} = this.#switches;
    const place = escapedPlaces[letter];
    const known = escapedClass(letter);
    if (place || known) this.#at += 1;
    if (place) return {kind: 'place', place};
    if (known) return {kind: 'one', has: known};
    const [, index] = /^([1-9]\d?)/.exec(this.#pattern.slice(this.#at)) ?? [];
    if (index !== undefined) {
      if (Number(index) > this.#groups)
        throw new PatternError('reference to non-existent subpattern', this.#at + index.length);
      this.#at += index.length;
      return {kind: 'back', index: Number(index), ignoreCase: i};
    }
    const {code, end} = escapedCharacter(this.#pattern, this.#at);
    this.#at = end;
    return literal(code, i);
  }

  #parenthesis(): PatternNode | undefined {
    this.#depth += 1;
    if (this.#depth > deepest) throw new PatternError('parentheses are too deeply nested', this.#at);
    const outer = this.#switches;
    const rest = this.#pattern.slice(this.#at);
    const [look] = /^\?<?[=!]/.exec(rest) ?? [];
    const [name, ...named] = /^\?P?<([A-Za-z_]\w*)>|^\?'([A-Za-z_]\w*)'/.exec(rest) ?? [];
    const [switches, on = '', off = '', end] = /^\?([ims]*)(?:-([ims]*))?([:)])/.exec(rest) ?? [];
    let node: PatternNode | undefined;
    if (rest.startsWith('?#')) return this.#comment();
    if (look !== undefined) node = this.#inside(look.length, (inner) => lookOf(look, inner));
    else if (rest.startsWith('?>')) node = this.#inside(2, (inner) => ({kind: 'atomic', node: inner}));
    else if (switches !== undefined) {
      this.#switches = switched(outer, on, off);
      if (end === ')') {
        // Switches without a group of their own hold to the end of the one they are in.
        this.#at += switches.length;
        this.#depth -= 1;
        return undefined;
      }
      node = this.#inside(switches.length, (inner) => ({kind: 'group', index: undefined, node: inner}));
    } else node = this.#capturing(name?.length ?? 0, named[0] ?? named[1]);
    this.#switches = outer;
    this.#depth -= 1;
    return node;
  }

  #capturing(length: number, name: string | undefined): PatternNode {
    if (length === 0 && this.#pattern[this.#at] === '?')
      throw new PatternError('unrecognized character after (? or (?-', this.#at + 1);
    this.#groups += 1;
    const index = this.#groups;
    if (name !== undefined) this.#names.set(name, index);
    return this.#inside(length, (node) => ({kind: 'group', index, node}));
  }

  #inside(skip: number, make: (inner: PatternNode) => PatternNode): PatternNode {
    this.#at += skip;
    const inner = this.#choice();
    if (!this.#take(')')) throw new PatternError('missing closing parenthesis', this.#at);
    return make(inner);
  }

  #comment(): undefined {
    const end = this.#pattern.indexOf(')', this.#at);
    if (end < 0) throw new PatternError('missing ) after (?# comment', this.#pattern.length);
    this.#at = end + 1;
    this.#depth -= 1;
  }

  #repeated(atom: PatternNode): PatternNode {
    let node = atom;
    for (;;) {
      const counts = this.#counts();
      if (!counts) return node;
      const [least, most] = counts;
      const possessive = this.#take('+');
      const lazy = !possessive && this.#take('?');
      const repeat: PatternNode = {kind: 'repeat', node, least, most, lazy};
      node = possessive ? {kind: 'atomic', node: repeat} : repeat;
    }
  }

  /** How often, where the pattern says so here. */
  #counts(): readonly [least: number, most: number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    const found = /^\{(\d{1,6})(?:(,)(\d{0,6}))?\}/.exec(this.#pattern.slice(this.#at, this.#at + 20));
    if (!found) return undefined;
    this.#at += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (least > mostRepeats || (Number.isFinite(most) && most > mostRepeats))
      throw new PatternError('number too big in {} quantifier', this.#at - 1);
    if (most < least) throw new PatternError('numbers out of order in {} quantifier', this.#at);
    return [least, most];
  }

  #take(character: string): boolean {
    if (this.#pattern[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}

function literal(code: number, ignoreCase: boolean): PatternNode {
  const other = ignoreCase ? otherCase(code) : code;
  return {kind: 'one', has: (each) => each === code || each === other};
}

function lookOf(sign: string, node: PatternNode): PatternNode {
  return {kind: 'look', ahead: !sign.includes('<'), negative: sign.endsWith('!'), node};
}

function switched(from: Switches, on: string, off: string): Switches {
  const value = (letter: keyof Switches): boolean => (from[letter] || on.includes(letter)) && !off.includes(letter);
  return {i: value('i'), m: value('m'), s: value('s')};
}
