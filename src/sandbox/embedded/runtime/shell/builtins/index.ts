import type {Builtin} from './builtin.ts';
import {commandBuiltin, evalBuiltin, execBuiltin, sourceBuiltin} from './evaluate.ts';
import {breakBuiltin, colon, continueBuiltin, exitBuiltin, falseBuiltin, returnBuiltin, trueBuiltin} from './flow.ts';
import {cdBuiltin, pwdBuiltin} from './folder.ts';
import {getoptsBuiltin} from './getopts.ts';
import {bgBuiltin, fgBuiltin, jobsBuiltin} from './jobs.ts';
import {killBuiltin} from './kill.ts';
import {letBuiltin} from './let.ts';
import {timesBuiltin, ulimitBuiltin, umaskBuiltin} from './limits.ts';
import {aliasBuiltin, hashBuiltin, typeBuiltin, unaliasBuiltin} from './names.ts';
import {echoBuiltin, helpBuiltin, historyBuiltin, printfBuiltin} from './output.ts';
import {readBuiltin} from './read.ts';
import {doubleBracket, testBuiltin} from './test.ts';
import {trapBuiltin} from './trap.ts';
import {exportBuiltin, localBuiltin, readonlyBuiltin, setBuiltin, shiftBuiltin, unsetBuiltin} from './variables.ts';
import {waitBuiltin} from './wait.ts';

/** Every command the shell does itself: a new one is a definition and a line here. */
const table: readonly Builtin[] = [
  aliasBuiltin,
  bgBuiltin,
  breakBuiltin,
  cdBuiltin,
  colon,
  commandBuiltin,
  continueBuiltin,
  doubleBracket,
  echoBuiltin,
  evalBuiltin,
  execBuiltin,
  exitBuiltin,
  exportBuiltin,
  falseBuiltin,
  fgBuiltin,
  getoptsBuiltin,
  hashBuiltin,
  helpBuiltin,
  historyBuiltin,
  jobsBuiltin,
  killBuiltin,
  letBuiltin,
  localBuiltin,
  printfBuiltin,
  pwdBuiltin,
  readBuiltin,
  readonlyBuiltin,
  returnBuiltin,
  setBuiltin,
  shiftBuiltin,
  sourceBuiltin,
  testBuiltin,
  timesBuiltin,
  trapBuiltin,
  trueBuiltin,
  typeBuiltin,
  ulimitBuiltin,
  umaskBuiltin,
  unaliasBuiltin,
  unsetBuiltin,
  waitBuiltin,
];

/** By name. */
export const builtins: ReadonlyMap<string, Builtin & {readonly special: boolean}> = new Map(
  table.flatMap((builtin) =>
    builtin.names.map((name) => [name, {...builtin, special: builtin.special ?? false}] as const),
  ),
);

/** The builtin of a name; undefined when it is none. */
export function builtinNamed(name: string): Builtin | undefined {
  return builtins.get(name);
}
