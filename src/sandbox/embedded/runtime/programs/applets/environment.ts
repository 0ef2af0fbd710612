import {usualPath} from '../../process/executable.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {becomeCommand} from '../processes/running.ts';

export const env = defineApplet({
  names: ['env'],
  usage: `[-i0] [-u NAME]... [-] [NAME=VALUE]... [PROG ARGS]

Print the environment, or run PROG in another one

	-i	Begin with an empty one
	-0	End lines with NUL
	-u NAME	Without NAME`,
  options: {short: '+iu:0', long: {'ignore-environment': 'i', unset: 'u', null: '0'}},
  async run(call) {
    const {process} = call;
    const words = call.operands[0] === '-' ? call.operands.slice(1) : call.operands;
    const isEmpty = call.has('i') || call.operands[0] === '-';
    const variables = new Map(isEmpty ? [] : process.env);
    for (const name of call.options.values('u')) variables.delete(name);
    const end = words.findIndex((word) => !word.includes('='));
    for (const word of end < 0 ? words : words.slice(0, end)) {
      const equals = word.indexOf('=');
      variables.set(word.slice(0, equals), word.slice(equals + 1));
    }
    process.env = variables;
    if (end >= 0) return becomeCommand(call, words.slice(end));
    for (const [name, value] of variables) await call.print(`${name}=${value}${call.has('0') ? '\0' : '\n'}`);
    return 0;
  },
});

export const printenv = defineApplet({
  names: ['printenv'],
  usage: '[VARIABLE]...\n\nPrint the environment, or the values of VARIABLEs',
  async run(call) {
    const {env: variables} = call.process;
    if (call.operands.length === 0) for (const [name, value] of variables) await call.print(`${name}=${value}\n`);
    let code = 0;
    for (const name of call.operands) {
      const value = variables.get(name);
      if (value === undefined) code = 1;
      else await call.print(`${value}\n`);
    }
    return code;
  },
});

export const which = defineApplet({
  names: ['which'],
  usage: '[-a] COMMAND...\n\nPrint where COMMANDs are found\n\n\t-a\tAll places',
  options: {short: 'a'},
  operands: [1],
  async run(call) {
    let code = 0;
    for (const name of call.operands) {
      const found = placesOf(call, name);
      if (found.length === 0) code = 1;
      for (const path of call.has('a') ? found : found.slice(0, 1)) await call.print(`${path}\n`);
    }
    return code;
  },
});

function placesOf(call: Call, name: string): readonly string[] {
  const {files, env: variables} = call.process;
  const isProgram = (path: string): boolean => files.stat(path)?.kind === 'file' && files.allows(path, 1);
  if (name.includes('/')) return isProgram(name) ? [name] : [];
  const folders = (variables.get('PATH') ?? usualPath).split(':');
  return folders.map((folder) => `${folder === '' ? '.' : folder}/${name}`).filter(isProgram);
}
