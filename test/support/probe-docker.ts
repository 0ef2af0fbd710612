import {askEngine} from '../images/daemon.ts';

/** A daemon that answers. */
export interface AvailableDocker {
  readonly available: true;
  /** As in DOCKER_HOST; the bare daemon, no guard in between. */
  readonly host: string;
  readonly version: string;
  /** Every tag it has: `busybox:1.36`. */
  readonly images: readonly string[];
}

/** The real daemon as the tests see it, or why there is none. */
export type RealDocker = AvailableDocker | {readonly available: false; readonly reason: string};

/** Asks the daemon at DOCKER_HOST, else at the default socket, who it is; never rejects. */
export async function probeDocker(env: NodeJS.ProcessEnv = process.env): Promise<RealDocker> {
  const host = env.DOCKER_HOST || 'unix:///var/run/docker.sock';
  try {
    const version = await askEngine({host, path: '/version', timeoutMs: 3000});
    if (version.status !== 200) return absent(host, `it answers ${version.status}`);
    const images: readonly {RepoTags?: readonly string[] | null}[] = JSON.parse(
      (await askEngine({host, path: '/images/json', timeoutMs: 10_000})).body,
    );
    const about: {Version?: string} = JSON.parse(version.body);
    return {
      available: true,
      host,
      version: about.Version ?? 'unknown',
      images: images.flatMap(({RepoTags}) => RepoTags ?? []),
    };
  } catch (error) {
    return absent(host, error instanceof Error ? error.message : String(error));
  }
}

function absent(host: string, why: string): RealDocker {
  return {available: false, reason: `no Docker at ${host}: ${why}`};
}
