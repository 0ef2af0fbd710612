import {itSaysTheSame, realCli} from '../../../../parity/compare.ts';
import {imageScenes} from '../../../../parity/scenes/images.ts';
import {registryScenes} from '../../../../parity/scenes/registry.ts';
import {describeWithDocker} from '../../../../support/real-docker.ts';

const images = ['busybox:1.36', 'hello-world:latest', 'nginx:1.27-alpine', 'alpine:3.20', 'registry:2'];

describeWithDocker(
  `our docker against the real one, ${realCli}: images`,
  ({host}) => itSaysTheSame([...imageScenes, ...registryScenes], () => host),
  {images},
);
