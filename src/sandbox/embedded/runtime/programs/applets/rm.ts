import {defineApplet} from '../applet.ts';
import {UsageError} from '../failure.ts';
import {removeTree} from '../files/remove.ts';

export const rm = defineApplet({
  names: ['rm'],
  usage: `[-irf] FILE...

Remove FILEs

	-i	Ask before each
	-f	Never ask, and do not mind what is not there
	-R,-r	Whole directories`,
  options: {short: 'fiRrv', long: {force: 'f', recursive: 'r', verbose: 'v', interactive: 'i', 'no-preserve-root': ''}},
  async run(call) {
    const rules = {
      recursive: call.has('r', 'R'),
      force: call.options.lastOf('f', 'i') === 'f',
      interactive: call.options.lastOf('f', 'i') === 'i',
      verbose: call.has('v'),
    };
    if (call.operands.length === 0 && !rules.force) throw new UsageError('');
    let code = 0;
    for (const path of call.operands) {
      const name = path.replace(/\/+$/, '').split('/').at(-1);
      if (name === '.' || name === '..') await call.complain("can't remove '.' or '..'");
      else if (await removeTree(call, path, rules)) continue;
      code = 1;
    }
    return code;
  },
});
