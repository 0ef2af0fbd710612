import {quotedWhereNeeded} from '../state/quote.ts';
import type {Shell} from '../state/shell.ts';
import {expandPrompt} from './prompt.ts';

/** A command as `set -x` shows it, on standard error. */
export async function trace(
  shell: Shell,
  assignments: readonly (readonly [string, string])[],
  fields: readonly string[],
): Promise<void> {
  if (!shell.options.has('x')) return;
  const prompt = await expandPrompt(shell, shell.variables.get('PS4') ?? '');
  const words = [
    ...assignments.map(([name, value]) => `${name}=${quotedWhereNeeded(value)}`),
    ...fields.map(quotedWhereNeeded),
  ];
  await shell.process.complain(`${prompt}${words.join(' ')}`);
}
