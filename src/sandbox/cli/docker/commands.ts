import {command, common, type DockerEntry, group, named, withAliases} from './entries.ts';

// One line a command: its name, what it does, and where the rest of it is. That is read when it is called.
const attach = command(
  'attach',
  'Attach local standard input, output, and error streams to a running container',
  async () => (await import('./containers/attach.ts')).attach,
);
const commit = command(
  'commit',
  "Create a new image from a container's changes",
  async () => (await import('./containers/commit.ts')).commit,
);
const cp = command(
  'cp',
  'Copy files/folders between a container and the local filesystem',
  async () => (await import('./containers/cp.ts')).cp,
);
const create = command('create', 'Create a new container', async () => (await import('./containers/create.ts')).create);
const diff = command(
  'diff',
  "Inspect changes to files or directories on a container's filesystem",
  async () => (await import('./containers/diff.ts')).diff,
);
const exec = command(
  'exec',
  'Execute a command in a running container',
  async () => (await import('./containers/exec.ts')).exec,
);
const exportContainer = command(
  'export',
  "Export a container's filesystem as a tar archive",
  async () => (await import('./containers/export.ts')).exportContainer,
);
const kill = command(
  'kill',
  'Kill one or more running containers',
  async () => (await import('./containers/kill.ts')).kill,
);
const logs = command('logs', 'Fetch the logs of a container', async () => (await import('./containers/logs.ts')).logs);
const containerLs = command('ls', 'List containers', async () => (await import('./containers/ls.ts')).ls);
const pause = command(
  'pause',
  'Pause all processes within one or more containers',
  async () => (await import('./containers/pause.ts')).pause,
);
const port = command(
  'port',
  'List port mappings or a specific mapping for the container',
  async () => (await import('./containers/port.ts')).port,
);
const rename = command('rename', 'Rename a container', async () => (await import('./containers/rename.ts')).rename);
const restart = command(
  'restart',
  'Restart one or more containers',
  async () => (await import('./containers/restart.ts')).restart,
);
const containerRm = command('rm', 'Remove one or more containers', async () => (await import('./containers/rm.ts')).rm);
const run = command(
  'run',
  'Create and run a new container from an image',
  async () => (await import('./containers/run.ts')).run,
);
const start = command(
  'start',
  'Start one or more stopped containers',
  async () => (await import('./containers/start.ts')).start,
);
const stats = command(
  'stats',
  'Display a live stream of container(s) resource usage statistics',
  async () => (await import('./containers/stats.ts')).stats,
);
const stop = command(
  'stop',
  'Stop one or more running containers',
  async () => (await import('./containers/stop.ts')).stop,
);
const top = command(
  'top',
  'Display the running processes of a container',
  async () => (await import('./containers/top.ts')).top,
);
const unpause = command(
  'unpause',
  'Unpause all processes within one or more containers',
  async () => (await import('./containers/unpause.ts')).unpause,
);
const update = command(
  'update',
  'Update configuration of one or more containers',
  async () => (await import('./containers/update.ts')).update,
);
const wait = command(
  'wait',
  'Block until one or more containers stop, then print their exit codes',
  async () => (await import('./containers/wait.ts')).wait,
);

const build = command(
  'build',
  'Build an image from a Dockerfile',
  async () => (await import('./builder/build.ts')).build,
);
const history = command(
  'history',
  'Show the history of an image',
  async () => (await import('./images/history.ts')).history,
);
const importImage = command(
  'import',
  'Import the contents from a tarball to create a filesystem image',
  async () => (await import('./images/import.ts')).importImage,
);
const load = command(
  'load',
  'Load an image from a tar archive or STDIN',
  async () => (await import('./images/load.ts')).load,
);
const imageLs = command('ls', 'List images', async () => (await import('./images/ls.ts')).ls);
const pull = command('pull', 'Download an image from a registry', async () => (await import('./images/pull.ts')).pull);
const push = command('push', 'Upload an image to a registry', async () => (await import('./images/push.ts')).push);
const imageRm = command('rm', 'Remove one or more images', async () => (await import('./images/rm.ts')).rm);
const save = command(
  'save',
  'Save one or more images to a tar archive (streamed to STDOUT by default)',
  async () => (await import('./images/save.ts')).save,
);
const tag = command(
  'tag',
  'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
  async () => (await import('./images/tag.ts')).tag,
);

const events = command(
  'events',
  'Get real time events from the server',
  async () => (await import('./system/events.ts')).events,
);
const info = command('info', 'Display system-wide information', async () => (await import('./system/info.ts')).info);
const inspect = command(
  'inspect',
  'Return low-level information on Docker objects',
  async () => (await import('./inspect/inspect.ts')).inspect,
);
const version = command(
  'version',
  'Show the Docker version information',
  async () => (await import('./system/version.ts')).version,
);

const login = command('login', 'Authenticate to a registry', async () => (await import('./registry/login.ts')).login);
const logout = command('logout', 'Log out from a registry', async () => (await import('./registry/logout.ts')).logout);
const search = command(
  'search',
  'Search Docker Hub for images',
  async () => (await import('./registry/search.ts')).search,
);

const builder = group('builder', 'Manage builds', [
  build,
  command('prune', 'Remove build cache', async () => (await import('./builder/prune.ts')).prune),
]);

const container = group('container', 'Manage containers', [
  ...[attach, commit, cp, create, diff, exec, exportContainer],
  command(
    'inspect',
    'Display detailed information on one or more containers',
    async () => (await import('./containers/inspect.ts')).inspect,
  ),
  ...[kill, logs],
  withAliases(containerLs, 'ps', 'list'),
  ...[pause, port],
  command('prune', 'Remove all stopped containers', async () => (await import('./containers/prune.ts')).prune),
  ...[rename, restart],
  withAliases(containerRm, 'remove'),
  ...[run, start, stats, stop, top, unpause, update, wait],
]);

const context = group('context', 'Manage contexts', [
  command('create', 'Create a context', async () => (await import('./contexts/edit.ts')).create),
  command(
    'inspect',
    'Display detailed information on one or more contexts',
    async () => (await import('./contexts/inspect.ts')).inspect,
  ),
  withAliases(
    command('ls', 'List contexts', async () => (await import('./contexts/ls.ts')).ls),
    'list',
  ),
  withAliases(
    command('rm', 'Remove one or more contexts', async () => (await import('./contexts/rm.ts')).rm),
    'remove',
  ),
  command('show', 'Print the name of the current context', async () => (await import('./contexts/show.ts')).show),
  command('update', 'Update a context', async () => (await import('./contexts/edit.ts')).update),
  command('use', 'Set the current docker context', async () => (await import('./contexts/use.ts')).use),
]);

const image = group('image', 'Manage images', [
  ...[build, history, importImage],
  command(
    'inspect',
    'Display detailed information on one or more images',
    async () => (await import('./images/inspect.ts')).inspect,
  ),
  load,
  withAliases(imageLs, 'list'),
  command('prune', 'Remove unused images', async () => (await import('./images/prune.ts')).prune),
  ...[pull, push],
  withAliases(imageRm, 'remove'),
  ...[save, tag],
]);

const network = group('network', 'Manage networks', [
  command('connect', 'Connect a container to a network', async () => (await import('./networks/connect.ts')).connect),
  command('create', 'Create a network', async () => (await import('./networks/create.ts')).create),
  command(
    'disconnect',
    'Disconnect a container from a network',
    async () => (await import('./networks/disconnect.ts')).disconnect,
  ),
  command(
    'inspect',
    'Display detailed information on one or more networks',
    async () => (await import('./networks/inspect.ts')).inspect,
  ),
  withAliases(
    command('ls', 'List networks', async () => (await import('./networks/ls.ts')).ls),
    'list',
  ),
  command('prune', 'Remove all unused networks', async () => (await import('./networks/prune.ts')).prune),
  withAliases(
    command('rm', 'Remove one or more networks', async () => (await import('./networks/rm.ts')).rm),
    'remove',
  ),
]);

const system = group('system', 'Manage Docker', [
  command('df', 'Show docker disk usage', async () => (await import('./system/df.ts')).df),
  ...[events, info],
  command('prune', 'Remove unused data', async () => (await import('./system/prune.ts')).prune),
]);

const volume = group('volume', 'Manage volumes', [
  command('create', 'Create a volume', async () => (await import('./volumes/create.ts')).create),
  command(
    'inspect',
    'Display detailed information on one or more volumes',
    async () => (await import('./volumes/inspect.ts')).inspect,
  ),
  withAliases(
    command('ls', 'List volumes', async () => (await import('./volumes/ls.ts')).ls),
    'list',
  ),
  command('prune', 'Remove unused local volumes', async () => (await import('./volumes/prune.ts')).prune),
  withAliases(
    command('rm', 'Remove one or more volumes', async () => (await import('./volumes/rm.ts')).rm),
    'remove',
  ),
]);

/** The commands of `docker`, in the order in which help lists them. */
export const dockerEntries: readonly DockerEntry[] = [
  ...[run, exec, named('ps', containerLs), build, pull, push, named('images', imageLs)].map(common),
  ...[login, logout, search, version, info].map(common),
  ...[builder, container, context, image, network, system, volume],
  ...[attach, commit, cp, create, diff, events, exportContainer, history, importImage, inspect, kill, load, logs],
  ...[pause, port, rename, restart, containerRm, named('rmi', imageRm), save, start, stats, stop, tag, top],
  ...[unpause, update, wait],
];
