import {LearnError} from '../errors.ts';
import type {DockerEndpoint, DockerProbe} from './docker/endpoint.ts';
import {findEndpoint, probeDocker} from './docker/endpoint.ts';
import type {Refusal} from './sandbox.ts';

export type Choice = 'auto' | 'real' | 'embedded';

/** Which sandbox it will be, and every refusal on the way with its reason. */
export type Chosen =
  | {readonly sandbox: 'real'; readonly endpoint: DockerEndpoint; readonly probe: Extract<DockerProbe, {ok: true}>}
  | {readonly sandbox: 'embedded'; readonly refusals: readonly Refusal[]}
  | {readonly sandbox: 'none'; readonly refusals: readonly Refusal[]};

/** Real when Docker answers; embedded when it does not, or when that is wished. */
export async function choose(choice: Choice, env: NodeJS.ProcessEnv): Promise<Chosen> {
  if (choice === 'embedded') return {sandbox: 'embedded', refusals: []};
  const tried = await tryDocker(choice, env);
  if ('endpoint' in tried) return {sandbox: 'real', ...tried};
  return {sandbox: choice === 'real' ? 'none' : 'embedded', refusals: [tried]};
}

async function tryDocker(
  choice: Choice,
  env: NodeJS.ProcessEnv,
): Promise<{readonly endpoint: DockerEndpoint; readonly probe: Extract<DockerProbe, {ok: true}>} | Refusal> {
  let endpoint: DockerEndpoint;
  try {
    endpoint = await findEndpoint(env);
  } catch (error) {
    // Whoever wishes for Docker hears what is wrong with the way to it; for anybody else there is the other sandbox.
    if (choice === 'real' || !(error instanceof LearnError)) throw error;
    return {cause: 'docker-not-reachable', params: {endpoint: env['DOCKER_HOST'] ?? '', reason: error.message}};
  }
  const probe = await probeDocker(endpoint, choice === 'real' ? 5000 : 2500);
  return probe.ok ? {endpoint, probe} : {cause: probe.cause, params: probe.params};
}
