import {installHint} from '../../sandbox/kubernetes/install-hint.ts';
import {findCommand} from '../../sandbox/shell/find-command.ts';
import type {Context} from '../context.ts';
import type {Finding} from './finding.ts';

/** The commands learners use. Our own docker takes the place of one that is missing. */
export function programs({env, words}: Context): readonly Finding[] {
  const docker = findCommand('docker', env) ?? words.doctorOwnCommand;
  return [
    {what: 'docker', state: 'ok', found: docker, needed: ''},
    ...(['kind', 'kubectl'] as const).map((what): Finding => {
      const found = findCommand(what, env);
      if (found !== undefined) return {what, state: 'ok', found, needed: 'PATH'};
      const fix = words.doctorForClusters(installHint(what));
      return {what, state: 'low', found: words.doctorNotOnPath, needed: 'PATH', fix};
    }),
  ];
}
