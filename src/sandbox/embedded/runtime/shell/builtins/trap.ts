import {quoted} from '../state/quote.ts';
import {parseTrapName, shortTrapName} from '../state/traps.ts';
import {parseOptions} from './arguments.ts';
import {defineBuiltin} from './builtin.ts';

/** `trap [COMMANDS|-] [SIGNAL...]` */
export const trapBuiltin = defineBuiltin({
  names: ['trap'],
  special: true,
  async run(shell, {args}) {
    const {rest} = parseOptions(shell, args, '');
    const [first] = rest;
    if (first === undefined) {
      for (const [name, action] of shell.traps.entries())
        await shell.process.print(`trap -- ${quoted(action)} ${shortTrapName(name)}\n`);
      return 0;
    }
    // A lone name, or a number first, brings the default back.
    const resets = rest.length === 1 || /^\d+$/.test(first);
    const names = resets ? rest : rest.slice(1);
    let code = 0;
    for (const text of names) {
      const name = parseTrapName(text);
      if (name) shell.traps.set(name, resets || first === '-' ? undefined : first);
      else {
        await shell.complain(`${text}: invalid signal specification`);
        code = 1;
      }
    }
    return code;
  },
});
