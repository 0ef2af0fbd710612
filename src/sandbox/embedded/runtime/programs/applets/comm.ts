import {defineApplet} from '../applet.ts';
import {Failure} from '../failure.ts';

export const comm = defineApplet({
  names: ['comm'],
  usage: `[-123] FILE1 FILE2

Compare two sorted FILEs line by line

	-1	Not the lines that only FILE1 has
	-2	Not the lines that only FILE2 has
	-3	Not the lines that both have`,
  options: {short: '123'},
  operands: [2, 2],
  async run(call) {
    const [one, other] = await Promise.all(call.operands.map((path) => call.openOrComplain(path)));
    if (!one || !other) throw new Failure('');
    const indent = ['', call.has('1') ? '' : '\t', `${call.has('1') ? '' : '\t'}${call.has('2') ? '' : '\t'}`];
    let first = await one.line();
    let second = await other.line();
    while (first !== undefined || second !== undefined) {
      const order = first === undefined ? 1 : second === undefined ? -1 : first < second ? -1 : first > second ? 1 : 0;
      const column = order < 0 ? 0 : order > 0 ? 1 : 2;
      const line = order > 0 ? second : first;
      if (!call.has(String(column + 1))) await call.print(`${indent[column]}${line}\n`);
      if (order <= 0) first = await one.line();
      if (order >= 0) second = await other.line();
    }
    return 0;
  },
});
