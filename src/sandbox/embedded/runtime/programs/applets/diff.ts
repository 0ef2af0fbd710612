import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {inFolder} from '../files/copy.ts';
import {deepestTree, namesIn, under} from '../files/walk.ts';
import {type Change, diffLines} from '../text/lines-diff.ts';
import {wholeNumber} from '../text/numbers.ts';

export const diff = defineApplet({
  names: ['diff'],
  usage: `[-abBdiNqrTstw] [-L LABEL] [-S FILE] [-U LINES] FILE1 FILE2

Compare files line by line; busybox always prints the unified form

	-b,-w	Ignore how much space there is, all of it
	-B	Ignore empty lines
	-i	Ignore case
	-N	A missing file is an empty one
	-q	Only say whether they differ
	-s	Also say when they do not
	-r	Whole directories
	-L LABEL	Instead of the file name
	-U LINES	Lines around a change, 3 otherwise`,
  options: {
    short: 'abdiL:NqrsS:tTU:wuBE',
    long: {
      'ignore-case': 'i',
      'new-file': 'N',
      brief: 'q',
      recursive: 'r',
      label: 'L',
      unified: 'U',
      'report-identical-files': 's',
      color: '::',
      'strip-trailing-cr': '',
    },
  },
  operands: [2, 2],
  failureCode: 2,
  usageCode: 1,
  async run(call) {
    const [first = '', second = ''] = call.operands;
    return new Comparing(call).compare(first, second, 0);
  },
});

const largestText = 32 << 20;

class Comparing {
  readonly #call: Call;
  readonly #around: number;
  /** In a directory, what is missing is called /dev/null. */
  #isBelow = false;

  constructor(call: Call) {
    this.#call = call;
    this.#around = wholeNumber(call.options.value('U') ?? '3');
  }

  /** 0 the same, 1 they differ, 2 trouble. */
  async compare(first: string, second: string, depth: number): Promise<number> {
    this.#isBelow = depth > 0;
    const {files} = this.#call.process;
    const kind = (path: string): string | undefined => (path === '-' ? 'file' : files.stat(path)?.kind);
    const [one, other] = [kind(first), kind(second)];
    for (const [path, type] of [
      [first, one],
      [second, other],
    ] as const)
      if (type === undefined && !this.#call.has('N'))
        throw new Failure(`can't stat '${path}': No such file or directory`);
    if (first !== '-' && one !== undefined && files.stat(first)?.node === files.stat(second)?.node) return 0;
    if (one === 'directory' && other === 'directory') return this.#folders(first, second, depth);
    if (one === 'directory' && other !== undefined && depth === 0) return this.#texts(inFolder(first, second), second);
    if (other === 'directory' && one !== undefined && depth === 0) return this.#texts(first, inFolder(second, first));
    if (depth > 0 && one !== other && one !== undefined && other !== undefined) {
      const word = (type: string): string => (type === 'directory' ? 'directory' : 'regular file');
      await this.#call.print(`File ${first} is a ${word(one)} while file ${second} is a ${word(other)}\n`);
      return 1;
    }
    return this.#texts(first, second);
  }

  async #folders(first: string, second: string, depth: number): Promise<number> {
    if (depth > deepestTree) throw new Failure('directories are nested too deeply');
    const [one, other] = [await namesIn(this.#call, first), await namesIn(this.#call, second)];
    let code = 0;
    for (const name of [...new Set([...one, ...other])].sort()) {
      const [left, right] = [under(first, name), under(second, name)];
      const isInBoth = one.includes(name) && other.includes(name);
      const isFolder = this.#call.process.files.stat(one.includes(name) ? left : right)?.kind === 'directory';
      if (!isInBoth && !(this.#call.has('N') && !isFolder)) {
        await this.#call.print(`Only in ${one.includes(name) ? first : second}: ${name}\n`);
        code = 1;
      } else if (isInBoth && isFolder && !this.#call.has('r')) {
        await this.#call.print(`Common subdirectories: ${left} and ${right}\n`);
      } else code = Math.max(code, await this.compare(left, right, depth + 1));
    }
    return code;
  }

  async #texts(first: string, second: string): Promise<number> {
    const [left, right] = [await this.#read(first), await this.#read(second)];
    if (!left || !right) return 2;
    const changes = (
      await diffLines(
        this.#call.process,
        left.map((line) => this.#folded(line)),
        right.map((line) => this.#folded(line)),
      )
    ).filter((change) => !this.#call.has('B') || !isBlank(change, left, right));
    if (changes.length === 0) {
      if (this.#call.has('s')) await this.#call.print(`Files ${first} and ${second} are identical\n`);
      return 0;
    }
    if (this.#call.has('q')) await this.#call.print(`Files ${first} and ${second} differ\n`);
    else await this.#print(changes, [first, left], [second, right]);
    return 1;
  }

  /** Lines with their newlines; undefined where there is no such file. */
  async #read(path: string): Promise<readonly string[] | undefined> {
    if (this.#call.has('N') && path !== '-' && !this.#call.process.files.stat(path)) return [];
    const input = await this.#call.openOrComplain(path);
    if (!input) return undefined;
    const lines: string[] = [];
    let size = 0;
    for (let line = await input.line(); line !== undefined; line = await input.line()) {
      lines.push(input.isLineEnded ? `${line}\n` : line);
      size += line.length;
      if (size > largestText) throw new Failure('out of memory');
    }
    input.close();
    return lines;
  }

  #folded(line: string): string {
    let text = line;
    if (this.#call.has('w')) text = text.replace(/[ \t\r]+/g, '');
    else if (this.#call.has('b')) text = text.replace(/[ \t\r]+/g, ' ').replace(/ +(\n|$)/, '$1');
    return this.#call.has('i') ? text.toLowerCase() : text;
  }

  async #print(
    changes: readonly Change[],
    [first, left]: readonly [string, readonly string[]],
    [second, right]: readonly [string, readonly string[]],
  ): Promise<void> {
    const [labelOne = this.#label(first), labelTwo = this.#label(second)] = this.#call.options.values('L');
    await this.#call.print(`--- ${labelOne}\n+++ ${labelTwo}\n`);
    for (const hunk of this.#hunks(changes)) await this.#printHunk(hunk, left, right);
  }

  #label(path: string): string {
    return !this.#isBelow || this.#call.process.files.stat(path) ? path : '/dev/null';
  }

  /** Changes whose surroundings touch are shown together. */
  #hunks(changes: readonly Change[]): readonly (readonly Change[])[] {
    const hunks: Change[][] = [];
    for (const change of changes) {
      const last = hunks.at(-1)?.at(-1);
      if (last && change.left[0] - last.left[1] <= 2 * this.#around) hunks.at(-1)?.push(change);
      else hunks.push([change]);
    }
    return hunks;
  }

  async #printHunk(hunk: readonly Change[], left: readonly string[], right: readonly string[]): Promise<void> {
    const [first, last] = [hunk[0], hunk.at(-1)];
    if (!first || !last) return;
    const before = Math.min(this.#around, first.left[0], first.right[0]);
    const after = Math.min(this.#around, left.length - last.left[1], right.length - last.right[1]);
    const one = [first.left[0] - before, last.left[1] + after] as const;
    const other = [first.right[0] - before, last.right[1] + after] as const;
    await this.#call.print(`@@ -${rangeText(one)} +${rangeText(other)} @@\n`);
    let at = one[0];
    const show = async (mark: string, lines: readonly string[]): Promise<void> => {
      for (const line of lines) {
        const text = this.#call.has('t') ? line.replaceAll('\t', '        ') : line;
        await this.#call.print(
          `${mark}${this.#call.has('T') ? '\t' : ''}${text}${line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`,
        );
      }
    };
    for (const change of hunk) {
      await show(' ', left.slice(at, change.left[0]));
      await show('-', left.slice(...change.left));
      await show('+', right.slice(...change.right));
      at = change.left[1];
    }
    await show(' ', left.slice(at, one[1]));
  }
}

function rangeText([from, to]: readonly [number, number]): string {
  if (to - from === 1) return String(from + 1);
  return to === from ? `${from},0` : `${from + 1},${to - from}`;
}

function isBlank({left, right}: Change, one: readonly string[], other: readonly string[]): boolean {
  return [...one.slice(...left), ...other.slice(...right)].every((line) => line.trim() === '');
}
