import type {KubectlEntry} from './app.ts';
import {createEntries} from './create/entries.ts';
import {command, group} from './entries.ts';
import {rolloutEntries} from './rollout/entries.ts';
import {setEntries} from './set/entries.ts';

const applyEntries: readonly KubectlEntry[] = [
  command(
    'set-last-applied',
    'Set the last-applied-configuration annotation on a live object to match the contents of a file',
    async () => (await import('./apply/last-applied-commands.ts')).setLastApplied,
  ),
  command(
    'view-last-applied',
    'View the latest last-applied-configuration annotations of a resource/object',
    async () => (await import('./apply/last-applied-commands.ts')).viewLastApplied,
  ),
];

const certificateEntries: readonly KubectlEntry[] = [
  command(
    'approve',
    'Approve a certificate signing request',
    async () => (await import('./certificate/certificate.ts')).approve,
  ),
  command(
    'deny',
    'Deny a certificate signing request',
    async () => (await import('./certificate/certificate.ts')).deny,
  ),
];

const entries: readonly KubectlEntry[] = [
  {
    name: 'create',
    short: 'Create a resource from a file or from stdin',
    body: {kind: 'group', entries: createEntries, load: async () => (await import('./create/create.ts')).create},
  },
  command(
    'expose',
    'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
    async () => (await import('./expose/expose.ts')).expose,
  ),
  command('run', 'Run a particular image on the cluster', async () => (await import('./run/run.ts')).run),
  group('set', 'Set specific features on objects', setEntries),
  command(
    'delete',
    'Delete resources by file names, stdin, resources and names, or by resources and label selector',
    async () => (await import('./delete/delete.ts')).deleteObjects,
  ),
  command('edit', 'Edit a resource on the server', async () => (await import('./edit/edit.ts')).edit),
  command(
    'autoscale',
    'Auto-scale a deployment, replica set, stateful set, or replication controller',
    async () => (await import('./autoscale/autoscale.ts')).autoscale,
  ),
  group('certificate', 'Modify certificate resources', certificateEntries),
  command(
    'port-forward',
    'Forward one or more local ports to a pod',
    async () => (await import('./port-forward/port-forward.ts')).portForward,
  ),
  command('cp', 'Copy files and directories to and from containers', async () => (await import('./cp/cp.ts')).cp),
  command(
    'debug',
    'Create debugging sessions for troubleshooting workloads and nodes',
    async () => (await import('./debug/debug.ts')).debug,
  ),
  group('rollout', 'Manage the rollout of a resource', rolloutEntries),
  command(
    'scale',
    'Set a new size for a deployment, replica set, or replication controller',
    async () => (await import('./scale/scale.ts')).scale,
  ),
  command('cordon', 'Mark node as unschedulable', async () => (await import('./nodes/cordon.ts')).cordon),
  command('uncordon', 'Mark node as schedulable', async () => (await import('./nodes/cordon.ts')).uncordon),
  command('drain', 'Drain node in preparation for maintenance', async () => (await import('./nodes/drain.ts')).drain),
  command('taint', 'Update the taints on one or more nodes', async () => (await import('./nodes/taint.ts')).taint),
  command('logs', 'Print the logs for a container in a pod', async () => (await import('./logs/logs.ts')).logs),
  command('attach', 'Attach to a running container', async () => (await import('./attach/attach.ts')).attach),
  command('exec', 'Execute a command in a container', async () => (await import('./exec/exec.ts')).exec),
  {
    name: 'apply',
    short: 'Apply a configuration to a resource by file name or stdin',
    body: {kind: 'group', entries: applyEntries, load: async () => (await import('./apply/apply.ts')).apply},
  },
  command(
    'diff',
    'Diff the live version against a would-be applied version',
    async () => (await import('./diff/diff.ts')).diff,
  ),
  command(
    'kustomize',
    'Build a kustomization target from a directory or URL',
    async () => (await import('./kustomize/kustomize.ts')).kustomize,
  ),
  command('patch', 'Update fields of a resource', async () => (await import('./patch/patch.ts')).patch),
  command(
    'replace',
    'Replace a resource by file name or stdin',
    async () => (await import('./replace/replace.ts')).replace,
  ),
  command(
    'wait',
    'Wait for a specific condition on one or many resources',
    async () => (await import('./wait/wait.ts')).wait,
  ),
  command('label', 'Update the labels on a resource', async () => (await import('./label/label.ts')).label),
  command(
    'annotate',
    'Update the annotations on a resource',
    async () => (await import('./label/annotate.ts')).annotate,
  ),
];

/** The commands that change something, by name. */
export const writingEntries: Readonly<Record<string, KubectlEntry>> = Object.fromEntries(
  entries.map((entry) => [entry.name, entry]),
);
