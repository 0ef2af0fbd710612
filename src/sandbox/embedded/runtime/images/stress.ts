import {alpineLayer, shellCommand} from './alpine.ts';
import {defineImage} from './define-image.ts';
import {usualPath} from './system-files.ts';

/** Makes work for the processor and takes memory. https://hub.docker.com/r/polinux/stress */
export const stress = defineImage({
  names: ['polinux/stress:latest', 'polinux/stress:1.0.4'],
  created: '2019-01-31T21:11:50Z',
  description: 'Stress tool in a Docker container',
  stars: 40,
  config: {Env: [usualPath], Cmd: ['/bin/sh']},
  layers: [
    alpineLayer('3.18'),
    shellCommand,
    {
      createdBy: 'RUN /bin/sh -c apk add --no-cache stress # buildkit',
      files: {'/usr/local/bin/stress': {program: 'stress', size: 26_000}},
    },
  ],
});
