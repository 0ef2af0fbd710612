import {concat, base64 as encodeBase64, fromBase64, noBytes} from '../../../bytes/bytes.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import type {Input} from '../input.ts';
import {wholeNumber} from '../text/numbers.ts';

export const base64 = defineApplet({
  names: ['base64'],
  usage: `[-d] [-w COL] [FILE]

Encode FILE, or standard input, as base64

	-d	Decode
	-w COL	Lines of COL characters, 76 otherwise; 0 is one line`,
  options: {short: 'dw:i', long: {decode: 'd', wrap: 'w', 'ignore-garbage': 'i'}},
  operands: [0, 1],
  async run(call) {
    const input = await call.openOrComplain(call.operands[0] ?? '-');
    if (!input) return 1;
    if (call.has('d')) await decode(call, input);
    else await encode(call, input, wholeNumber(call.options.value('w') ?? '76'));
    return 0;
  },
});

async function encode(call: Call, input: Input, width: number): Promise<void> {
  let rest: Uint8Array = noBytes;
  let column = 0;
  const print = async (bytes: Uint8Array): Promise<void> => {
    let text = encodeBase64(bytes);
    if (width === 0) return call.print(text);
    while (column + text.length >= width) {
      await call.print(`${text.slice(0, width - column)}\n`);
      text = text.slice(width - column);
      column = 0;
    }
    column += text.length;
    await call.print(text);
  };
  for (let piece = await input.piece(); piece !== null; piece = await input.piece()) {
    const bytes = concat([rest, piece]);
    const whole = bytes.length - (bytes.length % 3);
    await print(bytes.subarray(0, whole));
    rest = bytes.slice(whole);
  }
  if (rest.length > 0) await print(rest);
  if (column > 0) await call.print('\n');
}

async function decode(call: Call, input: Input): Promise<void> {
  let rest = '';
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    const text = rest + line.replace(/[^A-Za-z0-9+/=]/g, '');
    const whole = text.length - (text.length % 4);
    await call.print(decoded(text.slice(0, whole)));
    rest = text.slice(whole);
  }
  if (rest !== '') throw new Failure('truncated input');
}

function decoded(text: string): Uint8Array {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
    throw new Failure('invalid input');
  return fromBase64(text);
}
