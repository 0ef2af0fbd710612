/** A script that is malformed; `message` is what follows `syntax error: `. */
export class SyntaxFault extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/**
 * The text ends where more belongs. `mayEnd` tells of a next line whether it is worth to try again with it: whoever
 * reads lines one by one would otherwise parse a long text over and over.
 */
export class Incomplete extends Error {
  readonly mayEnd: (line: string) => boolean;

  constructor(mayEnd: (line: string) => boolean) {
    super('the text ends too early');
    this.mayEnd = mayEnd;
  }
}

/** How far the reading of one command has gone; shared by all who read parts of it. */
export interface Reading {
  /** How deep what is read now lies in other things. */
  depth: number;
  work: number;
}

/** A command is read in one go: it has no more than so much of tokens and characters that mean something. */
const mostWork = 131_072;

/** Nothing has been read yet. */
export function newReading(): Reading {
  return {depth: 0, work: 0};
}

interface AliasText {
  /** The alias, and those it was found in: none of them is expanded again within it. */
  readonly names: readonly string[];
  readonly text: string;
  at: number;
}

/** Aliases may expand to more of them, but only so much. */
const mostAliasText = 65_536;

/** The characters of a script, with the text of aliases put in where they are used. */
export class Source {
  readonly #text: string;
  readonly #final: boolean;
  #at: number;
  #line: number;
  #aliases: AliasText[] = [];
  #aliasText = 0;
  /** What a next line has to hold so that what is open now may end. */
  #mayEnd: (line: string) => boolean = () => true;
  /** An alias that ended in a blank has just been used up: the next word may be one as well. */
  blankAlias = false;

  /** `final`: nothing can follow the text. */
  constructor(options: {
    readonly text: string;
    readonly at?: number;
    readonly line?: number;
    readonly final: boolean;
  }) {
    this.#text = options.text;
    this.#at = options.at ?? 0;
    this.#line = options.line ?? 1;
    this.#final = options.final;
  }

  /** Nothing is left, as far as the text is known. */
  get isUsedUp(): boolean {
    return this.#at >= this.#text.length && this.#aliases.every(({text, at}) => at >= text.length);
  }

  /** Where the text goes on; within an alias, behind its name. */
  get at(): number {
    return this.#at;
  }

  /** The aliases whose text is being read. */
  get aliasNames(): readonly string[] {
    return this.#aliases.at(-1)?.names ?? [];
  }

  get line(): number {
    return this.#line;
  }

  /** The next character without taking it; '' at the end. Line continuations are gone. */
  peek(): string {
    this.#skipContinuations();
    return this.peekRaw();
  }

  /** The next character; '' at the end. Line continuations are gone. */
  next(): string {
    this.#skipContinuations();
    return this.nextRaw();
  }

  /** Takes the next character when it is this one. */
  accept(expected: string): boolean {
    if (this.peek() !== expected) return false;
    this.nextRaw();
    return true;
  }

  /** As `peek`, but a backslash before a newline is what it is. */
  peekRaw(): string {
    for (let alias = this.#aliases.at(-1); alias; alias = this.#aliases.at(-1)) {
      const character = alias.text[alias.at];
      if (character !== undefined) return character;
      this.#aliases.pop();
      if (/[ \t]$/.test(alias.text)) this.blankAlias = true;
    }
    const character = this.#text[this.#at];
    if (character !== undefined) return character;
    if (!this.#final) throw new Incomplete(this.#mayEnd);
    return '';
  }

  nextRaw(): string {
    const character = this.peekRaw();
    const alias = this.#aliases.at(-1);
    if (alias) alias.at += 1;
    else if (character !== '') {
      this.#at += 1;
      if (character === '\n') this.#line += 1;
    }
    return character;
  }

  /** Takes all characters that a sticky pattern matches from here on, in one go; none within an alias. */
  nextRun(pattern: RegExp): string {
    if (this.#aliases.length > 0) return '';
    pattern.lastIndex = this.#at;
    const run = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += run.length;
    for (let at = run.indexOf('\n'); at >= 0; at = run.indexOf('\n', at + 1)) this.#line += 1;
    return run;
  }

  /** Reads on in an alias' text. */
  enterAlias(names: readonly string[], text: string): void {
    this.#aliasText += text.length;
    if (this.#aliasText > mostAliasText) throw this.fault('aliases expand to too much');
    this.#aliases.push({names, text, at: 0});
  }

  /** Reads something that ends only on a line that passes; when the text ends before, its reader is told so. */
  within<T>(mayEnd: (line: string) => boolean, read: () => T): T {
    const before = this.#mayEnd;
    this.#mayEnd = mayEnd;
    const value = read();
    this.#mayEnd = before;
    return value;
  }

  /** Takes note of work. Throws SyntaxFault when a command is too long. */
  spend(reading: Reading, work: number): void {
    reading.work += work;
    if (reading.work > mostWork) throw this.fault('command too long');
  }

  fault(message: string): SyntaxFault {
    return new SyntaxFault(message, this.#line);
  }

  #skipContinuations(): void {
    while (this.peekRaw() === '\\' && this.#followedByNewline()) {
      this.nextRaw();
      this.nextRaw();
    }
  }

  #followedByNewline(): boolean {
    const alias = this.#aliases.at(-1);
    if (alias && alias.at + 1 < alias.text.length) return alias.text[alias.at + 1] === '\n';
    const next = this.#text[alias ? this.#at : this.#at + 1];
    // Whether the line goes on is known when there is one.
    if (next === undefined && !this.#final) throw new Incomplete(this.#mayEnd);
    return next === '\n';
  }
}
