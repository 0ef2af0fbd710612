import {findCommand} from '../../sandbox/shell/find-command.ts';
import type {Context} from '../context.ts';
import type {Finding} from './finding.ts';

/** The commands learners use. Our own take the places of those that are missing. */
export function programs({env, words}: Context): readonly Finding[] {
  return (['docker', 'kind', 'kubectl'] as const).map((what): Finding => {
    const found = findCommand(what, env) ?? words.doctorOwnCommand;
    return {what, state: 'ok', found, needed: ''};
  });
}
