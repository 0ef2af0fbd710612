import {quoted} from '../state/quote.ts';
import {defineBuiltin} from './builtin.ts';
import {describeCommand, pathOf} from './describe.ts';

/** `type NAME...` */
export const typeBuiltin = defineBuiltin({
  names: ['type'],
  async run(shell, {args}) {
    let code = 0;
    for (const name of args[0] === '-a' || args[0] === '-p' ? args.slice(1) : args) {
      const described = describeCommand(shell, name);
      if (!described) code = 127;
      await shell.process.print(`${described?.sentence ?? `${name}: not found`}\n`);
    }
    return code;
  },
});

/** `hash [-r] [NAME...]`: where programs were found. */
export const hashBuiltin = defineBuiltin({
  names: ['hash'],
  async run(shell, {args}) {
    if (args[0] === '-r') {
      shell.hashed.clear();
      return 0;
    }
    if (args.length === 0) {
      for (const path of shell.hashed.values()) await shell.process.print(`${path}\n`);
      return 0;
    }
    let code = 0;
    for (const name of args) {
      const path = pathOf(shell, name);
      if (path !== undefined) shell.hashed.set(name, path);
      else {
        await shell.complain(`${name}: not found`);
        code = 1;
      }
    }
    return code;
  },
});

/** `alias [NAME[=TEXT]...]` */
export const aliasBuiltin = defineBuiltin({
  names: ['alias'],
  assigns: true,
  async run(shell, {args}) {
    if (args.length === 0) {
      const sorted = [...shell.aliases].sort(([one], [other]) => (one < other ? -1 : 1));
      for (const [name, text] of sorted) await shell.process.print(`${name}=${quoted(text)}\n`);
      return 0;
    }
    let code = 0;
    for (const arg of args) {
      const equals = arg.indexOf('=', 1);
      const text = equals < 0 ? shell.aliases.get(arg) : undefined;
      if (equals >= 0) shell.aliases.set(arg.slice(0, equals), arg.slice(equals + 1));
      else if (text !== undefined) await shell.process.print(`${arg}=${quoted(text)}\n`);
      else {
        await shell.process.complain(`alias: ${arg} not found`);
        code = 1;
      }
    }
    return code;
  },
});

/** `unalias -a | NAME...` */
export const unaliasBuiltin = defineBuiltin({
  names: ['unalias'],
  async run(shell, {args}) {
    if (args[0] === '-a') shell.aliases.clear();
    let code = 0;
    for (const name of args[0] === '-a' ? [] : args) {
      if (shell.aliases.delete(name)) continue;
      await shell.process.complain(`unalias: ${name} not found`);
      code = 1;
    }
    return code;
  },
});
