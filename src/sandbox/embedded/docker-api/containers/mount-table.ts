import {mountAll} from '../../runtime/container/mount-all.ts';
import type {MemoryFile} from '../../runtime/fs/memory-file.ts';
import type {Mount, MountTable} from '../../runtime/fs/mounts.ts';
import type {FileSystemNode} from '../../runtime/fs/nodes.ts';
import {layerOver, type OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {tmpfs} from '../../runtime/fs/tmpfs.ts';
import type {Daemon} from '../daemon.ts';
import {type ContainerMount, mountRoot} from './container-mounts.ts';
import type {HostConfig} from './host-config.ts';
import type {SimulatedHost} from './simulated-host.ts';

/** Files of a container that Docker writes: mounted over the image's. */
export interface EtcFiles {
  readonly hosts: MemoryFile;
  readonly hostname: MemoryFile;
  readonly resolv: MemoryFile;
}

/** What a mount table is made of. */
export interface TableParts {
  readonly layer: OverlayDirectory;
  readonly mounts: readonly ContainerMount[];
  readonly host: HostConfig;
  readonly etc: EtcFiles | undefined;
}

const disk = {source: '/dev/vda1', type: 'ext4'} as const;

/**
 * The file tree as the engine itself sees it, running or not: what a container wrote, its volumes and bind mounts, and
 * no memory file systems. `docker cp` works on it.
 */
export function storedTable(parts: TableParts, daemon: Daemon): MountTable {
  return tableOf(parts, storedMounts(parts, daemon), daemon.outside.clock.now());
}

/** The file tree of the processes; memory file systems are new at every start. */
export function runningTable(
  parts: TableParts,
  simulatedHost: SimulatedHost,
): {readonly table: MountTable; readonly inMemory: readonly OverlayDirectory[]} {
  const daemon = simulatedHost.daemon();
  const now = daemon.outside.clock.now();
  const whole = daemon.kernel.disk;
  const inMemory: OverlayDirectory[] = [];
  const memory = (path: string, sizeBytes: number, mode: number, readOnly = false): Mount => {
    const root = tmpfs({sizeBytes, mode, now, whole});
    inMemory.push(root);
    return {path, root, readOnly, source: path === '/dev/shm' ? 'shm' : 'tmpfs', type: 'tmpfs'};
  };
  const devices = layerOver(simulatedHost.devices(), {budget: whole});
  const mounts: Mount[] = [
    {path: '/dev', root: devices, readOnly: false, source: 'tmpfs', type: 'tmpfs'},
    memory('/dev/shm', parts.host.ShmSize, 0o1777),
    ...parts.mounts
      .filter(({type}) => type === 'tmpfs')
      .map(({destination, readWrite, tmpfs: {sizeBytes, mode}}) => memory(destination, sizeBytes, mode, !readWrite)),
    ...storedMounts(parts, daemon),
  ];
  return {table: tableOf(parts, mounts, now), inMemory: [devices, ...inMemory]};
}

function storedMounts({mounts, etc}: TableParts, daemon: Daemon): readonly Mount[] {
  const own = mounts
    .filter(({type}) => type !== 'tmpfs')
    .map((mount) => ({path: mount.destination, root: mountRoot(mount, daemon), readOnly: !mount.readWrite, ...disk}));
  const taken = new Set(own.map(({path}) => path));
  const written: readonly (readonly [string, FileSystemNode | undefined])[] = [
    ['/etc/hosts', etc?.hosts],
    ['/etc/hostname', etc?.hostname],
    ['/etc/resolv.conf', etc?.resolv],
  ];
  return [
    ...written.flatMap(([path, root]) => (root && !taken.has(path) ? [{path, root, readOnly: false, ...disk}] : [])),
    ...own,
  ];
}

function tableOf({layer, host}: TableParts, mounts: readonly Mount[], now: number): MountTable {
  return mountAll({root: layer, readOnlyRoot: host.ReadonlyRootfs, mounts, now});
}
