import {command, withAliases} from '../entries.ts';

/** `kubectl config …` */
export const configEntries = [
  command('current-context', 'Display the current-context', async () => (await import('./contexts.ts')).currentContext),
  command(
    'delete-cluster',
    'Delete the specified cluster from the kubeconfig',
    async () => (await import('./lists.ts')).deleteCluster,
  ),
  command(
    'delete-context',
    'Delete the specified context from the kubeconfig',
    async () => (await import('./lists.ts')).deleteContext,
  ),
  command(
    'delete-user',
    'Delete the specified user from the kubeconfig',
    async () => (await import('./lists.ts')).deleteUser,
  ),
  command(
    'get-clusters',
    'Display clusters defined in the kubeconfig',
    async () => (await import('./lists.ts')).getClusters,
  ),
  command('get-contexts', 'Describe one or many contexts', async () => (await import('./contexts.ts')).getContexts),
  command('get-users', 'Display users defined in the kubeconfig', async () => (await import('./lists.ts')).getUsers),
  command(
    'rename-context',
    'Rename a context from the kubeconfig file',
    async () => (await import('./contexts.ts')).renameContext,
  ),
  command('set', 'Set an individual value in a kubeconfig file', async () => (await import('./set.ts')).set),
  command(
    'set-cluster',
    'Set a cluster entry in kubeconfig',
    async () => (await import('./set-stanzas.ts')).setCluster,
  ),
  command('set-context', 'Set a context entry in kubeconfig', async () => (await import('./contexts.ts')).setContext),
  command(
    'set-credentials',
    'Set a user entry in kubeconfig',
    async () => (await import('./set-stanzas.ts')).setCredentials,
  ),
  command('unset', 'Unset an individual value in a kubeconfig file', async () => (await import('./set.ts')).unset),
  withAliases(
    command(
      'use-context',
      'Set the current-context in a kubeconfig file',
      async () => (await import('./contexts.ts')).useContext,
    ),
    'use',
  ),
  command(
    'view',
    'Display merged kubeconfig settings or a specified kubeconfig file',
    async () => (await import('./view.ts')).view,
  ),
];
