import type {DockerEndpoint, DockerProbe} from './docker/endpoint.ts';
import {findEndpoint, probeDocker} from './docker/endpoint.ts';

export type Choice = 'auto' | 'real' | 'embedded';

/** Which sandbox is possible here, and every refusal on the way with its reason. */
export type Chosen =
  | {readonly sandbox: 'real'; readonly endpoint: DockerEndpoint; readonly probe: Extract<DockerProbe, {ok: true}>}
  | {readonly sandbox: 'none'; readonly refusals: readonly Refusal[]};

export interface Refusal {
  readonly sandbox: 'real' | 'embedded';
  /** A diagnosis with verdict `blocked`. */
  readonly cause: string;
  readonly params: Record<string, string>;
}

/** Real when Docker answers. */
export async function choose(choice: Choice, env: NodeJS.ProcessEnv): Promise<Chosen> {
  const notYet: Refusal = {sandbox: 'embedded', cause: 'embedded-not-available', params: {}};
  if (choice === 'embedded') return {sandbox: 'none', refusals: [notYet]};
  const endpoint = await findEndpoint(env);
  const probe = await probeDocker(endpoint, 5000);
  if (probe.ok) return {sandbox: 'real', endpoint, probe};
  return {sandbox: 'none', refusals: [{sandbox: 'real', cause: probe.cause, params: probe.params}, notYet]};
}
