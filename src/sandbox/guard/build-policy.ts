import {largestMemoryBytes} from './policy.ts';
import {refused} from './refusal.ts';
import {builtInNetworks} from './world.ts';

/** Parameters of `POST /build` that pass; what is not here must not be used. */
const known: ReadonlySet<string> = new Set([
  ...['t', 'dockerfile', 'buildargs', 'cachefrom', 'labels', 'target', 'nocache', 'q', 'rm', 'forcerm', 'pull'],
  ...['version', 'memory', 'memswap', 'cpushares', 'cpusetcpus', 'cpusetmems', 'cpuquota', 'cpuperiod', 'shmsize'],
  ...['ulimits', 'networkmode', 'extrahosts', 'isolation', 'platform', 'buildid', 'compress'],
]);

/** What clients send for options nobody used. */
const unset: ReadonlySet<string> = new Set(['', '0', 'false', 'null', '[]', '{}', '""']);

const sentences: Readonly<Record<string, string>> = {
  remote: 'a build context from a URL is not part of the course; build from a folder.',
  cgroupparent: '--cgroup-parent would take the build out of its limits; leave it out.',
  securityopt: '--security-opt would take away what keeps the build apart from your machine; leave it out.',
  squash: '--squash is not part of the course; leave it out.',
  outputs: '--output needs BuildKit, which builds past the guard; leave it out.',
  session: 'BuildKit builds past the guard; set DOCKER_BUILDKIT=0 for this command.',
};

/** Throws what is refused of a build's parameters. Returns the network of the learner's that it names, or ''. */
export function checkBuild(query: URLSearchParams): string {
  if (!['', '1'].includes(query.get('version') ?? '')) throw refused(sentences['session'] ?? '');
  for (const [key, value] of query) {
    if (known.has(key) || unset.has(value)) continue;
    throw refused(sentences[key] ?? `the build option ${key} is not part of the course; leave it out.`);
  }
  if (Number(query.get('memory') ?? 0) > largestMemoryBytes) {
    throw refused('more than 2 GiB of memory is not needed in the course; use -m 2g or less.');
  }
  const network = query.get('networkmode') ?? '';
  if (network === 'host')
    throw refused("--network=host would share your machine's own network with the build; leave it out.");
  const isOrdinary = ['', 'default'].includes(network) || builtInNetworks.includes(network);
  return isOrdinary ? '' : network;
}
