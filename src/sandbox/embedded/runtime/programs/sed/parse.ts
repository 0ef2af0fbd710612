import {Failure} from '../failure.ts';
import {pattern} from '../regex/pattern.ts';
import type {Regex} from '../regex/regex.ts';
import {ScriptReader, withSedEscapes} from './reader.ts';
import type {PlainLetter, Replacement, SedAction, SedAddress, SedCommand, SedScript, Substitution} from './script.ts';

/** A jump whose label has not been seen yet. */
interface Draft extends Omit<SedCommand, 'action'> {
  readonly action:
    | SedAction
    | {readonly kind: 'jump'; readonly when: 'always' | 'changed' | 'unchanged'; readonly label: string};
}

const plainLetters: ReadonlySet<string> = new Set('=dDgGhHlnNpPqx');
const jumps: {readonly [letter: string]: 'always' | 'changed' | 'unchanged'} = {
  b: 'always',
  t: 'changed',
  T: 'unchanged',
};

/** Reads a script. Throws Failure in busybox's words. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/sed.html */
export function parseSed(text: string, extended: boolean): SedScript {
  return new SedParser(text, extended).parse();
}

class SedParser {
  readonly #reader: ScriptReader;
  readonly #extended: boolean;
  readonly #commands: Draft[] = [];
  readonly #open: number[] = [];
  readonly #labels = new Map<string, number>();
  #isQuiet = false;
  #hasRegex = false;

  constructor(text: string, extended: boolean) {
    this.#reader = new ScriptReader(text);
    this.#extended = extended;
  }

  parse(): SedScript {
    for (;;) {
      this.#reader.takeWhile(/[;\s]/);
      if (this.#reader.isAtEnd) break;
      if (this.#reader.peek() === '#') this.#comment();
      else this.#command();
    }
    return {commands: this.#commands.map((draft) => this.#finished(draft)), isQuiet: this.#isQuiet};
  }

  #comment(): void {
    if (this.#reader.startsWith('#n')) this.#isQuiet = true;
    this.#reader.takeWhile(/[^\n\r]/);
  }

  #command(): void {
    const first = this.#address();
    let second: SedAddress | undefined;
    if (this.#reader.peek() === ',') {
      this.#reader.take();
      second = this.#secondAddress();
    }
    this.#reader.takeWhile(/\s/);
    const isInverted = this.#reader.peek() === '!';
    if (isInverted) this.#reader.take();
    this.#reader.takeWhile(/\s/);
    if (this.#reader.isAtEnd) throw new Failure('missing command');
    const letter = this.#reader.take();
    const action = this.#action(letter, second !== undefined);
    if (action.kind === 'block') this.#open.push(this.#commands.length);
    this.#commands.push({first, second, isInverted, action});
  }

  #secondAddress(): SedAddress {
    if (this.#reader.peek() === '+') {
      this.#reader.take();
      const count = this.#reader.takeWhile(/\d/);
      if (count !== '') return {kind: 'more', count: Number(count)};
    }
    const address = this.#address();
    if (!address) throw new Failure('no address after comma');
    return address;
  }

  #address(): SedAddress | undefined {
    const digits = this.#reader.takeWhile(/\d/);
    if (digits !== '') return {kind: 'line', number: Number(digits)};
    if (this.#reader.peek() === '$') {
      this.#reader.take();
      return {kind: 'last'};
    }
    if (this.#reader.peek() !== '/' && this.#reader.peek() !== '\\') return undefined;
    const delimiter = this.#reader.take() === '\\' ? this.#reader.take() : '/';
    const text = withSedEscapes(this.#reader.until(delimiter, true), delimiter);
    return {kind: 'regex', regex: this.#regex(text, false)};
  }

  /** Undefined for the empty pattern, which is the last one used. */
  #regex(text: string, ignoreCase: boolean): Regex | undefined {
    if (text === '') {
      if (!this.#hasRegex) throw new Failure('no previous regexp');
      return undefined;
    }
    this.#hasRegex = true;
    return pattern(text, {extended: this.#extended, ignoreCase});
  }

  #action(letter: string, hasRange: boolean): Draft['action'] {
    if ((letter === 'a' || letter === 'i' || letter === 'r') && hasRange)
      throw new Failure(`command '${letter}' uses only one address`);
    if (letter === 'a' || letter === 'i' || letter === 'c') return {kind: 'text', letter, text: this.#text()};
    if (letter === 's') return {kind: 'substitute', substitution: this.#substitution()};
    if (letter === 'y') return {kind: 'translate', table: this.#table()};
    if (letter === 'r' || letter === 'w') return {kind: letter === 'r' ? 'read' : 'write', path: this.#path()};
    if (letter === '{') return {kind: 'block', end: undefined};
    if (letter === '}') return this.#closed();
    if (letter === ':') {
      this.#labels.set(this.#label(), this.#commands.length);
      return {kind: 'label'};
    }
    const when = jumps[letter];
    if (when) return {kind: 'jump', when, label: this.#label()};
    if (!isPlain(letter)) throw new Failure(`unsupported command ${letter}`);
    return {kind: 'plain', letter};
  }

  #closed(): SedAction {
    const start = this.#open.pop();
    const opening = start === undefined ? undefined : this.#commands[start];
    if (start === undefined || !opening) throw new Failure('unexpected }');
    this.#commands[start] = {...opening, action: {kind: 'block', end: this.#commands.length}};
    return {kind: 'end'};
  }

  /** The text of `a`, `i`, `c`: on this line, or on the next ones behind a backslash. */
  #text(): string {
    this.#reader.takeWhile(/[^\S\n]/);
    if (this.#reader.peek() === '\\') {
      this.#reader.take();
      if (this.#reader.peek() === '\n') this.#reader.take();
    }
    return withSedEscapes(this.#reader.restOfLine(), '').replace(/\\([\s\S])/g, '$1');
  }

  #path(): string {
    this.#reader.takeWhile(/[^\S\n]/);
    const path = this.#reader.restOfLine();
    if (path === '') throw new Failure('empty filename');
    return path;
  }

  #label(): string {
    this.#reader.takeWhile(/\s/);
    return this.#reader.takeWhile(/[^;\s]/);
  }

  #table(): ReadonlyMap<string, string> {
    const delimiter = this.#reader.take();
    const [from, to] = [this.#reader.until(delimiter, false), this.#reader.until(delimiter, false)].map((part) => [
      ...withSedEscapes(part, delimiter).replaceAll('\\\\', '\\'),
    ]);
    const table = new Map<string, string>();
    for (const [index, character] of (from ?? []).entries()) {
      const other = to?.[index];
      if (other !== undefined && !table.has(character)) table.set(character, other);
    }
    return table;
  }

  #substitution(): Substitution {
    if (this.#reader.isAtEnd) throw new Failure('bad format in substitution expression');
    const delimiter = this.#reader.take();
    const text = withSedEscapes(this.#reader.until(delimiter, true), delimiter);
    const to = this.#reader.until(delimiter, false);
    const flags = this.#flags();
    // The empty pattern is looked up when it is used: an address may have set it.
    const regex = text === '' ? undefined : this.#regex(text, flags.ignoreCase);
    const replacement = parseReplacement(withSedEscapes(to, delimiter === '&' ? '' : delimiter));
    return {regex, replacement, which: flags.which, prints: flags.prints, file: flags.file};
  }

  #flags(): Pick<Substitution, 'which' | 'prints' | 'file'> & {readonly ignoreCase: boolean} {
    const flags = {which: 1, prints: false, ignoreCase: false, file: undefined as string | undefined};
    for (;;) {
      const letter = this.#reader.peek();
      if (letter === '' || letter === '\n' || letter === ';' || letter === '}' || letter === '#') return flags;
      if (/\d/.test(letter)) {
        flags.which = Number(this.#reader.takeWhile(/\d/));
        continue;
      }
      this.#reader.take();
      if (letter === 'g') flags.which = 0;
      else if (letter === 'p') flags.prints = true;
      else if (letter === 'i' || letter === 'I') flags.ignoreCase = true;
      else if (letter === 'w') return {...flags, file: this.#path()};
      else if (!/\s/.test(letter)) throw new Failure('bad option in substitution expression');
    }
  }

  #finished({action, ...rest}: Draft): SedCommand {
    if (action.kind !== 'jump') return {...rest, action};
    const target = action.label === '' ? undefined : this.#labels.get(action.label);
    if (target === undefined && action.label !== '')
      throw new Failure(`can't find label for jump to '${action.label}'`);
    return {...rest, action: {kind: 'branch', when: action.when, target}};
  }
}

function isPlain(letter: string): letter is PlainLetter {
  return plainLetters.has(letter);
}

/** `&` and `\1` are groups, a backslash before anything else only takes its meaning away. */
function parseReplacement(text: string): Replacement {
  const parts: (string | number)[] = [];
  let literal = '';
  const settle = (part: number): void => {
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push(part);
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '&') settle(0);
    else if (character !== '\\') literal += character;
    else {
      at += 1;
      const next = text[at] ?? '';
      if (/\d/.test(next)) settle(Number(next));
      else literal += next;
    }
  }
  return literal === '' ? parts : [...parts, literal];
}
