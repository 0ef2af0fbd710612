import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import type {Input} from '../input.ts';
import {withEscapes} from '../text/escapes.ts';

export const paste = defineApplet({
  names: ['paste'],
  usage: `[-d LIST] [-s] [FILE]...

Put the lines of FILEs side by side

	-d LIST	What goes between them, in turn; a tab otherwise
	-s	One file after the other, each as one line`,
  options: {short: 'd:s'},
  async run(call) {
    const list = withEscapes(call.options.value('d') ?? '\t');
    if (list === '') throw new Failure("-d '' is not supported");
    const inputs = await openAll(call);
    const between = (index: number): string => (list[index % list.length] ?? '').replace('\0', '');
    if (call.has('s')) for (const input of inputs) await oneLine(call, input, between);
    else await sideBySide(call, inputs, between);
    return 0;
  },
});

/** Standard input may be named more than once: its lines are then taken in turn. */
async function openAll(call: Call): Promise<readonly Input[]> {
  const inputs: Input[] = [];
  for (const path of call.operands.length === 0 ? ['-'] : call.operands) {
    const known = path === '-' ? inputs.find((input) => input.path === '-') : undefined;
    const input = known ?? (await call.openOrComplain(path));
    if (!input) throw new Failure('');
    inputs.push(input);
  }
  return inputs;
}

async function oneLine(call: Call, input: Input, between: (index: number) => string): Promise<void> {
  let index = 0;
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    await call.print(`${index === 0 ? '' : between(index - 1)}${line}`);
    index += 1;
  }
  if (index > 0) await call.print('\n');
}

/** A file that has ended is passed over, with what would go behind it: as busybox does, and POSIX does not. */
async function sideBySide(call: Call, inputs: readonly Input[], between: (index: number) => string): Promise<void> {
  const active = new Set(inputs.keys());
  while (active.size > 0) {
    let count = 0;
    for (const index of [...active]) {
      const line = await inputs[index]?.line();
      if (line === undefined) {
        active.delete(index);
        continue;
      }
      await call.print(`${line}${index === inputs.length - 1 ? '\n' : between(count)}`);
      count += 1;
    }
  }
}
