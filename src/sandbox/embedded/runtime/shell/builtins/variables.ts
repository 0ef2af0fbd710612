import {optionLetter, optionNamed} from '../state/options.ts';
import {quoted} from '../state/quote.ts';
import type {Shell} from '../state/shell.ts';
import type {Variable} from '../state/variables.ts';
import {parseAssignment, parseCount, parseOptions} from './arguments.ts';
import {defineBuiltin} from './builtin.ts';

/** `export [-n] [NAME[=VALUE]...]`, `export -p` */
export const exportBuiltin = defineBuiltin({
  names: ['export'],
  special: true,
  assigns: true,
  async run(shell, {args}) {
    const {options, rest} = parseOptions(shell, args, 'pn');
    if (rest.length === 0) return list(shell, 'export ', ({exported}) => exported);
    for (const text of rest) {
      const {name, value} = parseAssignment(shell, text);
      if (value !== undefined) shell.set(name, value);
      shell.variables.export(name, !options.has('n'));
    }
    return 0;
  },
});

/** `readonly [-p] [NAME[=VALUE]...]` */
export const readonlyBuiltin = defineBuiltin({
  names: ['readonly'],
  special: true,
  assigns: true,
  async run(shell, {args}) {
    const {rest} = parseOptions(shell, args, 'p');
    if (rest.length === 0) return list(shell, 'readonly ', ({readOnly}) => readOnly);
    for (const text of rest) {
      const {name, value} = parseAssignment(shell, text);
      if (value !== undefined) shell.set(name, value);
      shell.variables.makeReadOnly(name);
    }
    return 0;
  },
});

/** `local NAME[=VALUE]...` */
export const localBuiltin = defineBuiltin({
  names: ['local'],
  special: true,
  assigns: true,
  run(shell, {args}) {
    if (shell.functionName === '') throw shell.fault('not in a function');
    for (const text of args) {
      const {name, value} = parseAssignment(shell, text);
      const isNew = !shell.variables.isHiddenHere(name);
      if (shell.variables.isReadOnly(name) && value !== undefined) throw shell.fault(`${name}: is read only`);
      shell.variables.hide(name);
      if (value !== undefined) shell.set(name, value);
      else if (isNew) shell.unset(name);
    }
    return 0;
  },
});

/** `unset [-vf] NAME...` */
export const unsetBuiltin = defineBuiltin({
  names: ['unset'],
  special: true,
  run(shell, {args}) {
    const {options, rest} = parseOptions(shell, args, 'vf');
    for (const name of rest) {
      if (options.has('f')) shell.functions.delete(name);
      else shell.unset(parseAssignment(shell, name).name);
    }
    return 0;
  },
});

/** `shift [COUNT]` */
export const shiftBuiltin = defineBuiltin({
  names: ['shift'],
  special: true,
  run(shell, {args: [text]}) {
    const count = text === undefined ? 1 : parseCount(shell, text);
    if (count > shell.positional.length) return 1;
    shell.positional = shell.positional.slice(count);
    return 0;
  },
});

/** `set [-abCefmnuvx] [-o OPTION] [--] [PARAMETER...]`; alone it lists variables. */
export const setBuiltin = defineBuiltin({
  names: ['set'],
  special: true,
  async run(shell, {args}) {
    if (args.length === 0) return list(shell, '', ({value}) => value !== undefined);
    const {rest, code} = await setOptions(shell, args);
    if (rest) {
      shell.positional = rest;
      shell.cursor.index = 1;
      shell.cursor.within = 0;
    }
    return code;
  },
});

interface SetOptions {
  /** The parameters behind the options; undefined when there are none, and those that are there stay. */
  readonly rest: readonly string[] | undefined;
  readonly code: number;
}

/** Reads options and sets them. Throws ShellFault for an unknown letter; an unknown name is only told of. */
async function setOptions(shell: Shell, args: readonly string[]): Promise<SetOptions> {
  for (let at = 0; at < args.length; at += 1) {
    const text = args[at] ?? '';
    if (text === '--') return {rest: args.slice(at + 1), code: 0};
    const isOn = text.startsWith('-');
    if (!isOn && !text.startsWith('+')) return {rest: args.slice(at), code: 0};
    for (const letter of text.slice(1)) {
      if (letter === 'o') {
        at += 1;
        if (!(await setNamed(shell, args[at], isOn))) return {rest: undefined, code: 1};
      } else setLetter(shell, letter, isOn);
    }
  }
  return {rest: undefined, code: 0};
}

function setLetter(shell: Shell, letter: string, isOn: boolean): void {
  const key = optionLetter(letter);
  if (key === undefined) throw shell.fault(`illegal option ${isOn ? '-' : '+'}${letter}`);
  shell.options.set(key, isOn);
}

/** False when there is no option of the name; without a name all of them are listed. */
async function setNamed(shell: Shell, name: string | undefined, isOn: boolean): Promise<boolean> {
  if (name !== undefined) {
    const key = optionNamed(name);
    if (key === undefined) await shell.complain(`illegal option ${isOn ? '-' : '+'}o ${name}`);
    else shell.options.set(key, isOn);
    return key !== undefined;
  }
  const lines = shell.options
    .named()
    .map((option) =>
      isOn
        ? `${option.name.padEnd(16)}${option.isOn ? 'on' : 'off'}`
        : `set ${option.isOn ? '-' : '+'}o ${option.name}`,
    );
  await shell.process.print(`${lines.join('\n')}\n`);
  return true;
}

async function list(shell: Shell, prefix: string, isListed: (variable: Variable) => boolean): Promise<number> {
  const lines = shell.variables
    .entries()
    .filter(([, variable]) => isListed(variable))
    .map(([name, {value}]) => `${prefix}${name}${value === undefined ? '' : `=${quoted(value)}`}\n`);
  if (lines.length > 0) await shell.process.print(lines.join(''));
  return 0;
}
