import type {Scene} from '../corpus.ts';

const alone = [
  ...['attach', 'build', 'commit', 'cp', 'create', 'diff', 'events', 'exec', 'export', 'history', 'images', 'import'],
  ...['info', 'inspect', 'kill', 'load', 'login', 'logout', 'logs', 'pause', 'port', 'ps', 'pull', 'push', 'rename'],
  ...['restart', 'rm', 'rmi', 'run', 'save', 'search', 'start', 'stats', 'stop', 'tag', 'top', 'unpause', 'update'],
  ...['version', 'wait'],
];

const grouped = [
  'builder',
  'builder build',
  'builder prune',
  ...['attach', 'commit', 'cp', 'create', 'diff', 'exec', 'export', 'inspect', 'kill', 'logs', 'ls', 'pause'].map(
    inContainer,
  ),
  ...['port', 'prune', 'rename', 'restart', 'rm', 'run', 'start', 'stats', 'stop', 'top', 'unpause'].map(inContainer),
  ...['update', 'wait', 'ps', 'list'].map(inContainer),
  'container',
  ...['create', 'inspect', 'ls', 'rm', 'show', 'update', 'use'].map((name) => `context ${name}`),
  'image',
  ...['build', 'history', 'import', 'inspect', 'load', 'ls', 'prune', 'pull', 'push', 'rm', 'save', 'tag'].map(
    (name) => `image ${name}`,
  ),
  'network',
  ...['connect', 'create', 'disconnect', 'inspect', 'ls', 'prune', 'rm'].map((name) => `network ${name}`),
  'system',
  ...['df', 'events', 'info', 'prune'].map((name) => `system ${name}`),
  'volume',
  ...['create', 'inspect', 'ls', 'prune', 'rm'].map((name) => `volume ${name}`),
];

function inContainer(name: string): string {
  return `container ${name}`;
}

/** The help of every command, in each of the ways to ask for it. */
export const helpScenes: readonly Scene[] = [
  {name: 'help of every command', steps: [...alone, ...grouped].map((command) => `${command} --help`)},
  {
    name: 'other ways to ask for help',
    steps: [
      'help ps',
      'help container ls',
      'help nosuch',
      'ps -h',
      'image -h',
      'container',
      'volume',
      'network',
      {docker: 'context', differs: 'contexts are neither exported nor imported, so help does not list that'},
      '--version',
      '-v',
      {docker: '--help', differs: 'swarm, plugin, trust and manifest are not there, so help does not list them'},
      {docker: '', differs: 'the same list'},
    ],
  },
];
