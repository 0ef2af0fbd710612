import {createCommand} from './generator.ts';

export const createNamespace = createCommand({
  usage: 'NAME [--dry-run=server|client|none]',
  short: 'Create a namespace with the specified name',
  examples: '# Create a new namespace named my-namespace\nkubectl create namespace my-namespace',
  flags: [],
  make: (_, name) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}, spec: {}, status: {}}),
});
