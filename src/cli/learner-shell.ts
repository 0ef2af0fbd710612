import type {Lesson} from '../lessons/lesson.ts';
import {placesOf} from '../sandbox/places.ts';
import {sandboxEnvironment, shellEnvironment} from '../sandbox/shell/environment.ts';
import type {ShellStart} from '../sandbox/shell/integration.ts';
import {integrateShell} from '../sandbox/shell/integration.ts';
import {workFolder} from '../work-folder.ts';
import type {Context} from './context.ts';
import {layCommands} from './own-commands.ts';

/** The learner's own shell: how to start it, in the lesson's folder and the sandbox's environment. */
export interface LearnerShell {
  readonly start: ShellStart;
  readonly variables: {readonly [name: string]: string};
  readonly folder: string;
}

export function learnerShell(
  {env, paths, options}: Pick<Context, 'env' | 'paths' | 'options'>,
  lesson: Lesson,
): LearnerShell {
  layCommands(paths);
  const {path: folder} = workFolder(paths.work, lesson);
  const places = {...placesOf(paths, options.context), folder};
  const variables = shellEnvironment({base: env, ...places});
  const start = integrateShell({
    shell: env['SHELL'] || '/bin/sh',
    folder: paths.shell,
    environment: sandboxEnvironment(places),
    variables,
    colour: env['NO_COLOR'] === undefined,
  });
  return {start, variables, folder};
}
