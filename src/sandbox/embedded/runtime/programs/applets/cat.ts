import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import type {Input} from '../input.ts';
import {visibleBytes} from '../text/visible.ts';

export const cat = defineApplet({
  names: ['cat'],
  usage: `[-nbvteA] [FILE]...

Print FILEs, or standard input

	-n	Number all lines
	-b	Number lines that are not empty
	-v	Show control characters as ^x or M-x
	-t	The same, and tabs as ^I
	-e	The same, and a $ at the end of lines
	-A	-vte`,
  options: {short: 'etvAnbu'},
  run(call) {
    if (call.has('v', 't', 'e', 'A')) return allVisible(call);
    if (!call.has('n', 'b')) return call.eachInput(call.operands, (input) => copy(call, input), {raw: true});
    return numbered(call);
  },
});

async function copy(call: Call, input: Input): Promise<void> {
  for (let piece = await input.piece(); piece !== null; piece = await input.piece()) await call.send(piece);
}

function numbered(call: Call): Promise<number> {
  let number = 0;
  return call.eachInput(call.operands, async (input) => {
    for (let line = await input.line(); line !== undefined; line = await input.line()) {
      const isCounted = line !== '' || !call.has('b');
      if (isCounted) number += 1;
      await call.print(`${isCounted ? `${String(number).padStart(6)}\t` : ''}${line}\n`);
    }
  });
}

/** Numbers are counted over all files, and a line may begin in one and end in the next. */
function allVisible(call: Call): Promise<number> {
  const form = {tabs: call.has('t', 'A'), ends: call.has('e', 'A')};
  let number = 0;
  let isAtStart = true;
  return call.eachInput(
    call.operands,
    async (input) => {
      for (let line = await input.line(); line !== undefined; line = await input.line()) {
        const isCounted = isAtStart && (call.has('b') ? line !== '' : call.has('n'));
        if (isCounted) number += 1;
        const end = input.isLineEnded ? visibleBytes('\n', form) : '';
        await call.print(`${isCounted ? `${String(number).padStart(6)}  ` : ''}${visibleBytes(line, form)}${end}`);
        isAtStart = input.isLineEnded;
      }
    },
    {bytes: true, raw: true},
  );
}
