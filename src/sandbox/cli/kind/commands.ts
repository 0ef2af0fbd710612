import type {KindEntry} from './app.ts';
import {command, group} from './entries.ts';

// One line a command: its name, what it does, and where the rest of it is. That is read when it is called.
const build = group('build', {short: 'Build one of [node-image]'}, [
  command('node-image', 'Build the node image', async () => (await import('./absent.ts')).nodeImage),
]);
const completion = command(
  'completion',
  'Output shell completion code for the specified shell (bash, zsh or fish)',
  async () => (await import('./absent.ts')).completion,
);
const create = group(
  'create',
  {short: 'Creates one of [cluster]', long: 'Creates one of local Kubernetes cluster (cluster)'},
  [command('cluster', 'Creates a local Kubernetes cluster', async () => (await import('./create/create.ts')).create)],
);
const remove = group('delete', {short: 'Deletes one of [cluster]'}, [
  command('cluster', 'Deletes a cluster', async () => (await import('./delete/cluster.ts')).cluster),
  command('clusters', 'Deletes one or more clusters', async () => (await import('./delete/clusters.ts')).clusters),
]);
const exportGroup = group('export', {short: 'Exports one of [kubeconfig, logs]'}, [
  command('kubeconfig', 'Exports cluster kubeconfig', async () => (await import('./export/kubeconfig.ts')).kubeconfig),
  command(
    'logs',
    'Exports logs to a tempdir or [output-dir] if specified',
    async () => (await import('./export/logs.ts')).logs,
  ),
]);
const get = group('get', {short: 'Gets one of [clusters, nodes, kubeconfig]'}, [
  command(
    'clusters',
    'Lists existing kind clusters by their name',
    async () => (await import('./get/clusters.ts')).clusters,
  ),
  command('kubeconfig', 'Prints cluster kubeconfig', async () => (await import('./get/kubeconfig.ts')).kubeconfig),
  command('nodes', 'Lists existing kind nodes by their name', async () => (await import('./get/nodes.ts')).nodes),
]);
const load = group(
  'load',
  {short: 'Loads images into nodes', long: 'Loads images into node from an archive or image on host'},
  [
    command(
      'docker-image',
      'Loads docker images from host into nodes',
      async () => (await import('./load/docker-image.ts')).dockerImage,
    ),
    command(
      'image-archive',
      'Loads docker image from archive into nodes',
      async () => (await import('./load/image-archive.ts')).imageArchive,
    ),
  ],
);
const version = command(
  'version',
  'Prints the kind CLI version',
  async () => (await import('./version-command.ts')).version,
);

/** All commands, in the order of help. */
export const kindEntries: readonly KindEntry[] = [build, completion, create, remove, exportGroup, get, load, version];
