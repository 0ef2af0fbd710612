import {isName} from '../state/name.ts';
import type {Shell} from '../state/shell.ts';

/** Options of a builtin, and what follows them. */
export interface ParsedOptions {
  /** Letters that were given, with the last value of those that take one. */
  readonly options: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/** Reads options; `letters` are those known, a colon behind those with a value. Throws ShellFault for others. */
export function parseOptions(shell: Shell, args: readonly string[], letters: string): ParsedOptions {
  const options = new Map<string, string>();
  let at = 0;
  for (; at < args.length; at += 1) {
    const text = args[at] ?? '';
    if (text === '--') {
      at += 1;
      break;
    }
    if (!text.startsWith('-') || text === '-') break;
    for (let place = 1; place < text.length; place += 1) {
      const letter = text.charAt(place);
      const known = letter === ':' ? -1 : letters.indexOf(letter);
      if (known < 0) throw shell.fault(`illegal option -${letter}`);
      if (letters[known + 1] !== ':') {
        options.set(letter, '');
        continue;
      }
      const value = place + 1 < text.length ? text.slice(place + 1) : args[at + 1];
      if (value === undefined) throw shell.fault(`no arg for -${letter} option`);
      if (place + 1 >= text.length) at += 1;
      options.set(letter, value);
      break;
    }
  }
  return {options, rest: args.slice(at)};
}

/** A count that is no negative number. Throws ShellFault. */
export function parseCount(shell: Shell, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw shell.fault(`Illegal number: ${text}`);
  return Number(text);
}

/** Name and value of `name=value`; the value is undefined without an equals sign. Throws ShellFault for a bad name. */
export function parseAssignment(
  shell: Shell,
  text: string,
): {readonly name: string; readonly value: string | undefined} {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  if (!isName(name)) throw shell.fault(`${name}: bad variable name`);
  return {name, value: equals < 0 ? undefined : text.slice(equals + 1)};
}
