import {isSystemError} from '../../../system-error.ts';
import {homeOf} from '../expansion/tilde.ts';
import type {Shell} from '../state/shell.ts';

/** What a word before the cursor can become. */
export interface Completion {
  /** How many characters before the cursor it takes the place of. */
  readonly length: number;
  /** What it becomes as far as that is sure; with a blank behind it when it is whole. */
  readonly text: string;
  /** All it can become, as they are listed. */
  readonly choices: readonly string[];
}

/** Characters that mean something to the shell and are escaped. */
const special = /[\s'"\\$`|&;<>()*?[\]{}#!~]/g;

/** Completes the last word of a text: a command where one can be, a path elsewhere. */
export function complete(shell: Shell, text: string): Completion {
  const {word, start, before} = lastWord(text);
  const isCommand = /(^|[|&;(`]|\b(?:then|do|else|if|while|until|exec|command))\s*$/.test(before);
  const length = [...text.slice(start)].length;
  if (isCommand && !word.includes('/')) return choose(commandNames(shell), {word, length, prefix: ''});
  const slash = word.lastIndexOf('/') + 1;
  const onlyFolders = /(^|[|&;(])\s*cd\s+$/.test(before);
  const names = namesIn(shell, word.slice(0, slash), onlyFolders);
  return choose(names, {word: word.slice(slash), length, prefix: word.slice(0, slash)});
}

/** The word that ends a text, without its quotes and escapes. */
function lastWord(text: string): {readonly word: string; readonly start: number; readonly before: string} {
  let word = '';
  let start = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && quote !== "'") {
      at += 1;
      word += text.charAt(at);
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === "'" || character === '"') quote = character;
    else if (/[\s|&;<>()=`]/.test(character)) {
      word = '';
      start = at + 1;
    } else word += character;
  }
  return {word, start, before: text.slice(0, start)};
}

function choose(
  names: readonly string[],
  {word, length, prefix}: {readonly word: string; readonly length: number; readonly prefix: string},
): Completion {
  const showsHidden = word.startsWith('.');
  const fitting = names.filter((name) => name.startsWith(word) && (showsHidden || !name.startsWith('.')));
  const choices = [...new Set(fitting)].sort();
  const [only] = choices;
  if (only === undefined) return {length: 0, text: '', choices};
  const common = choices.reduce(commonStart, only);
  const isWhole = choices.length === 1 && !only.endsWith('/');
  return {
    length,
    text: (prefix + common).replace(special, '\\$&').replace(/^\\~/, '~') + (isWhole ? ' ' : ''),
    choices,
  };
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}

function commandNames(shell: Shell): readonly string[] {
  const folders = (shell.variables.get('PATH') ?? '').split(':').filter((folder) => folder !== '');
  const programs = folders.flatMap((folder) =>
    namesIn(shell, `${folder}/`, false).filter((name) => !name.endsWith('/')),
  );
  return [...programs, ...shell.interpreter.builtins.keys(), ...shell.functions.keys(), ...shell.aliases.keys()];
}

/** Names in a directory, directories with a slash. What cannot be read has none. */
function namesIn(shell: Shell, folder: string, onlyFolders: boolean): readonly string[] {
  const {files} = shell.process;
  const name = /^~([^/]*)\//.exec(folder)?.[1];
  const home = name === undefined ? undefined : homeOf(shell, name);
  const path = home === undefined || name === undefined ? folder : home + folder.slice(name.length + 1);
  try {
    const names = files.list(path === '' ? '.' : path);
    const marked = names.map((entry) => (files.stat(path + entry)?.kind === 'directory' ? `${entry}/` : entry));
    return onlyFolders ? marked.filter((entry) => entry.endsWith('/')) : marked;
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

/** Names side by side as wide as the screen, one column after the other. */
export function inColumns(names: readonly string[], columns: number): string {
  const width = names.reduce((most, name) => Math.max(most, [...name].length), 0) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(names.length / perRow);
  return Array.from({length: rows}, (_, row) => {
    const inRow = names.filter((_name, index) => index % rows === row);
    return `${inRow.map((name, index) => (index < inRow.length - 1 ? name.padEnd(width) : name)).join('')}\n`;
  }).join('');
}
