import {isSystemError} from '../../../system-error.ts';
import {nullDescriptor, OpenFile} from '../../process/descriptor.ts';
import type {Process} from '../../process/process.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {confirmed} from '../files/copy.ts';
import {spawnWith} from '../spawning.ts';
import {type Batch, type BatchRules, batches} from '../text/items.ts';
import {wholeNumber} from '../text/numbers.ts';

export const xargs = defineApplet({
  names: ['xargs'],
  usage: `[OPTIONS] [PROG ARGS]

Run PROG with the words of standard input as its last arguments

	-0	Words end with NUL
	-r	Do not run it without words
	-t	Print the command first
	-p	Ask first
	-n N	At most N words a time
	-L N	At most N lines a time
	-s N	At most N bytes a time
	-I STR	Replace STR in ARGS by a line
	-P N	Up to N at once
	-a FILE	Read FILE
	-E STR	Stop at the word STR
	-x	Stop when a command would be too long`,
  options: {short: '+trn:s:e::E:I:i::P:a:L:l::px0', long: {'no-run-if-empty': 'r', null: '0'}},
  async run(call) {
    const command = call.operands.length === 0 ? ['echo'] : call.operands;
    const runner = new Runner(call, command);
    const path = call.options.value('a') ?? '-';
    const input = await call.openOrComplain(path, {delimiter: call.has('0') ? '\0' : '\n', raw: true});
    if (!input) return 1;
    let isFirst = true;
    for await (const batch of batches(input, rulesOf(call, command))) {
      isFirst = false;
      if (!(await runner.run(batch))) break;
    }
    if (isFirst && !call.has('r') && !call.has('I', 'i')) await runner.run({words: [], line: ''});
    return runner.finish();
  },
});

function rulesOf(call: Call, command: readonly string[]): BatchRules {
  const number = (letter: string): number | undefined => {
    const text = call.options.value(letter);
    if (text === undefined) return undefined;
    const value = wholeNumber(text);
    if (value === 0) throw new Failure(`number 0 is not in 1..2147483647 range`);
    return value;
  };
  const isReplacing = call.has('I', 'i');
  return {
    form: call.has('0') ? 'nul' : isReplacing ? 'lines' : 'words',
    words: isReplacing ? 1 : (number('n') ?? Number.POSITIVE_INFINITY),
    lines: call.has('L', 'l') ? (number('L') ?? 1) : Number.POSITIVE_INFINITY,
    bytes: (number('s') ?? 32 * 1024) - command.reduce((sum, word) => sum + word.length + 1, 0),
    stopsAt: call.options.value('E') ?? call.options.value('e'),
    mustFit: call.has('x'),
  };
}

class Runner {
  readonly #call: Call;
  readonly #command: readonly string[];
  readonly #replaced: string | undefined;
  readonly #most: number;
  readonly #running = new Set<Process>();
  #code = 0;

  constructor(call: Call, command: readonly string[]) {
    this.#call = call;
    this.#command = command;
    this.#replaced = call.has('I', 'i') ? (call.options.value('I') ?? call.options.value('i') ?? '{}') : undefined;
    const most = wholeNumber(call.options.value('P') ?? '1');
    this.#most = most === 0 ? 100 : Math.min(most, 100);
  }

  /** False when nothing more must be run. */
  async run(batch: Batch): Promise<boolean> {
    const {process} = this.#call;
    const replaced = this.#replaced;
    const argv =
      replaced === undefined
        ? [...this.#command, ...batch.words]
        : this.#command.map((word) => word.replaceAll(replaced, batch.line));
    if (this.#call.has('t', 'p') && !this.#call.has('p')) await process.complain(argv.join(' '));
    if (this.#call.has('p') && !(await this.#asks(argv))) return true;
    await this.#call.out.flush();
    try {
      // The words come from standard input: what is run must not read them.
      const child = spawnWith(process, argv, this.#call.has('a') ? {} : {0: new OpenFile(nullDescriptor())});
      this.#running.add(child);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.#call.complain(`${argv[0] ?? ''}: ${error.message}`);
      this.#code = error.code === 'ENOENT' ? 127 : 126;
      return false;
    }
    while (this.#running.size >= this.#most) if (!(await this.#reapOne())) return false;
    return true;
  }

  async finish(): Promise<number> {
    while (this.#running.size > 0) await this.#reapOne();
    return this.#code;
  }

  async #asks(argv: readonly string[]): Promise<boolean> {
    return confirmed(this.#call, `${argv.join(' ')}?...`);
  }

  async #reapOne(): Promise<boolean> {
    const {process} = this.#call;
    const [child] = await process.wait(
      Promise.race([...this.#running].map((each) => each.ended.then(() => [each] as const))),
    );
    this.#running.delete(child);
    const status = await process.waitFor(child);
    if (status.signal) {
      await this.#call.complain(`${this.#command[0]}: terminated by signal ${status.code - 128}`);
      this.#code = 125;
      return false;
    }
    if (status.code === 255) {
      await this.#call.complain(`${this.#command[0]}: exited with status 255; aborting`);
      this.#code = 124;
      return false;
    }
    if (status.code !== 0) this.#code = 123;
    return true;
  }
}
