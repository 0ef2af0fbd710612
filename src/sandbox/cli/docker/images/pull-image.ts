import type {ByteSink} from '../../context.ts';
import type {Docker} from '../app.ts';
import {registryAuth} from '../registry/auth.ts';
import {showProgress} from '../streams/progress.ts';
import {parseReference, repositoryOf, withDefaultTag} from './reference.ts';

/** How an image is fetched. */
export interface Pull {
  readonly platform: string;
  readonly quiet: boolean;
}

const nowhere: ByteSink = {write: () => Promise.resolve()};

/** Fetches an image, and tells of it on stderr: stdout is for what the container says. */
export async function pullToStderr(docker: Docker, image: string, {platform, quiet}: Pull): Promise<void> {
  const reference = withDefaultTag(parseReference(image));
  const {body} = await docker.engine.call({
    method: 'POST',
    path: '/images/create',
    query: {
      fromImage: repositoryOf(reference),
      tag: reference.digest || reference.tag,
      platform: platform ? platform.toLowerCase() : undefined,
    },
    headers: {'X-Registry-Auth': await registryAuth(docker, reference.domain)},
  });
  const sink = quiet ? nowhere : docker.context.stderr;
  await showProgress(body, {sink, terminal: !quiet && docker.context.tty.stderr, tty: docker.context.tty});
}
