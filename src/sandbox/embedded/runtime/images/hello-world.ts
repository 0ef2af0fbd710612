import {defineImage} from './define-image.ts';

/** https://hub.docker.com/_/hello-world */
export const helloWorld = defineImage({
  names: ['hello-world:latest', 'hello-world:linux'],
  created: '2025-01-22T23:32:32Z',
  description: 'Hello World! (an example of minimal Dockerization)',
  stars: 2391,
  config: {
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    Cmd: ['/hello'],
    WorkingDir: '/',
  },
  layers: [
    {
      createdBy: 'COPY hello / # buildkit',
      comment: 'buildkit.dockerfile.v0',
      files: {'/hello': {program: 'hello', size: 10_072}},
    },
    {createdBy: 'CMD ["/hello"]', comment: 'buildkit.dockerfile.v0', empty: true},
  ],
});
