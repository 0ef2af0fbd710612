import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import type {Input} from '../input.ts';
import {waitForKey} from '../terminal/keys.ts';
import {Pager} from '../terminal/pager.ts';

const largestText = 16 << 20;

export const more = defineApplet({
  names: ['more'],
  usage: '[FILE]...\n\nShow FILEs screen by screen: space shows the next, return the next line, q leaves',
  options: {short: ''},
  async run(call) {
    const terminal = call.process.descriptor(1)?.terminal;
    if (!terminal || !call.process.terminal) return copyAll(call);
    return call.eachInput(call.operands, (input) => byScreens(call, input, terminal.rows));
  },
});

function copyAll(call: Call): Promise<number> {
  return call.eachInput(call.operands, async (input) => {
    for (let piece = await input.piece(); piece !== null; piece = await input.piece()) await call.send(piece);
  });
}

async function byScreens(call: Call, input: Input, rows: number): Promise<void> {
  let left = rows - 1;
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    if (left <= 0) {
      await call.print('--More-- ');
      await call.out.flush();
      const key = (await waitForKey(call.process, Number.MAX_SAFE_INTEGER)) ?? 'q';
      await call.print('\r         \r');
      if (key === 'q' || key === 'Q') return;
      left = key === '\r' || key === '\n' ? 1 : rows - 1;
    }
    await call.print(`${line}\n`);
    left -= 1;
  }
}

export const less = defineApplet({
  names: ['less'],
  usage: `[-EFIMmNSRh~] [FILE]...

Show FILEs and move about in them

Keys: space f next screen, b screen before, j k line down and up, g G first and last, /TEXT search, n again, q leave
	-N	With numbers of lines
	-S	Cut long lines`,
  options: {short: 'EFIMmNRSh~sX'},
  async run(call) {
    const {terminal} = call.process;
    if (!terminal || !call.process.descriptor(1)?.terminal) return copyAll(call);
    const lines: string[] = [];
    const code = await call.eachInput(call.operands, async (input) => {
      let size = 0;
      for (let line = await input.line(); line !== undefined; line = await input.line()) {
        size += line.length;
        if (size > largestText) throw new Failure('out of memory');
        lines.push(line);
      }
    });
    if (code !== 0 && lines.length === 0) return code;
    await new Pager(call, terminal, {lines, withNumbers: call.has('N'), name: call.operands[0] ?? ''}).run();
    return 0;
  },
});

export const vi = defineApplet({
  names: ['vi'],
  usage: '[FILE]...\n\nThere is no editor in this simulation',
  async run() {
    throw new Failure(
      'there is no editor in this simulation. Write a file with: cat > FILE (^D ends it), or change one with: sed -i s/OLD/NEW/ FILE',
    );
  },
});
