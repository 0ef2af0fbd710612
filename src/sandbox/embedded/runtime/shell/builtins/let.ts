import {arithmeticValue} from '../expansion/arithmetic.ts';
import {defineBuiltin} from './builtin.ts';

/** `let EXPRESSION...`: fails when the last one is 0. */
export const letBuiltin = defineBuiltin({
  names: ['let'],
  run(shell, {args}) {
    if (args.length === 0) throw shell.fault('expression expected');
    let value = 0n;
    for (const arg of args) value = arithmeticValue(shell, arg);
    return value === 0n ? 1 : 0;
  },
});
