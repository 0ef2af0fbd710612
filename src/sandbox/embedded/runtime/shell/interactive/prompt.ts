import {expandPrompt} from '../run/prompt.ts';
import type {Shell} from '../state/shell.ts';
import {cellsOf} from './width.ts';

/** A prompt as it is written, and how many cells of its last line it takes. */
export interface Prompt {
  readonly text: string;
  readonly cells: number;
}

/** PS1 or PS2 with everything in it done. */
export async function promptOf(shell: Shell, name: 'PS1' | 'PS2'): Promise<Prompt> {
  return printPrompt(shell, await expandPrompt(shell, shell.variables.get(name) ?? ''));
}

function printPrompt(shell: Shell, source: string): Prompt {
  // \[ and \] stand around what takes no cells.
  const pieces = source.split(/(?<!\\)((?:\\\\)*)\\([[\]])/);
  let text = '';
  let shown = '';
  let isHidden = false;
  for (const [index, piece] of pieces.entries()) {
    if (index % 3 === 2) {
      isHidden = piece === '[';
      continue;
    }
    const done = withEscapes(shell, piece);
    text += done;
    if (!isHidden) shown += done;
  }
  const lastLine = shown.slice(shown.lastIndexOf('\n') + 1).replace(/\x1b\[[0-9;?]*[@-~]/g, '');
  return {text, cells: [...lastLine].reduce((sum, character) => sum + cellsOf(character), 0)};
}

function withEscapes(shell: Shell, text: string): string {
  return text.replace(/\\(?:([0-7]{1,3})|(.))/gs, (whole, octal: string | undefined, letter: string | undefined) =>
    octal === undefined ? escapeOf(shell, letter ?? '', whole) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

function escapeOf(shell: Shell, letter: string, whole: string): string {
  const {process} = shell;
  switch (letter) {
    case 'w':
      return shortFolder(shell);
    case 'W': {
      const folder = shortFolder(shell);
      return folder === '/' ? folder : folder.slice(folder.lastIndexOf('/') + 1);
    }
    case 'u':
      return userName(shell);
    case 'h':
    case 'H':
      return letter === 'h' ? (process.space.hostname.split('.')[0] ?? '') : process.space.hostname;
    case '$':
      return process.user.uid === 0 ? '#' : '$';
    case 't':
      return new Date(process.now()).toISOString().slice(11, 19);
    case '!':
      return String(shell.history.length);
    case 'n':
      return '\n';
    case 'e':
      return '\x1b';
    case '\\':
      return '\\';
    default:
      return whole;
  }
}

/** The folder, with a tilde for the home directory. */
function shortFolder(shell: Shell): string {
  const home = shell.variables.get('HOME') ?? '';
  const {folder} = shell;
  if (home === '' || home === '/') return folder;
  return folder === home ? '~' : folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}

function userName({process, variables}: Shell): string {
  const line = process.files.stat('/etc/passwd')?.kind === 'file' ? process.files.readText('/etc/passwd') : '';
  const entry = line.split('\n').find((row) => row.split(':')[2] === String(process.user.uid));
  return entry?.split(':')[0] ?? variables.get('USER') ?? String(process.user.uid);
}
