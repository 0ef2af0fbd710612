import {isName} from '../state/name.ts';
import type {Shell} from '../state/shell.ts';
import {defineBuiltin} from './builtin.ts';

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/getopts.html */
export const getoptsBuiltin = defineBuiltin({
  names: ['getopts'],
  async run(shell, {args}) {
    const [letters, name, ...own] = args;
    if (letters === undefined || name === undefined) throw shell.fault('usage: getopts optstring var [arg]');
    const {option, value, complaint, index, within} = nextOption(
      shell,
      letters,
      own.length > 0 ? own : shell.positional,
    );
    if (complaint !== undefined) await shell.process.complain(complaint);
    if (value === undefined) shell.unset('OPTARG');
    else shell.set('OPTARG', value);
    // Within a group of letters it is the next argument that is shown.
    shell.set('OPTIND', String(within > 0 ? index + 1 : index));
    shell.cursor.index = index;
    shell.cursor.within = within;
    if (!isName(name)) throw shell.fault(`${name}: bad variable name`);
    shell.set(name, option ?? '?');
    return option === undefined ? 1 : 0;
  },
});

interface Found {
  /** Undefined: there is no further option. */
  readonly option: string | undefined;
  readonly value?: string;
  readonly complaint?: string;
  readonly index: number;
  readonly within: number;
}

function nextOption({cursor}: Shell, letters: string, args: readonly string[]): Found {
  const {index} = cursor;
  const text = args[index - 1];
  const within = cursor.within > 0 ? cursor.within : 1;
  if (text === undefined || !text.startsWith('-') || text === '-') return {option: undefined, index, within: 0};
  if (text === '--') return {option: undefined, index: index + 1, within: 0};
  const letter = text.charAt(within);
  const rest = text.slice(within + 1);
  const after = rest === '' ? {index: index + 1, within: 0} : {index, within: within + 1};
  const isQuiet = letters.startsWith(':');
  const known = letter === ':' ? -1 : letters.indexOf(letter);
  if (known < 0) {
    return {option: '?', ...after, ...(isQuiet ? {value: letter} : {complaint: `Illegal option -${letter}`})};
  }
  if (letters[known + 1] !== ':') return {option: letter, ...after};
  if (rest !== '') return {option: letter, value: rest, index: index + 1, within: 0};
  const value = args[index];
  if (value !== undefined) return {option: letter, value, index: index + 2, within: 0};
  const missing = {index: index + 1, within: 0};
  return isQuiet
    ? {option: ':', value: letter, ...missing}
    : {option: '?', complaint: `No arg for -${letter} option`, ...missing};
}
