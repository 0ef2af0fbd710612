import {join} from 'node:path';
import type {Paths} from '../paths.ts';
import type {SandboxPlaces} from './shell/environment.ts';

/** Where a sandbox is found; known before it runs, so that a shell need not wait for it. `context`: of the learner's own. */
export function placesOf(paths: Paths, context = ''): SandboxPlaces {
  return {
    dockerSocket: join(paths.runtime, 'docker.sock'),
    dockerConfigFolder: paths.dockerConfig,
    kubeconfig: context === '' ? paths.kubeconfig : paths.contextKubeconfig,
    folder: paths.work,
    commandsFile: paths.commands,
    binFolder: paths.bin,
  };
}
