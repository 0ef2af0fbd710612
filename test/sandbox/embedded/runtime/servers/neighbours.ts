import type {Outside} from '../../../../../src/sandbox/embedded/outside.ts';
import {parseSubnet} from '../../../../../src/sandbox/embedded/runtime/net/address.ts';
import {Network} from '../../../../../src/sandbox/embedded/runtime/net/network.ts';
import type {Program} from '../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {createMachine, type Machine} from '../../rig.ts';

/** Machines on one network that find each other by name, as containers of a user-defined Docker network do. */
export function createNeighbours<Name extends string>(
  names: readonly Name[],
  options: {readonly programs: readonly Program[]; readonly clock?: Outside['clock']},
): {readonly [name in Name]: Machine} {
  const network = new Network(parseSubnet('172.18.0.0/16') ?? {first: 0, bits: 16});
  const addresses = new Map<string, string>();
  const made = {} as {[name in Name]: Machine};
  let first: Machine | undefined;
  for (const name of names) {
    const machine: Machine = createMachine({...options, ...(first ? {beside: first} : {})});
    first ??= machine;
    const card = network.attach(machine.space.network);
    addresses.set(name, card.address);
    machine.space.hostname = name;
    machine.space.network.nameServers.set('127.0.0.11', ({name: asked, type}) => {
      const address = addresses.get(asked);
      if (address === undefined || type !== 'A') return {status: 'no-such-name'};
      return {status: 'found', records: [{name: asked, type, value: address}]};
    });
    machine.lay({
      '/etc/resolv.conf': 'nameserver 127.0.0.11\noptions ndots:0\n',
      '/etc/hosts': `127.0.0.1\tlocalhost\n${card.address}\t${name}\n`,
      '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnginx:x:101:101:nginx:/var/cache/nginx:/sbin/nologin\n',
      '/etc/group': 'root:x:0:\nnginx:x:101:\n',
      '/var/log/nginx/error.log': '',
      '/var/cache/nginx/.keep': '',
      '/run/.keep': '',
    });
    made[name] = machine;
  }
  return made;
}
