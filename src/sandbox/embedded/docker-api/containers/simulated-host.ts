import {hex} from '../../bytes/bytes.ts';
import {deviceTree} from '../../runtime/fs/devices.ts';
import {freeze, type OverlayDirectory} from '../../runtime/fs/overlay.ts';
import type {Daemon} from '../daemon.ts';
import {HostPorts} from './published-ports.ts';

/** What all containers of one engine stand on. */
export interface SimulatedHost {
  /** Made later than the containers: a function. */
  readonly daemon: () => Daemon;
  readonly hostPorts: HostPorts;
  /** /dev, the same below every container. */
  devices(): OverlayDirectory;
  /** 64 hex digits nobody else has. */
  newId(): string;
}

export function createSimulatedHost(daemon: () => Daemon): SimulatedHost {
  let devices: OverlayDirectory | undefined;
  return {
    daemon,
    hostPorts: new HostPorts(),
    devices() {
      devices ??= frozenDevices(daemon());
      return devices;
    },
    newId: () => hex(daemon().outside.random(32)),
  };
}

function frozenDevices({kernel, outside}: Daemon): OverlayDirectory {
  const tree = deviceTree({budget: kernel.disk, random: outside.random, now: outside.clock.now()});
  freeze(tree);
  return tree;
}
