import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import type {Input} from '../input.ts';
import {bkm, wholeNumber} from '../text/numbers.ts';
import {legacyCount, nameOf} from './tail.ts';

export const head = defineApplet({
  names: ['head'],
  usage: `[OPTIONS] [FILE]...

Print the first 10 lines of FILEs, or of standard input

	-n N[bkm]	Print the first N lines
	-n -N[bkm]	Print all lines but the last N
	-c [-]N[bkm]	The same for bytes (b:*512 k:*1024 m:*1024^2)
	-q		No file names
	-v		Always file names`,
  options: {short: 'n:c:qv'},
  rewrite: legacyCount('-'),
  async run(call) {
    const unit = call.options.lastOf('c', 'n') ?? 'n';
    const asked = call.options.value(unit) ?? '10';
    const isAllBut = asked.startsWith('-');
    const count = wholeNumber(isAllBut ? asked.slice(1) : asked, bkm);
    const withNames = call.has('v') || (!call.has('q') && call.operands.length > 1);
    return call.eachInput(call.operands, async (input, index) => {
      if (withNames) await call.print(`${index > 0 ? '\n' : ''}==> ${nameOf(input.path)} <==\n`);
      if (unit === 'c') await (isAllBut ? allBytesBut(call, input, count) : firstBytes(call, input, count));
      else await (isAllBut ? allLinesBut(call, input, count) : firstLines(call, input, count));
    });
  },
});

async function firstBytes(call: Call, input: Input, count: number): Promise<void> {
  for (let left = count; left > 0; ) {
    const piece = await input.piece(Math.min(left, 65_536));
    if (piece === null) return;
    left -= piece.length;
    await call.send(piece);
  }
}

/** By pieces: a file without newlines may have no end. */
async function firstLines(call: Call, input: Input, count: number): Promise<void> {
  for (let left = count; left > 0; ) {
    const piece = await input.piece();
    if (piece === null) return;
    let end = 0;
    while (left > 0 && end < piece.length) {
      const newline = piece.indexOf(0x0a, end);
      if (newline < 0) end = piece.length;
      else {
        end = newline + 1;
        left -= 1;
      }
    }
    await call.send(piece.subarray(0, end));
  }
}

async function allBytesBut(call: Call, input: Input, count: number): Promise<void> {
  call.hold(count);
  const kept: Uint8Array[] = [];
  let size = 0;
  for (let piece = await input.piece(); piece !== null; piece = await input.piece()) {
    kept.push(piece);
    size += piece.length;
    for (let first = kept[0]; first && size > count; first = kept[0]) {
      const some = first.subarray(0, size - count);
      await call.print(some);
      size -= some.length;
      if (some.length === first.length) kept.shift();
      else kept[0] = first.subarray(some.length);
    }
  }
}

async function allLinesBut(call: Call, input: Input, count: number): Promise<void> {
  const kept: string[] = [];
  let held = 0;
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    kept.push(input.isLineEnded ? `${line}\n` : line);
    held += line.length;
    const first = kept.length > count ? kept.shift() : undefined;
    held -= first?.length ?? 0;
    call.hold(held);
    if (first !== undefined) await call.print(first);
  }
}
