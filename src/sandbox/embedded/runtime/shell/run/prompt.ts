import {expandText} from '../expansion/expand.ts';
import {ShellFault} from '../state/outcome.ts';
import type {Shell} from '../state/shell.ts';
import {parsePrompt} from '../syntax/parse.ts';
import {SyntaxFault} from '../syntax/source.ts';

/** The text of PS1, PS2 or PS4 with its expansions done; as it is where they cannot be. */
export async function expandPrompt(shell: Shell, text: string): Promise<string> {
  if (!/[$`]/.test(text)) return text;
  const traces = shell.options.has('x');
  shell.options.set('x', false);
  try {
    return await expandText(shell, parsePrompt(text));
  } catch (error) {
    if (error instanceof SyntaxFault || error instanceof ShellFault) return text;
    throw error;
  } finally {
    shell.options.set('x', traces);
  }
}
