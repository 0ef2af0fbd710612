import type {KubectlEntry} from '../app.ts';
import {command, withAliases} from '../entries.ts';

/** What `kubectl set` changes. */
export const setEntries: readonly KubectlEntry[] = [
  command('env', 'Update environment variables on a pod template', async () => (await import('./env.ts')).setEnv),
  command('image', 'Update the image of a pod template', async () => (await import('./image.ts')).setImage),
  command(
    'resources',
    'Update resource requests/limits on objects with pod templates',
    async () => (await import('./others.ts')).setResources,
  ),
  command('selector', 'Set the selector on a resource', async () => (await import('./others.ts')).setSelector),
  withAliases(
    command(
      'serviceaccount',
      'Update the service account of a resource',
      async () => (await import('./others.ts')).setServiceAccount,
    ),
    'sa',
  ),
  command(
    'subject',
    'Update the user, group, or service account in a role binding or cluster role binding',
    async () => (await import('./others.ts')).setSubject,
  ),
];
