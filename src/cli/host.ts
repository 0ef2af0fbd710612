import {realClock} from '../clock.ts';
import {findPaths} from '../paths.ts';
import {serveHost} from '../sandbox/host.ts';
import type {HostArguments} from './open-sandbox.ts';
import {hostBuild, openOwnSandbox} from './open-sandbox.ts';

/** The hidden `__host` command: serves the user's sandbox until nobody needs it. */
export async function host(options: {
  readonly argument: string;
  readonly env: NodeJS.ProcessEnv;
  readonly build: string;
}): Promise<void> {
  const {env, build} = options;
  const {images, mirror, sandbox, fast, context} = JSON.parse(options.argument) as HostArguments;
  const paths = findPaths(env);
  await serveHost({
    paths,
    build: hostBuild(build, images),
    mirror,
    clock: realClock,
    create: () =>
      openOwnSandbox(
        {
          env,
          clock: realClock,
          options: {
            sandbox,
            lang: 'en',
            langGiven: true,
            plain: true,
            json: false,
            course: '',
            mirror,
            context,
            yes: true,
            fast,
          },
        },
        paths,
        images,
      ),
    say: (line) => void process.stdout.write(`${line}\n`),
  });
}
