import type {KubectlScene} from './corpus.ts';
import {accessScenes} from './scenes/access.ts';
import {applyingScenes} from './scenes/applying.ts';
import {configurationScenes} from './scenes/configuration.ts';
import {customScenes} from './scenes/custom.ts';
import {deploymentScenes} from './scenes/deployments.ts';
import {faultScenes} from './scenes/faults.ts';
import {mistakeScenes} from './scenes/mistakes.ts';
import {nodeScenes} from './scenes/nodes.ts';
import {podScenes} from './scenes/pods.ts';
import {printingScenes} from './scenes/printing.ts';
import {probeScenes} from './scenes/probes.ts';
import {serviceScenes} from './scenes/services.ts';
import {storageScenes} from './scenes/storage.ts';
import {workloadScenes} from './scenes/workloads.ts';

/** What `kubectl` is asked; one line a file of scenes. */
export const kubectlScenes: readonly KubectlScene[] = [
  ...podScenes,
  ...mistakeScenes,
  ...faultScenes,
  ...deploymentScenes,
  ...serviceScenes,
  ...configurationScenes,
  ...workloadScenes,
  ...accessScenes,
  ...probeScenes,
  ...storageScenes,
  ...applyingScenes,
  ...printingScenes,
  ...customScenes,
  ...nodeScenes,
];
