import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';
import {LearnError} from '../errors.ts';
import type {Messages} from '../messages/index.ts';
import type {Paths} from '../paths.ts';
import {placesOf} from '../sandbox/places.ts';
import {sandboxEnvironment} from '../sandbox/shell/environment.ts';

/** Where the docker command is found on PATH; undefined when it is not. */
export function findDockerCommand(env: NodeJS.ProcessEnv): string | undefined {
  const names = process.platform === 'win32' ? ['docker.exe', 'docker.cmd'] : ['docker'];
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isExecutable);
}

/** Throws DOCKER_COMMAND_MISSING with what to do. */
export function requireDockerCommand(env: NodeJS.ProcessEnv, words: Messages): void {
  if (findDockerCommand(env) !== undefined) return;
  throw new LearnError({
    code: 'DOCKER_COMMAND_MISSING',
    message: words.dockerCommandMissing,
    fix: words.dockerCommandFix,
  });
}

/**
 * The environment outside the sandbox. A terminal that was pointed at it (`sandbox env`) has our own socket as
 * DOCKER_HOST: behind it we would look for ourselves.
 */
export function outsideEnvironment(env: NodeJS.ProcessEnv, paths: Paths): NodeJS.ProcessEnv {
  const {set} = sandboxEnvironment(placesOf(paths));
  if (env['DOCKER_HOST'] !== set['DOCKER_HOST']) return env;
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => set[name] !== value));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
