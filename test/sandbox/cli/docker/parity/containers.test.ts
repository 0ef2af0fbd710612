import {itSaysTheSame, realCli} from '../../../../parity/compare.ts';
import {containerScenes} from '../../../../parity/scenes/containers.ts';
import {describeWithDocker} from '../../../../support/real-docker.ts';

const images = ['busybox:1.36', 'hello-world:latest', 'nginx:1.27-alpine', 'alpine:3.20', 'registry:2'];

describeWithDocker(
  `our docker against the real one, ${realCli}: containers`,
  ({host}) => itSaysTheSame([...containerScenes], () => host),
  {images},
);
