import {itSaysTheSame, realCli} from '../../../../parity/compare.ts';
import {helpScenes} from '../../../../parity/scenes/help.ts';
import {usageScenes} from '../../../../parity/scenes/usage.ts';
import {describeWithDocker} from '../../../../support/real-docker.ts';

const images = ['busybox:1.36', 'hello-world:latest', 'nginx:1.27-alpine', 'alpine:3.20', 'registry:2'];

describeWithDocker(
  `our docker against the real one, ${realCli}: help and wrong usage`,
  ({host}) => itSaysTheSame([...helpScenes, ...usageScenes], () => host),
  {images},
);
