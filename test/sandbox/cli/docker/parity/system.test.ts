import {itSaysTheSame, realCli} from '../../../../parity/compare.ts';
import {networkScenes} from '../../../../parity/scenes/networks.ts';
import {systemScenes} from '../../../../parity/scenes/system.ts';
import {describeWithDocker} from '../../../../support/real-docker.ts';

const images = ['busybox:1.36', 'hello-world:latest', 'nginx:1.27-alpine', 'alpine:3.20', 'registry:2'];

describeWithDocker(
  `our docker against the real one, ${realCli}: the rest`,
  ({host}) => itSaysTheSame([...networkScenes, ...systemScenes], () => host),
  {images},
);
