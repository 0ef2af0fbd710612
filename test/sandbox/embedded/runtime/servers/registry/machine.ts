import type {Outside} from '../../../../../../src/sandbox/embedded/outside.ts';
import {registryProgram} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/registry/registry.ts';
import {createMachine, type Machine} from '../../../rig.ts';

export const registryConfig = `version: 0.1
log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
`;

/** A machine with a registry that can be started. */
export function createRegistryMachine(clock?: Outside['clock']): Machine {
  const machine = createMachine({programs: [registryProgram], ...(clock ? {clock} : {})});
  machine.lay({
    '/bin/registry': 'program:registry',
    '/etc/docker/registry/config.yml': registryConfig,
    '/var/lib/registry/.keep': '',
  });
  return machine;
}
