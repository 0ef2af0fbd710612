import type {Lesson} from '../../lessons/lesson.ts';
import {placesOf} from '../../sandbox/places.ts';
import {sandboxEnvironment, shellEnvironment} from '../../sandbox/shell/environment.ts';
import {integrateShell} from '../../sandbox/shell/integration.ts';
import type {OpenPty} from '../../sandbox/shell/pty.ts';
import {workFolder} from '../../work-folder.ts';
import type {Context} from '../context.ts';
import type {ShellSessionOptions} from './shell-session.ts';
import {createShellSession, type ShellSession} from './shell-session.ts';

/** The learner's own shell in the sandbox's environment, in the lesson's folder. */
export function openShell(
  context: Context,
  open: OpenPty,
  lesson: () => Lesson,
  options: Omit<ShellSessionOptions, 'open' | 'start' | 'clock'>,
): ShellSession {
  const {env, paths, clock} = context;
  return createShellSession({
    ...options,
    open,
    clock,
    start() {
      const folder = workFolder(paths.work, lesson()).path;
      const places = {...placesOf(paths), folder};
      const variables = shellEnvironment({base: env, ...places});
      const start = integrateShell({
        shell: env['SHELL'] || '/bin/sh',
        folder: paths.shell,
        environment: sandboxEnvironment(places),
        variables,
        colour: env['NO_COLOR'] === undefined,
      });
      return {start, variables, folder};
    },
  });
}
