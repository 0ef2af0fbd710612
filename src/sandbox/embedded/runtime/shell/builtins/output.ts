import {echoBytes} from '../../programs/shared/echo.ts';
import {runPrintf} from '../../programs/shared/printf.ts';
import {defineBuiltin} from './builtin.ts';

/** `echo [-neE] TEXT...` */
export const echoBuiltin = defineBuiltin({
  names: ['echo'],
  async run(shell, {args}) {
    await shell.process.print(echoBytes(args));
    return 0;
  },
});

/** `printf FORMAT [ARGUMENT...]` */
export const printfBuiltin = defineBuiltin({
  names: ['printf'],
  run: (shell, {args}) =>
    runPrintf(args, {
      print: (bytes) => shell.process.print(bytes),
      complain: (sentence) => shell.process.complain(`${shell.appletName}: ${sentence}`),
      breathe: () => shell.process.breathe(),
    }),
});

/** How wide busybox lets its list of commands be. */
const helpWidth = 60;

/** `help` lists what the shell does itself. */
export const helpBuiltin = defineBuiltin({
  names: ['help'],
  async run(shell) {
    const lines: string[] = [];
    let line = '';
    for (const name of [...shell.interpreter.builtins.keys()].sort()) {
      if (line.length + name.length > helpWidth) {
        lines.push(line);
        line = '';
      }
      line += `${line === '' ? '\t' : ' '}${name}`;
    }
    await shell.process.print(`Built-in commands:\n------------------\n${[...lines, line].join('\n')}\n`);
    return 0;
  },
});

/** `history` lists the lines that were typed. */
export const historyBuiltin = defineBuiltin({
  names: ['history'],
  async run(shell) {
    for (const [index, line] of shell.history.entries())
      await shell.process.print(`${String(index).padStart(4)} ${line}\n`);
    return 0;
  },
});
