import {defineApplet} from '../applet.ts';

export const tac = defineApplet({
  names: ['tac'],
  usage: '[FILE]...\n\nPrint the lines of FILEs, or of standard input, last line first',
  options: {short: ''},
  async run(call) {
    const lines: string[] = [];
    let held = 0;
    const code = await call.eachInput([...call.operands].reverse(), async (input) => {
      for (let line = await input.line(); line !== undefined; line = await input.line()) {
        lines.push(input.isLineEnded ? `${line}\n` : line);
        held += line.length + 16;
        call.hold(held);
      }
    });
    for (let line = lines.pop(); line !== undefined; line = lines.pop()) await call.print(line);
    return code;
  },
});
