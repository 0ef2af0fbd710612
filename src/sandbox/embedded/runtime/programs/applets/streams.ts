import {isSystemError} from '../../../system-error.ts';
import {defineApplet} from '../applet.ts';

export const tee = defineApplet({
  names: ['tee'],
  usage: `[-ai] [FILE]...

Copy standard input to FILEs, and to standard output

	-a	Append to FILEs
	-i	Ignore SIGINT`,
  options: {short: 'ia'},
  async run(call) {
    const {process} = call;
    if (call.has('i')) process.onSignal('SIGINT', 'ignore');
    process.onSignal('SIGPIPE', 'ignore');
    const fds: number[] = [];
    let code = 0;
    for (const path of call.operands) {
      const append = call.has('a');
      const flags = {write: true, create: true, append, truncate: !append};
      const didOpen = await call.trying(
        (reason) => `${path}: ${reason}`,
        () => fds.push(path === '-' ? 1 : process.adopt(process.files.open(path, flags))),
      );
      if (!didOpen) code = 1;
    }
    const open = new Set([1, ...fds]);
    for (let piece = await process.read(0); piece !== null && open.size > 0; piece = await process.read(0)) {
      for (const fd of [...open]) {
        try {
          await process.write(fd, piece);
        } catch (error) {
          if (!isSystemError(error)) throw error;
          open.delete(fd);
          code = 1;
        }
      }
    }
    return code;
  },
});

export const yes = defineApplet({
  names: ['yes'],
  usage: '[STRING]\n\nPrint STRING, or y, until stopped',
  async run(call) {
    const line = `${call.operands.length === 0 ? 'y' : call.operands.join(' ')}\n`;
    const piece = line.repeat(Math.max(1, Math.floor(4096 / line.length)));
    for (;;) await call.print(piece);
  },
});

export const sync = defineApplet({
  names: ['sync'],
  usage: '[-df] [FILE]...\n\nWrite all buffered blocks to disk; a simulated disk has none',
  options: {short: 'df'},
  run: async () => 0,
});

export const trueApplet = defineApplet({names: ['true'], usage: '', run: async () => 0});
export const falseApplet = defineApplet({names: ['false'], usage: '', run: async () => 1});

export const clear = defineApplet({
  names: ['clear'],
  usage: '\n\nClear the screen',
  async run(call) {
    await call.print('\x1b[H\x1b[J');
    return 0;
  },
});

export const reset = defineApplet({
  names: ['reset'],
  usage: '\n\nReset the terminal',
  async run(call) {
    await call.print('\x1bc\x1b(B\x1b[m\x1b[J\x1b[?25h');
    const {terminal} = call.process;
    if (terminal) {
      terminal.modes = {canonical: true, echo: true, signals: true, returnIsNewline: true, newlineReturns: true};
    }
    return 0;
  },
});
