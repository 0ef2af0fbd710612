import type {Lesson} from '../lessons/lesson.ts';
import type {Sandbox} from '../sandbox/sandbox.ts';
import {shellEnvironment} from '../sandbox/shell/environment.ts';
import {runScript} from '../sandbox/shell/run.ts';
import type {RunCommands} from '../start-state.ts';
import type {WorkFolder} from '../work-folder.ts';
import {workFolder} from '../work-folder.ts';

/** A pull over a slow line is the longest thing a step does. */
const commandTimeoutMs = 10 * 60_000;

/** Where a lesson's commands run and with what, as the learner's shell would run them. */
export function workplaceOf(options: {
  readonly sandbox: Sandbox;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}): (lesson: Lesson) => {readonly folder: WorkFolder; readonly run: RunCommands} {
  const {sandbox, env, signal} = options;
  return (lesson) => {
    const folder = workFolder(sandbox.shell.folder, lesson);
    const variables = {...shellEnvironment({base: env, ...sandbox.shell}), K8S_LEARN_FOLDER: folder.path};
    return {
      folder,
      run: async (script, {onOutput} = {}) => {
        return runScript(script.text, {
          variables,
          folder: folder.path,
          timeoutMs: options.timeoutMs ?? commandTimeoutMs,
          signal,
          ...(onOutput ? {onOutput} : {}),
        });
      },
    };
  };
}
