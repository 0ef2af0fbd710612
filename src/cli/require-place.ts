import {LearnError} from '../errors.ts';
import {nearest} from '../lessons/problem.ts';
import type {Context} from './context.ts';

/**
 * Throws UNKNOWN_COMMAND for a word that is neither a lesson nor a command. What follows a lesson's name is left to
 * `findPlace`.
 */
export async function requirePlace(context: Context, place: string, commands: readonly string[]): Promise<void> {
  const {lessons} = await context.course();
  const [name = ''] = place.split('/');
  if (lessons.some(({id, number}) => id === name || String(number) === name)) return;
  const near = nearest(name, [...lessons.map(({id}) => id), ...commands]) ?? '';
  const {words} = context;
  throw new LearnError({
    code: 'UNKNOWN_COMMAND',
    message: words.unknownPlace(name, near),
    fix: `${words.known(lessons.map(({id}) => id))}\n${words.help}`,
    exitCode: 2,
  });
}
