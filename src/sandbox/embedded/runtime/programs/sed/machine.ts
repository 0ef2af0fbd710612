import {isSystemError} from '../../../system-error.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {matchOf} from '../regex/pattern.ts';
import type {Regex, RegexMatch} from '../regex/regex.ts';
import {replaceMatches} from '../regex/replace.ts';
import type {SedLines} from './lines.ts';
import type {PlainLetter, Replacement, SedAction, SedAddress, SedCommand, SedScript, Substitution} from './script.ts';
import type {SedOutput} from './writing.ts';

/** What comes after a command: the next one, another one, the next line, or the end. */
type Next = 'go on' | 'next line' | 'print and next' | 'again' | 'quit' | number;

/** Runs a script over lines. One machine keeps its hold space and ranges over all files. */
export class SedMachine {
  readonly #call: Call;
  readonly #script: SedScript;
  readonly #isQuiet: boolean;
  readonly #output: SedOutput;
  /** By command: the number of the last line of the range it is in; infinity while a pattern or `$` ends it. */
  readonly #ranges = new Map<SedCommand, number>();
  /** Ranges that begin at a line number begin once. */
  readonly #spent = new Set<SedCommand>();
  #pattern = '';
  #hold = '';
  /** What ends the line in the pattern space: '' for the last one of a file that does not end. */
  #ending = '\n';
  #lastRegex: Regex | undefined;
  #isChanged = false;
  #appended: string[] = [];
  #lineNumber = 0;

  constructor(options: {
    readonly call: Call;
    readonly script: SedScript;
    readonly isQuiet: boolean;
    readonly output: SedOutput;
  }) {
    this.#call = options.call;
    this.#script = options.script;
    this.#isQuiet = options.isQuiet || options.script.isQuiet;
    this.#output = options.output;
  }

  async run(lines: SedLines): Promise<void> {
    this.#lineNumber = 0;
    this.#ranges.clear();
    this.#spent.clear();
    while (await this.#nextLine(lines)) {
      this.#isChanged = false;
      const didQuit = await this.#cycle(lines);
      await this.#flushAppended();
      if (didQuit) return;
    }
  }

  /** True when the script said to quit. */
  async #cycle(lines: SedLines): Promise<boolean> {
    for (let at = 0; at < this.#script.commands.length; ) {
      const command = this.#script.commands[at];
      if (!command) break;
      const isSelected = this.#isSelected(command, lines) !== command.isInverted;
      if (!isSelected) {
        at = behind(command.action, at);
        continue;
      }
      const next = await this.#perform(command, lines);
      if (next === 'next line') return false;
      if (next === 'quit' || next === 'print and next') {
        await this.#printUnlessQuiet();
        return next === 'quit';
      }
      if (next === 'again') await this.#call.process.breathe();
      at = next === 'again' ? 0 : next === 'go on' ? at + 1 : next;
    }
    await this.#printUnlessQuiet();
    return false;
  }

  async #nextLine(lines: SedLines): Promise<boolean> {
    const line = await lines.next();
    if (!line) return false;
    this.#pattern = line.text;
    this.#ending = line.ending;
    this.#lineNumber += 1;
    return true;
  }

  #isSelected(command: SedCommand, lines: SedLines): boolean {
    const {first, second} = command;
    if (!first) return true;
    if (!second) return this.#isAt(first, lines);
    const end = this.#ranges.get(command);
    if (end !== undefined) {
      const isOver = second.kind === 'regex' ? this.#isAt(second, lines) : this.#lineNumber >= end;
      if (isOver || (second.kind === 'last' && lines.isLast)) this.#ranges.delete(command);
      return true;
    }
    const begins =
      first.kind === 'line'
        ? !this.#spent.has(command) && this.#lineNumber >= Math.max(1, first.number)
        : this.#isAt(first, lines);
    if (!begins) return false;
    if (first.kind === 'line') this.#spent.add(command);
    const last = this.#endOf(second);
    if (last > this.#lineNumber && !(second.kind === 'last' && lines.isLast)) this.#ranges.set(command, last);
    return true;
  }

  #endOf(second: SedAddress): number {
    if (second.kind === 'line') return second.number;
    return second.kind === 'more' ? this.#lineNumber + second.count : Number.POSITIVE_INFINITY;
  }

  #isAt(address: SedAddress, lines: SedLines): boolean {
    switch (address.kind) {
      case 'line':
        return this.#lineNumber === address.number;
      case 'last':
        return lines.isLast;
      case 'regex':
        return matchOf(this.#use(address.regex), this.#pattern) !== undefined;
      case 'more':
        return false;
    }
  }

  /** The pattern, or for the empty one that which was used last. */
  #use(regex: Regex | undefined): Regex {
    this.#lastRegex = regex ?? this.#lastRegex;
    if (!this.#lastRegex) throw new Failure('no previous regexp');
    return this.#lastRegex;
  }

  async #perform(command: SedCommand, lines: SedLines): Promise<Next> {
    const {action} = command;
    switch (action.kind) {
      case 'block':
      case 'end':
      case 'label':
        return 'go on';
      case 'substitute':
        await this.#substitute(action.substitution);
        return 'go on';
      case 'text':
        return this.#text(command, action);
      case 'read':
        await this.#appendFile(action.path);
        return 'go on';
      case 'write':
        await this.#output.toFile(action.path, this.#pattern, this.#ending);
        return 'go on';
      case 'branch':
        return this.#branch(action);
      case 'translate':
        this.#pattern = [...this.#pattern].map((character) => action.table.get(character) ?? character).join('');
        return 'go on';
      case 'plain':
        return this.#plain(action.letter, lines);
    }
  }

  async #substitute({regex, replacement, which, prints, file}: Substitution): Promise<void> {
    const before = this.#pattern;
    const {text, count} = await replaceMatches(this.#call, before, {
      regex: this.#use(regex),
      which,
      replace: (match) => replaced(before, match, replacement),
    });
    if (count === 0) return;
    this.#setPattern(text);
    this.#isChanged = true;
    if (prints) await this.#output.line(this.#pattern, this.#ending);
    if (file !== undefined) await this.#output.toFile(file, this.#pattern, this.#ending);
  }

  async #text(command: SedCommand, {letter, text}: Extract<SedAction, {kind: 'text'}>): Promise<Next> {
    if (letter === 'a') this.#appended.push(text);
    if (letter === 'i') await this.#output.line(text, '\n');
    if (letter !== 'c') return 'go on';
    // A range is changed as a whole, at its last line.
    if (!this.#ranges.has(command)) await this.#output.line(text, '\n');
    return 'next line';
  }

  #branch({when, target}: Extract<SedAction, {kind: 'branch'}>): Next | Promise<Next> {
    const isTaken = when === 'always' || (when === 'changed') === this.#isChanged;
    if (when === 'changed' && isTaken) this.#isChanged = false;
    if (!isTaken) return 'go on';
    if (target === undefined) return 'print and next';
    return this.#call.process.breathe().then(() => target);
  }

  async #plain(letter: PlainLetter, lines: SedLines): Promise<Next> {
    switch (letter) {
      case '=':
        await this.#output.line(String(this.#lineNumber), '\n');
        return 'go on';
      case 'd':
        return 'next line';
      case 'D': {
        const newline = this.#pattern.indexOf('\n');
        if (newline < 0) return 'next line';
        this.#pattern = this.#pattern.slice(newline + 1);
        return 'again';
      }
      case 'g':
        this.#setPattern(this.#hold);
        return 'go on';
      case 'G':
        this.#setPattern(`${this.#pattern}\n${this.#hold}`);
        this.#ending = '\n';
        return 'go on';
      case 'h':
        this.#setHold(this.#pattern);
        return 'go on';
      case 'H':
        this.#setHold(`${this.#hold}\n${this.#pattern}`);
        return 'go on';
      case 'x':
        [this.#pattern, this.#hold] = [this.#hold, this.#pattern];
        this.#ending = '\n';
        return 'go on';
      case 'l':
        return 'go on';
      case 'p':
        await this.#output.line(this.#pattern, '\n');
        return 'go on';
      case 'P':
        await this.#output.line(this.#pattern.split('\n', 1)[0] ?? '', '\n');
        return 'go on';
      case 'q':
        return 'quit';
      case 'n':
        await this.#printUnlessQuiet();
        await this.#flushAppended();
        if (!(await this.#nextLine(lines))) return 'next line';
        this.#isChanged = false;
        return 'go on';
      case 'N':
        return this.#join(lines);
    }
  }

  async #join(lines: SedLines): Promise<Next> {
    const before = this.#pattern;
    if (lines.isLast) return 'print and next';
    await this.#flushAppended();
    if (!(await this.#nextLine(lines))) return 'print and next';
    this.#setPattern(`${before}\n${this.#pattern}`);
    return 'go on';
  }

  async #printUnlessQuiet(): Promise<void> {
    if (!this.#isQuiet) await this.#output.line(this.#pattern, this.#ending);
  }

  async #appendFile(path: string): Promise<void> {
    try {
      const input = this.#call.open(path);
      for (let line = await input.line(); line !== undefined; line = await input.line()) this.#appended.push(line);
      input.close();
    } catch (error) {
      // A file that is not there is as good as an empty one.
      if (!isSystemError(error)) throw error;
    }
  }

  async #flushAppended(): Promise<void> {
    for (const text of this.#appended.splice(0)) await this.#output.line(text, '\n');
  }

  #setPattern(text: string): void {
    this.#pattern = text;
    this.#call.hold(this.#pattern.length + this.#hold.length);
  }

  #setHold(text: string): void {
    this.#hold = text;
    this.#call.hold(this.#pattern.length + this.#hold.length);
  }
}

function replaced(text: string, match: RegexMatch, replacement: Replacement): string {
  return replacement
    .map((part) => {
      if (typeof part === 'string') return part;
      return part === 0 ? text.slice(match.start, match.end) : (match.groups[part - 1] ?? '');
    })
    .join('');
}

/** Where to go on when a command does not apply. */
function behind(action: SedAction, at: number): number {
  if (action.kind !== 'block') return at + 1;
  if (action.end === undefined) throw new Failure('unterminated {');
  return action.end + 1;
}
