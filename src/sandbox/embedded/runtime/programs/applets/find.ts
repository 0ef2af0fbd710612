import {isSystemError} from '../../../system-error.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {namesIn, under} from '../files/walk.ts';
import type {FindExpression, Found} from '../find/expression.ts';
import {parseFind} from '../find/parse.ts';

export const find = defineApplet({
  names: ['find'],
  usage: `[-HL] [PATH]... [OPTIONS] [ACTIONS]

Look for files and do something with them; print them otherwise

	-L,-follow	Follow symbolic links
	-H		Follow those on the command line
	-maxdepth N	At most N levels down
	-mindepth N	Nothing in the first N levels
	-depth		What is in a directory before itself
	( ACTIONS )	As one
	! ACT		The other way round
	ACT1 [-a] ACT2	Both
	ACT1 -o ACT2	Either
	-name PATTERN	By name, -iname whatever its case
	-path PATTERN	By the whole path, -ipath, -regex
	-type X		f,d,l,c,p
	-perm MASK	All bits (-MASK), any (/MASK), exactly (MASK)
	-mtime DAYS	More (+N), less (-N) or N days old; -mmin minutes
	-newer FILE	Changed after FILE
	-user, -group	By owner
	-size N[bck]	More, less or as large
	-links N, -inum N, -empty, -executable, -samefile FILE
	-prune		Do not go into this directory
	-print, -print0, -delete, -quit
	-exec CMD ARG ;	Run CMD with {} as the path
	-exec CMD ARG + Run CMD with many paths`,
  async run(call) {
    const operands = [...call.operands];
    let follow = false;
    let followFirst = false;
    while (operands[0] === '-L' || operands[0] === '-H' || operands[0] === '-P') {
      follow ||= operands[0] === '-L';
      followFirst ||= operands[0] === '-H';
      operands.shift();
    }
    const end = operands.findIndex((word) => /^-|^[(!)]$/.test(word));
    const paths = end < 0 ? operands : operands.slice(0, end);
    const expression = parseFind(call, end < 0 ? [] : operands.slice(end));
    const search = new Search(call, {...expression, follow: follow || expression.follow}, followFirst);
    for (const path of paths.length === 0 ? ['.'] : paths) await search.from(path);
    return (await expression.finish()) || search.code;
  },
});

class Search {
  code = 0;
  readonly #call: Call;
  readonly #expression: FindExpression;
  readonly #followFirst: boolean;
  #isOver = false;

  constructor(call: Call, expression: FindExpression, followFirst: boolean) {
    this.#call = call;
    this.#expression = expression;
    this.#followFirst = followFirst;
  }

  async from(path: string, depth = 0): Promise<void> {
    if (this.#isOver) return;
    await this.#call.process.breathe();
    const stat = await this.#stat(path, depth);
    if (!stat) return;
    let isPruned = false;
    const found: Found = {
      path,
      stat,
      depth,
      prune: () => {
        isPruned = true;
      },
      quit: () => {
        this.#isOver = true;
      },
    };
    const {test, childrenFirst, least, most} = this.#expression;
    if (!childrenFirst && depth >= least) await test(found);
    if (stat.kind === 'directory' && depth < most && !isPruned)
      for (const name of await this.#names(path)) await this.from(under(path, name), depth + 1);
    if (childrenFirst && depth >= least && !this.#isOver) await test(found);
  }

  async #names(path: string): Promise<readonly string[]> {
    if (this.#isOver) return [];
    if (this.#call.process.files.allows(path, 4)) return namesIn(this.#call, path);
    await this.#call.complain(`${path}: Permission denied`);
    this.code = 1;
    return [];
  }

  async #stat(path: string, depth: number): Promise<Found['stat'] | undefined> {
    const {files} = this.#call.process;
    const follow = this.#expression.follow || (depth === 0 && this.#followFirst);
    try {
      return (follow ? files.stat(path) : undefined) ?? files.requireStat(path, {follow: false});
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.#call.complain(`${path}: ${error.message}`);
      this.code = 1;
      return undefined;
    }
  }
}
