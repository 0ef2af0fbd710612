import {defineApplet} from '../applet.ts';
import {Calculator, Quit} from '../bc/calculator.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import type {Input} from '../input.ts';

export const bc = defineApplet({
  names: ['bc'],
  usage: `[-lq] [FILE]...

Calculate with numbers of any length: + - * / % ^, comparisons, variables, scale, ibase, obase, sqrt()

	-l	With 20 digits behind the point
	-q	Say nothing at the beginning`,
  options: {short: 'wvsqli', long: {mathlib: 'l', quiet: 'q'}},
  async run(call) {
    const calculator = new Calculator(call.has('l') ? 20 : 0);
    let didFail = false;
    const use = async (input: Input): Promise<void> => {
      if (!(await calculate(call, calculator, input))) didFail = true;
    };
    try {
      const code = await call.eachInput(call.operands, use);
      if (call.operands.length > 0) await call.eachInput([], use);
      return didFail ? 1 : code;
    } catch (error) {
      if (error instanceof Quit) return didFail ? 1 : 0;
      throw error;
    }
  },
});

/** False when something could not be calculated, which was complained about. */
async function calculate(call: Call, calculator: Calculator, input: Input): Promise<boolean> {
  let isRight = true;
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    while (line.endsWith('\\')) line = `${line.slice(0, -1)}${(await input.line()) ?? ''}`;
    try {
      await call.print(calculator.line(line));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      await call.complain(error.message);
      isRight = false;
    }
  }
  return isRight;
}
