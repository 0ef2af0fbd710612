import {SystemError} from '../../system-error.ts';
import type {Descriptor, Opener} from '../process/descriptor.ts';
import {nullDescriptor} from '../process/descriptor.ts';
import type {DiskBudget} from './budget.ts';
import type {DeviceNode} from './nodes.ts';
import {layerOver, type OverlayDirectory} from './overlay.ts';

/** A tree for /dev, as Docker gives it to a container. `random` makes the bytes of /dev/random. */
export function deviceTree(options: {
  readonly budget: DiskBudget;
  readonly random: (count: number) => Uint8Array;
  readonly now: number;
  /** Devices beyond the usual ones, by name. */
  readonly more?: ReadonlyMap<string, DeviceNode>;
}): OverlayDirectory {
  const {budget, random, now} = options;
  const attributes = {mode: 0o755, uid: 0, gid: 0, modifiedMs: now};
  const root = layerOver(undefined, {budget, attributes});
  const usual: readonly (readonly [string, number, number, (opener: Opener) => Descriptor])[] = [
    ['null', 1, 3, nullDescriptor],
    ['zero', 1, 5, () => generator('/dev/zero', (max) => new Uint8Array(max))],
    ['full', 1, 7, () => ({...generator('/dev/full', (max) => new Uint8Array(max)), write: noSpace})],
    ['random', 1, 8, () => generator('/dev/random', random)],
    ['urandom', 1, 9, () => generator('/dev/urandom', random)],
    ['tty', 5, 0, (opener) => opener.terminal?.descriptor() ?? fail('ENXIO')],
    ['console', 136, 0, (opener) => opener.terminal?.descriptor() ?? fail('ENXIO')],
    ['ptmx', 5, 2, () => fail('EPERM')],
  ];
  for (const [name, major, minor, open] of usual) {
    root.put(name, {kind: 'device', mode: 0o666, uid: 0, gid: 0, modifiedMs: now, major, minor, open});
  }
  for (const [name, device] of options.more ?? []) root.put(name, device);
  for (const name of ['shm', 'mqueue', 'pts']) root.makeDirectory(name, {...attributes, mode: 0o1777});
  for (const [name, target] of [
    ['fd', '/proc/self/fd'],
    ['stdin', '/proc/self/fd/0'],
    ['stdout', '/proc/self/fd/1'],
    ['stderr', '/proc/self/fd/2'],
  ] as const)
    root.makeSymlink(name, target, attributes);
  return root;
}

/** The device `/proc/self/fd/N` opens: the very descriptor the process has there. */
export function descriptorDevice(fd: number, now: number): DeviceNode {
  return {
    kind: 'device',
    mode: 0o700,
    uid: 0,
    gid: 0,
    modifiedMs: now,
    major: 0,
    minor: 0,
    open(opener) {
      const found = opener.descriptor(fd);
      if (!found) throw new SystemError('ENOENT');
      // Closing this one must not close the one it was opened from.
      return {...borrowed(found), close() {}};
    },
  };
}

function borrowed(from: Descriptor): Descriptor {
  return {
    name: from.name,
    terminal: from.terminal,
    read: (max, signal) => from.read(max, signal),
    write: (bytes, signal) => from.write(bytes, signal),
    seek: (position) => from.seek(position),
    close() {},
  };
}

function generator(name: string, make: (max: number) => Uint8Array): Descriptor {
  return {...nullDescriptor(), name, read: async (max) => make(Math.min(max, 65_536))};
}

async function noSpace(): Promise<void> {
  throw new SystemError('ENOSPC');
}

function fail(code: 'ENXIO' | 'EPERM'): never {
  throw new SystemError(code);
}
