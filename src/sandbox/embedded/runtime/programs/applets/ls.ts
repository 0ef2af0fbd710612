import {isSystemError} from '../../../system-error.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {blocksOf} from '../files/facts.ts';
import {type Entry, Listing} from '../files/listing.ts';
import {deepestTree, under} from '../files/walk.ts';
import {humanWhole} from '../text/numbers.ts';
import {compareVersions} from '../text/versions.ts';

export const ls = defineApplet({
  names: ['ls'],
  usage: `[-1AaCxdLHRFplinshrSXvtcu] [-w WIDTH] [FILE]...

List what is in directories

	-1	One name a line
	-a	Names that begin with a dot as well
	-A	The same without . and ..
	-C,-x	In columns, in rows
	-d	Directories themselves, not what is in them
	-L	Follow symbolic links
	-H	Follow those on the command line
	-R	With everything below
	-F	Put one of */=@| behind names
	-p	Put / behind directories
	-l	Long
	-i	With inode numbers
	-n	With numbers of users and groups
	-s	With blocks
	-h	Sizes like 1K 243M 2G
	-S,-t,-X,-v	By size, time, ending, version
	-r	The other way round
	-w N	Screens are N columns wide
	--full-time	Whole dates
	--group-directories-first`,
  options: {
    short: '1AaCxdLHRFplinshrSXvctukgow:T:',
    long: {'full-time': '', 'group-directories-first': '', color: '::', all: 'a', 'almost-all': 'A', human: 'h'},
  },
  run: (call) => new Ls(call).run(),
});

class Ls {
  readonly #call: Call;
  readonly #listing: Listing;
  #code = 0;
  #isFirst = true;

  constructor(call: Call) {
    this.#call = call;
    this.#listing = new Listing(call);
  }

  async run(): Promise<number> {
    const paths = this.#call.operands.length === 0 ? ['.'] : this.#call.operands;
    const entries: Entry[] = [];
    for (const path of paths) entries.push(...(await this.#named(path)));
    const isFolder = ({stat}: Entry): boolean => stat.kind === 'directory' && !this.#call.has('d');
    const files = this.#sorted(entries.filter((entry) => !isFolder(entry)));
    if (files.length > 0) {
      await this.#listing.print(files);
      this.#isFirst = false;
    }
    const folders = this.#sorted(entries.filter(isFolder));
    const withNames = paths.length > 1 || this.#call.has('R');
    for (const {name} of folders) await this.#folder(name, withNames, 0);
    return this.#code;
  }

  async #named(path: string): Promise<readonly Entry[]> {
    const isLink = this.#listing.isLong || this.#call.has('d', 'F');
    const follow = !isLink || this.#call.has('L', 'H');
    try {
      const {files} = this.#call.process;
      const stat = files.stat(path, {follow}) ?? files.requireStat(path, {follow: false});
      return [{name: path, stat}];
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.#call.complain(`${path}: ${error.message}`);
      this.#code = 1;
      return [];
    }
  }

  async #folder(path: string, withName: boolean, depth: number): Promise<void> {
    await this.#call.process.breathe();
    if (withName) {
      await this.#call.print(`${this.#isFirst ? '' : '\n'}${path}:\n`);
      this.#isFirst = false;
    }
    const entries = this.#sorted(await this.#inside(path));
    if (this.#listing.isLong || this.#call.has('s')) {
      const blocks = entries.reduce((sum, {stat}) => sum + blocksOf(stat), 0);
      await this.#call.print(`total ${this.#call.has('h') ? humanWhole(blocks * 512).padEnd(7) : blocks / 2}\n`);
    }
    await this.#listing.print(entries);
    if (!this.#call.has('R') || depth >= deepestTree) return;
    for (const {name, stat} of entries)
      if (stat.kind === 'directory' && name !== '.' && name !== '..')
        await this.#folder(under(path, name), true, depth + 1);
  }

  async #inside(path: string): Promise<readonly Entry[]> {
    const {files} = this.#call.process;
    try {
      const names = files.list(path).filter((name) => !name.startsWith('.') || this.#call.has('a', 'A'));
      const all = this.#call.has('a') ? ['.', '..', ...names] : names;
      return all.flatMap((name) => {
        const full = under(path, name);
        const stat = (this.#call.has('L') ? files.stat(full) : undefined) ?? files.stat(full, {follow: false});
        return stat ? [{name, stat}] : [];
      });
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.#call.complain(`can't open '${path}': ${error.message}`);
      this.#code = 1;
      return [];
    }
  }

  #sorted(entries: readonly Entry[]): readonly Entry[] {
    const by = this.#call.options.lastOf('S', 't', 'X', 'v');
    const sign = this.#call.has('r') ? -1 : 1;
    const compare = (one: Entry, other: Entry): number =>
      sign * (this.#byKey(by, one, other) || (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
    const sorted = [...entries].sort(compare);
    if (!this.#call.has('group-directories-first')) return sorted;
    const isFolder = ({stat}: Entry): boolean => stat.kind === 'directory';
    return [...sorted.filter(isFolder), ...sorted.filter((entry) => !isFolder(entry))];
  }

  #byKey(by: string | undefined, one: Entry, other: Entry): number {
    if (by === 'S') return other.stat.size - one.stat.size;
    if (by === 't') return other.stat.modifiedMs - one.stat.modifiedMs;
    if (by === 'v') return compareVersions(one.name, other.name);
    if (by !== 'X') return 0;
    const ending = ({name}: Entry): string => (name.includes('.') ? name.slice(name.lastIndexOf('.')) : '');
    return ending(one) < ending(other) ? -1 : ending(one) > ending(other) ? 1 : 0;
  }
}
