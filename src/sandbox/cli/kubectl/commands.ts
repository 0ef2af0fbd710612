import type {KubectlEntry} from './app.ts';
import {configEntries} from './config/entries.ts';
import {command, group, under} from './entries.ts';
import {writingEntries} from './writing-commands.ts';

// One line a command: its name, what it does, and where the rest of it is. That is read when it is called.
const get = command('get', 'Display one or many resources', async () => (await import('./get/get.ts')).get);
const explain = command(
  'explain',
  'Get documentation for a resource',
  async () => (await import('./explain/explain.ts')).explain,
);
const describe = command(
  'describe',
  'Show details of a specific resource or group of resources',
  async () => (await import('./describe/describe.ts')).describe,
);
const clusterInfo: KubectlEntry = {
  name: 'cluster-info',
  short: 'Display cluster information',
  body: {
    kind: 'group',
    load: async () => (await import('./cluster/cluster-info.ts')).clusterInfo,
    entries: [
      command(
        'dump',
        'Dump relevant information for debugging and diagnosis',
        async () => (await import('./cluster/cluster-info.ts')).clusterInfoDump,
      ),
    ],
  },
};
const top = group('top', 'Display resource (CPU/memory) usage', [
  {
    ...command(
      'node',
      'Display resource (CPU/memory) usage of nodes',
      async () => (await import('./top/top.ts')).topNode,
    ),
    aliases: ['nodes', 'no'],
  },
  {
    ...command('pod', 'Display resource (CPU/memory) usage of pods', async () => (await import('./top/top.ts')).topPod),
    aliases: ['pods', 'po'],
  },
]);
const auth = group('auth', 'Inspect authorization', [
  command('can-i', 'Check whether an action is allowed', async () => (await import('./auth/can-i.ts')).canI),
  command(
    'whoami',
    'Experimental: Check self subject attributes',
    async () => (await import('./auth/whoami.ts')).whoami,
  ),
]);
const events = command('events', 'List events', async () => (await import('./cluster/events.ts')).events);
const apiResources = command(
  'api-resources',
  'Print the supported API resources on the server',
  async () => (await import('./cluster/api-resources.ts')).apiResources,
);
const apiVersions = command(
  'api-versions',
  'Print the supported API versions on the server, in the form of "group/version"',
  async () => (await import('./cluster/api-versions.ts')).apiVersions,
);
const config = group('config', 'Modify kubeconfig files', configEntries);
const version = command(
  'version',
  'Print the client and server version information',
  async () => (await import('./cluster/version.ts')).version,
);
const completion = command(
  'completion',
  'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  async () => (await import('./completion/completion.ts')).completion,
);
const options = command(
  'options',
  'Print the list of flags inherited by all commands',
  async () => (await import('./options.ts')).options,
);

/** The entries of some names, in that order, as far as they are there. */
function writing(...names: readonly string[]): readonly KubectlEntry[] {
  return names.flatMap((name) => writingEntries[name] ?? []);
}

/** All commands, in the order of the program's help. */
export const kubectlEntries: readonly KubectlEntry[] = [
  ...under('Basic Commands (Beginner)', writing('create', 'expose', 'run', 'set')),
  ...under('Basic Commands (Intermediate)', [explain, get, ...writing('edit', 'delete')]),
  ...under('Deploy Commands', writing('rollout', 'scale', 'autoscale')),
  ...under('Cluster Management Commands', [
    ...writing('certificate'),
    clusterInfo,
    top,
    ...writing('cordon', 'uncordon', 'drain', 'taint'),
  ]),
  ...under('Troubleshooting and Debugging Commands', [
    describe,
    ...writing('logs', 'attach', 'exec', 'port-forward', 'proxy', 'cp'),
    auth,
    ...writing('debug'),
    events,
  ]),
  ...under('Advanced Commands', writing('diff', 'apply', 'patch', 'replace', 'wait', 'kustomize')),
  ...under('Settings Commands', [...writing('label', 'annotate'), completion]),
  ...under('Other Commands', [apiResources, apiVersions, config, version]),
  options,
];
