import {defineApplet} from '../applet.ts';
import {echoBytes} from '../shared/echo.ts';
import {runPrintf} from '../shared/printf.ts';
import {evaluateTest, withoutBracket} from '../shared/test.ts';

export const echo = defineApplet({
  names: ['echo'],
  usage: `[-neE] [ARG]...

Print ARGs

	-n	Without a newline at the end
	-e	With escapes like \\n and \\t
	-E	Without them`,
  async run(call) {
    await call.print(echoBytes(call.operands));
    return 0;
  },
});

export const printf = defineApplet({
  names: ['printf'],
  usage: 'FORMAT [ARG]...\n\nPrint ARGs as FORMAT says',
  operands: [1],
  run: (call) =>
    runPrintf(call.operands, {
      print: (bytes) => call.print(bytes),
      complain: (sentence) => call.complain(sentence),
      breathe: () => call.process.breathe(),
    }),
});

export const test = defineApplet({
  names: ['test', '[', '[['],
  usage: 'EXPRESSION ]\n\nAsk about files, texts and numbers: 0 is yes, 1 is no',
  async run(call) {
    const bracket = call.name === '[' ? ']' : call.name === '[[' ? ']]' : undefined;
    const args = bracket === undefined ? call.operands : withoutBracket(call.operands, bracket);
    if (!args) {
      await call.complain(`missing ${bracket}`);
      return 2;
    }
    const {code, complaint} = evaluateTest(args, call.process);
    if (complaint !== undefined) await call.complain(complaint);
    return code;
  },
});
