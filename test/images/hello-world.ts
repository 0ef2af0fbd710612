import type {ImageSource} from './archive.ts';
import {helloProgram} from './hello-program.ts';
import {standInLabels} from './stand-in.ts';

const text = `
Hello from Docker!
If you can read this, Docker works on this machine. What just happened:

 1. The docker command asked the Docker daemon to run "hello-world".
 2. The daemon took the image "hello-world" from this machine or, when it was
    not there, from a registry.
 3. It made a new container from the image and started the program inside.
 4. The program wrote these lines, and the daemon sent them to your terminal.

The program has ended, so the container has stopped. It is not gone: see it
with "docker ps -a".

`;

/** One layer with one tiny program. */
export function helloWorld(): ImageSource {
  return {
    reference: 'hello-world:latest',
    created: '2025-01-21T23:32:32Z',
    steps: [
      {
        createdBy: 'COPY hello / # buildkit',
        files: {hello: {kind: 'file', data: helloProgram(text), mode: 0o755}},
      },
      {createdBy: 'CMD ["/hello"]'},
    ],
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Cmd: ['/hello'],
      WorkingDir: '/',
      Labels: standInLabels('hello-world:latest', 'a program of our own'),
    },
  };
}
