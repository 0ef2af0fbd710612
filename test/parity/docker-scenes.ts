import type {Scene} from './corpus.ts';
import {buildScenes} from './scenes/building.ts';
import {containerScenes} from './scenes/containers.ts';
import {copyScenes} from './scenes/copying.ts';
import {formatScenes} from './scenes/formats.ts';
import {helpScenes} from './scenes/help.ts';
import {imageScenes} from './scenes/images.ts';
import {networkScenes} from './scenes/networks.ts';
import {registryScenes} from './scenes/registry.ts';
import {systemScenes} from './scenes/system.ts';
import {usageScenes} from './scenes/usage.ts';

/** What `docker` is asked; one line a file of scenes. */
export const dockerScenes: readonly Scene[] = [
  ...helpScenes,
  ...usageScenes,
  ...containerScenes,
  ...formatScenes,
  ...imageScenes,
  ...networkScenes,
  ...buildScenes,
  ...copyScenes,
  ...registryScenes,
  ...systemScenes,
];
