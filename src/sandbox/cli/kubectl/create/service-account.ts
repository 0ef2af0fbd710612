import {createCommand} from './generator.ts';

export const createServiceAccount = createCommand({
  usage: 'NAME [--dry-run=server|client|none]',
  short: 'Create a service account with the specified name',
  examples: '# Create a new service account named my-service-account\nkubectl create serviceaccount my-service-account',
  flags: [],
  failure: 'serviceaccount',
  make: (_, name) => ({apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name}}),
});
