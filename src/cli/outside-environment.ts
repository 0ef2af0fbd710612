import type {Paths} from '../paths.ts';
import {placesOf} from '../sandbox/places.ts';
import {sandboxEnvironment} from '../sandbox/shell/environment.ts';

/**
 * The environment outside the sandbox. A terminal that was pointed at it (`sandbox env`) has our own socket as
 * DOCKER_HOST: behind it we would look for ourselves.
 */
export function outsideEnvironment(env: NodeJS.ProcessEnv, paths: Paths): NodeJS.ProcessEnv {
  const {set} = sandboxEnvironment(placesOf(paths));
  if (env['DOCKER_HOST'] !== set['DOCKER_HOST']) return env;
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => set[name] !== value));
}
