import {defineApplet} from '../applet.ts';
import {AwkMachine} from '../awk/machine.ts';
import {parseAwk} from '../awk/parse.ts';
import {runAwk} from '../awk/run.ts';
import type {AwkFunction, AwkProgram, AwkRule} from '../awk/syntax.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {decodeText} from '../text/codec.ts';

const largestProgram = 1 << 20;

export const awk = defineApplet({
  names: ['awk'],
  usage: `[OPTIONS] [AWK_PROGRAM] [FILE]...

	-v VAR=VAL	Set a variable
	-F SEP		What separates fields
	-f FILE		Read the program from FILE
	-e PROGRAM	A program, or one more part of it`,
  options: {short: '+F:v:f:e:W:'},
  async run(call) {
    const parts: AwkProgram[] = [];
    let name = 'cmd. line';
    for (const [option, value = ''] of call.options.given) {
      if (option === 'e') parts.push(parseAwk(value));
      if (option !== 'f') continue;
      name = value;
      parts.push(parseAwk(await programFile(call, value), value));
    }
    let operands = call.operands;
    if (parts.length === 0) {
      const [text, ...rest] = operands;
      if (text === undefined) throw new UsageError('');
      parts.push(parseAwk(text));
      operands = rest;
    }
    const machine = new AwkMachine(call, name);
    machine.setSeparators(call.options.value('F'));
    for (const assignment of call.options.values('v')) if (!machine.assign(assignment)) throw new UsageError('');
    machine.setArguments(operands);
    return runAwk(merged(parts), machine);
  },
});

async function programFile(call: Call, path: string): Promise<string> {
  const input = await call.openOrComplain(path, {raw: true});
  if (!input) throw new Failure('');
  const text = decodeText(await input.all(largestProgram));
  input.close();
  return text;
}

function merged(parts: readonly AwkProgram[]): AwkProgram {
  const rules: AwkRule[] = [];
  const functions = new Map<string, AwkFunction>();
  for (const part of parts) {
    rules.push(...part.rules);
    for (const [name, each] of part.functions) functions.set(name, each);
  }
  return {rules, functions};
}
