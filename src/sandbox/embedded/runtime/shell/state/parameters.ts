import type {Shell} from './shell.ts';

/** What a parameter stands for: one value, those of `$@` and `$*`, or nothing. */
export type ParameterValue =
  | {readonly kind: 'one'; readonly value: string}
  | {readonly kind: 'all'; readonly values: readonly string[]; readonly join: string}
  | undefined;

/** The value of a variable, a positional or a special parameter. */
export function parameterValue(shell: Shell, name: string): ParameterValue {
  if (name === '@' || name === '*') return {kind: 'all', values: shell.positional, join: joinOf(shell)};
  const value = singleValue(shell, name);
  return value === undefined ? undefined : {kind: 'one', value};
}

/** What is between the parameters where they become one word: the first character of IFS. */
function joinOf(shell: Shell): string {
  const ifs = shell.variables.get('IFS');
  return ifs === undefined ? ' ' : ([...ifs][0] ?? '');
}

function singleValue(shell: Shell, name: string): string | undefined {
  if (/^\d+$/.test(name)) return name === '0' ? shell.name : shell.positional[Number(name) - 1];
  switch (name) {
    case '#':
      return String(shell.positional.length);
    case '?':
      return String(shell.status);
    case '$':
      return String(shell.pid);
    case '!':
      return shell.lastBackground === undefined ? undefined : String(shell.lastBackground);
    case '-':
      return shell.options.letters;
    default:
      return shell.variables.get(name);
  }
}
