import type {KubectlEntry} from '../app.ts';
import {command, group, withAliases} from '../entries.ts';

const secretEntries: readonly KubectlEntry[] = [
  command(
    'docker-registry',
    'Create a secret for use with a Docker registry',
    async () => (await import('./secrets.ts')).createRegistrySecret,
  ),
  command(
    'generic',
    'Create a secret from a local file, directory, or literal value',
    async () => (await import('./secrets.ts')).createGenericSecret,
  ),
  command('tls', 'Create a TLS secret', async () => (await import('./secrets.ts')).createTlsSecret),
];

const serviceEntries: readonly KubectlEntry[] = [
  command('clusterip', 'Create a ClusterIP service', async () => (await import('./services.ts')).createClusterIp),
  command(
    'externalname',
    'Create an ExternalName service',
    async () => (await import('./services.ts')).createExternalName,
  ),
  command(
    'loadbalancer',
    'Create a LoadBalancer service',
    async () => (await import('./services.ts')).createLoadBalancer,
  ),
  command('nodeport', 'Create a NodePort service', async () => (await import('./services.ts')).createNodePort),
];

/** What `kubectl create` makes by name. */
export const createEntries: readonly KubectlEntry[] = [
  command('clusterrole', 'Create a cluster role', async () => (await import('./roles.ts')).createClusterRole),
  command(
    'clusterrolebinding',
    'Create a cluster role binding for a particular cluster role',
    async () => (await import('./role-bindings.ts')).createClusterRoleBinding,
  ),
  withAliases(
    command(
      'configmap',
      'Create a config map from a local file, directory or literal value',
      async () => (await import('./config-map.ts')).createConfigMap,
    ),
    'cm',
  ),
  withAliases(
    command(
      'cronjob',
      'Create a cron job with the specified name',
      async () => (await import('./jobs.ts')).createCronJob,
    ),
    'cj',
  ),
  withAliases(
    command(
      'deployment',
      'Create a deployment with the specified name',
      async () => (await import('./deployment.ts')).createDeployment,
    ),
    'deploy',
  ),
  withAliases(
    command(
      'ingress',
      'Create an ingress with the specified name',
      async () => (await import('./ingress.ts')).createIngress,
    ),
    'ing',
  ),
  command('job', 'Create a job with the specified name', async () => (await import('./jobs.ts')).createJob),
  withAliases(
    command(
      'namespace',
      'Create a namespace with the specified name',
      async () => (await import('./namespace.ts')).createNamespace,
    ),
    'ns',
  ),
  withAliases(
    command(
      'poddisruptionbudget',
      'Create a pod disruption budget with the specified name',
      async () => (await import('./policies.ts')).createDisruptionBudget,
    ),
    'pdb',
  ),
  withAliases(
    command(
      'priorityclass',
      'Create a priority class with the specified name',
      async () => (await import('./policies.ts')).createPriorityClass,
    ),
    'pc',
  ),
  withAliases(
    command('quota', 'Create a quota with the specified name', async () => (await import('./policies.ts')).createQuota),
    'resourcequota',
  ),
  command('role', 'Create a role with single rule', async () => (await import('./roles.ts')).createRole),
  command(
    'rolebinding',
    'Create a role binding for a particular role or cluster role',
    async () => (await import('./role-bindings.ts')).createRoleBinding,
  ),
  {
    ...group('secret', 'Create a secret using a specified subcommand', secretEntries),
    body: {
      kind: 'group',
      entries: secretEntries,
      usage: '(docker-registry | generic | tls)',
      long: 'Create a secret with specified type.\n\n A docker-registry type secret is for accessing a container registry.\n\n A generic type secret indicate an Opaque secret type.\n\n A tls type secret holds TLS certificate and its associated key.',
    },
  },
  withAliases(group('service', 'Create a service using a specified subcommand', serviceEntries), 'svc'),
  withAliases(
    command(
      'serviceaccount',
      'Create a service account with the specified name',
      async () => (await import('./service-account.ts')).createServiceAccount,
    ),
    'sa',
  ),
  command('token', 'Request a service account token', async () => (await import('./token.ts')).createToken),
];
