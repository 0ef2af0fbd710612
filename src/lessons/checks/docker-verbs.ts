// biome-ignore format: a table
const CONTAINER_VERBS = [
  'attach', 'commit', 'cp', 'create', 'diff', 'exec', 'export', 'inspect', 'kill', 'logs', 'ls', 'pause', 'prune',
  'rename', 'restart', 'rm', 'start', 'stats', 'stop', 'top', 'unpause', 'update', 'wait',
] as const;

const RESOURCE_VERBS: {readonly [resource: string]: readonly string[]} = {
  container: CONTAINER_VERBS,
  image: ['build', 'history', 'import', 'inspect', 'load', 'ls', 'prune', 'pull', 'push', 'rm', 'save', 'tag'],
  network: ['connect', 'create', 'disconnect', 'inspect', 'ls', 'prune', 'rm'],
  volume: ['create', 'inspect', 'ls', 'prune', 'rm'],
  system: ['df', 'events', 'info', 'prune'],
};

/**
 * Commands that are written in another way than their verb in the call log, short forms included; any one of the
 * verbs proves them. The API cannot tell `docker port x` from `docker inspect x`, so both are accepted for it.
 */
const OTHERS: {readonly [words: string]: readonly string[]} = {
  ps: ['container ls'],
  'container ps': ['container ls'],
  run: ['container run'],
  'container run': ['container run'],
  port: ['container port', 'container inspect'],
  'container port': ['container port', 'container inspect'],
  inspect: ['container inspect', 'image inspect', 'network inspect', 'volume inspect'],
  images: ['image ls'],
  rmi: ['image rm'],
  'buildx build': ['image build'],
  'builder build': ['image build'],
  info: ['system info'],
  events: ['system events'],
  version: ['system version', 'version'],
  login: ['system login', 'login'],
  search: ['image search', 'search'],
};

/** Verbs whose short form drops the resource: `docker pull` is `docker image pull`. */
const SHORT_IMAGE_VERBS = ['build', 'history', 'import', 'load', 'pull', 'push', 'save', 'tag'];
const ALIASES: {readonly [word: string]: string} = {list: 'ls', remove: 'rm'};

/** Call log verbs that prove `docker ps`, `docker container ls` ...; undefined for words the CLI does not have. */
export function verbsOf(command: string): readonly string[] | undefined {
  const [program, ...typed] = command.trim().split(/\s+/);
  if (program !== 'docker') return undefined;
  const words = typed.map((word, index) => (index === 1 ? (ALIASES[word] ?? word) : word));
  const line = words.join(' ');
  if (Object.hasOwn(OTHERS, line)) return OTHERS[line];
  const [resource = '', verb = ''] = words;
  if (words.length === 2 && Object.hasOwn(RESOURCE_VERBS, resource) && RESOURCE_VERBS[resource]?.includes(verb))
    return [line];
  if (words.length !== 1) return undefined;
  if (SHORT_IMAGE_VERBS.includes(line)) return [`image ${line}`];
  return CONTAINER_VERBS.some((known) => known === line && known !== 'ls' && known !== 'prune')
    ? [`container ${line}`]
    : undefined;
}

/** Every command `verbsOf` knows, for the nearest word in an error. */
export function knownCommands(): readonly string[] {
  const long = Object.entries(RESOURCE_VERBS).flatMap(([resource, verbs]) =>
    verbs.map((verb) => `${resource} ${verb}`),
  );
  const short = CONTAINER_VERBS.filter((verb) => verb !== 'ls' && verb !== 'prune');
  return [...new Set([...long, ...short, ...SHORT_IMAGE_VERBS, ...Object.keys(OTHERS)])]
    .map((words) => `docker ${words}`)
    .sort();
}
