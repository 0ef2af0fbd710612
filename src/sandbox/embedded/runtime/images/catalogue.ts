import {alpines} from './alpine.ts';
import {busybox} from './busybox.ts';
import {curl} from './curl.ts';
import type {ImageDefinition} from './define-image.ts';
import {fluentd} from './fluentd.ts';
import {helloWorld} from './hello-world.ts';
import {kindestNode} from './kindest-node.ts';
import {kubernetesImages} from './kubernetes.ts';
import {nginxImages} from './nginx.ts';
import {pause} from './pause.ts';
import {redis} from './redis.ts';
import {registry} from './registry.ts';
import {stress} from './stress.ts';
import {whoami} from './whoami.ts';

/** Every image that can be pulled. A new one is a file and a line here. */
export const catalogue: readonly ImageDefinition[] = [
  helloWorld,
  busybox,
  ...alpines,
  ...nginxImages,
  registry,
  redis,
  fluentd,
  curl,
  stress,
  whoami,
  pause,
  kindestNode,
  ...kubernetesImages,
];
