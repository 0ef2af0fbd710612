import {isSystemError} from '../../../system-error.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {filesBelow} from '../files/walk.ts';
import type {Input} from '../input.ts';
import {type Matcher, matcherOf} from '../text/line-matcher.ts';
import {wholeNumber} from '../text/numbers.ts';

export const grep = defineApplet({
  names: ['grep', 'egrep', 'fgrep'],
  usage: `[-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...

Search for PATTERN in FILEs, or in standard input

	-H	Put the file name before the line
	-h	Do not
	-n	Put the number of the line before it
	-l	Only names of files with a match
	-L	Only names of files without one
	-c	Only the number of lines that match
	-o	Only what matches
	-q	Nothing; 0 when PATTERN is found, else 1
	-v	Lines that do not match
	-s	Nothing about files that cannot be read
	-r	Whole directories
	-R	The same, following symbolic links
	-i	Ignore case
	-w	Only whole words
	-x	Only whole lines
	-F	PATTERN is text
	-E	PATTERN is an extended regular expression
	-m N	At most N lines of a file
	-A N	N lines after each match as well
	-B N	N lines before
	-C N	Both
	-e PTRN	A pattern
	-f FILE	Read patterns from FILE`,
  options: {short: 'lnqvscFiHhe:f:Lorm:wxA:B:C:ER', long: {color: '::'}},
  failureCode: 2,
  run: (call) => new Grep(call).run(),
});

class Grep {
  readonly #call: Call;
  readonly #isInverted: boolean;
  readonly #most: number;
  readonly #after: number;
  readonly #before: number;
  #matcher: Matcher = () => undefined;
  #withNames = false;
  #didFail = false;
  #hasGroup = false;

  constructor(call: Call) {
    const number = (letter: string): number | undefined => {
      const text = call.options.value(letter);
      return text === undefined ? undefined : wholeNumber(text);
    };
    const hasLines = !call.has('c', 'q', 'l', 'L');
    this.#call = call;
    this.#isInverted = call.has('v');
    this.#most = number('m') ?? Number.POSITIVE_INFINITY;
    this.#after = hasLines ? (number('A') ?? number('C') ?? 0) : 0;
    this.#before = hasLines ? (number('B') ?? number('C') ?? 0) : 0;
  }

  async run(): Promise<number> {
    const {options} = this.#call;
    const listed = options.given.some(([name]) => name === 'e' || name === 'f');
    const patterns = listed ? await this.#listedPatterns() : this.#call.operands.slice(0, 1);
    if (patterns.length === 0 && !listed) throw new UsageError('');
    this.#matcher = matcherOf(
      this.#call,
      patterns.flatMap((text) => text.split('\n')),
    );
    const paths = this.#call.operands.slice(listed ? 0 : 1);
    this.#withNames = options.has('H') || paths.length > 1;
    let found = false;
    for (const path of paths.length === 0 ? ['-'] : paths) {
      if (await this.#path(path)) found = true;
      if (found && options.has('q')) return 0;
    }
    return this.#didFail ? 2 : found ? 0 : 1;
  }

  async #listedPatterns(): Promise<readonly string[]> {
    const patterns: string[] = [];
    for (const [name, value = ''] of this.#call.options.given) {
      if (name === 'e') patterns.push(value);
      if (name !== 'f') continue;
      const input = await this.#call.openOrComplain(value);
      if (!input) throw new Failure('', 2);
      for (let line = await input.line(); line !== undefined; line = await input.line()) patterns.push(line);
      input.close();
    }
    return patterns;
  }

  async #path(path: string): Promise<boolean> {
    if (!this.#call.has('r', 'R') || path === '-' || this.#call.process.files.stat(path)?.kind !== 'directory')
      return this.#file(path);
    this.#withNames = !this.#call.has('h');
    let found = false;
    for await (const {path: each, stat} of filesBelow(this.#call, path, {follow: this.#call.has('R')})) {
      if (stat.kind === 'directory' || (stat.kind === 'symlink' && !this.#call.has('R'))) continue;
      if (await this.#file(each)) found = true;
      if (found && this.#call.has('q')) break;
    }
    return found;
  }

  async #file(path: string): Promise<boolean> {
    try {
      const input = this.#call.open(path);
      const found = await this.#search(input, path === '-' ? '(standard input)' : path);
      input.close();
      return found;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      // A directory is opened, and has no lines.
      if (error.code === 'EISDIR') return false;
      if (!this.#call.has('s')) await this.#call.complain(`${path}: ${error.message}`);
      this.#didFail = true;
      return false;
    }
  }

  /** Whether anything was found. */
  async #search(input: Input, name: string): Promise<boolean> {
    const earlier: string[] = [];
    let count = 0;
    let number = 0;
    let owed = 0;
    let lastShown = 0;
    for (let line = await input.line(); line !== undefined; line = await input.line()) {
      number += 1;
      if ((this.#matcher(line, 0) !== undefined) !== this.#isInverted) {
        if (count >= this.#most) break;
        count += 1;
        if (this.#call.has('q', 'l', 'L')) break;
        if (this.#call.has('c')) continue;
        await this.#separate(number - earlier.length, lastShown);
        for (const [index, each] of earlier.splice(0).entries())
          await this.#show(each, {
            name,
            number: number - Math.min(this.#before, number - 1 - lastShown) + index,
            mark: '-',
          });
        await this.#matched(line, name, number);
        owed = this.#after;
        lastShown = number;
        if (count >= this.#most && owed === 0) break;
      } else if (owed > 0) {
        owed -= 1;
        await this.#show(line, {name, number, mark: '-'});
        lastShown = number;
        if (count >= this.#most && owed === 0) break;
      } else if (this.#before > 0) {
        earlier.push(line);
        if (earlier.length > this.#before) earlier.shift();
      }
    }
    return this.#conclude(count, name);
  }

  async #conclude(count: number, name: string): Promise<boolean> {
    if (this.#call.has('q')) return count > 0;
    if (this.#call.has('l')) {
      if (count > 0) await this.#call.print(`${name}\n`);
      return count > 0;
    }
    if (this.#call.has('L')) {
      if (count === 0) await this.#call.print(`${name}\n`);
      return count === 0;
    }
    if (this.#call.has('c'))
      await this.#call.print(`${this.#withNames && !this.#call.has('h') ? `${name}:` : ''}${count}\n`);
    return count > 0;
  }

  /** A line of dashes between groups of lines that do not follow each other. */
  async #separate(first: number, lastShown: number): Promise<void> {
    if (this.#before + this.#after === 0) return;
    if (this.#hasGroup && first > lastShown + 1) await this.#call.print('--\n');
    this.#hasGroup = true;
  }

  async #matched(line: string, name: string, number: number): Promise<void> {
    if (!this.#call.has('o')) return this.#show(line, {name, number, mark: ':'});
    if (this.#isInverted) return;
    for (let at = 0; at <= line.length; ) {
      const match = this.#matcher(line, at);
      if (!match) return;
      if (match.end > match.start) await this.#show(line.slice(match.start, match.end), {name, number, mark: ':'});
      at = Math.max(match.end, match.start + 1);
    }
  }

  #show(line: string, at: {readonly name: string; readonly number: number; readonly mark: string}): Promise<void> {
    const name = this.#withNames && !this.#call.has('h') ? `${at.name}${at.mark}` : '';
    const number = this.#call.has('n') && !this.#call.has('c') ? `${at.number}${at.mark}` : '';
    return this.#call.print(`${name}${number}${line}\n`);
  }
}
