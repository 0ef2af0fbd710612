import type {Cgroup} from '../process/cgroup.ts';
import type {Space} from '../process/process.ts';
import type {Mount} from './mounts.ts';
import type {DirectoryNode, FileSystemNode} from './nodes.ts';
import {fixedFolder, type Made, madeFile} from './proc-nodes.ts';

/** How long the share of a CPU is counted over, in microseconds. */
const periodUs = 100_000;

/** The /sys of a container, ready to be mounted: a network card or two, and its control group. */
export function sysMount(space: Space): Mount {
  return {path: '/sys', root: sysTree({space}), readOnly: true, source: 'sysfs', type: 'sysfs'};
}

/** Version 2 of the control groups, as a container sees its own. */
export function cgroupMount(space: Space): Mount {
  const root = cgroupTree(space.cgroup, {now: space.kernel.bootedMs});
  return {path: '/sys/fs/cgroup', root, readOnly: true, source: 'cgroup', type: 'cgroup2'};
}

export function sysTree({space}: {readonly space: Space}): DirectoryNode {
  const made: Made = {now: space.kernel.bootedMs};
  return fixedFolder(
    {
      class: () => fixedFolder({net: () => netFolder(space, made)}, made),
      devices: () => fixedFolder({}, made),
      fs: () => fixedFolder({cgroup: () => cgroupTree(space.cgroup, made)}, made),
      kernel: () => fixedFolder({}, made),
    },
    made,
  );
}

function netFolder({network}: Space, made: Made): FileSystemNode {
  const cards = [{name: 'lo', mac: '00:00:00:00:00:00'}, ...network.interfaces];
  return fixedFolder(
    Object.fromEntries(
      cards.map(({name, mac}) => [
        name,
        () =>
          fixedFolder(
            {
              address: () => madeFile(() => `${mac}\n`, made),
              mtu: () => madeFile(() => (name === 'lo' ? '65536\n' : '1500\n'), made),
              operstate: () => madeFile(() => (name === 'lo' ? 'unknown\n' : 'up\n'), made),
            },
            made,
          ),
      ]),
    ),
    made,
  );
}

/** https://docs.kernel.org/admin-guide/cgroup-v2.html */
export function cgroupTree(cgroup: Cgroup, made: Made): DirectoryNode {
  const file = (content: () => string) => (): FileSystemNode => madeFile(() => `${content()}\n`, made);
  const limit = (value: number): string => (value > 0 ? String(value) : 'max');
  return fixedFolder(
    {
      'cgroup.controllers': file(() => 'cpu memory pids'),
      'cpu.max': file(() => {
        const {nanoCpus} = cgroup.limits;
        return `${nanoCpus > 0 ? Math.round((nanoCpus / 1e9) * periodUs) : 'max'} ${periodUs}`;
      }),
      'cpu.stat': file(() => {
        const used = Math.round(cgroup.cpuMs * 1000);
        return `usage_usec ${used}\nuser_usec ${used}\nsystem_usec 0\nnr_periods 0\nnr_throttled 0\nthrottled_usec ${Math.round(cgroup.throttledMs * 1000)}`;
      }),
      'cpu.weight': file(() => '100'),
      'memory.current': file(() => String(cgroup.memoryBytes)),
      'memory.events': file(
        () => `low 0\nhigh 0\nmax 0\noom ${cgroup.oomKills}\noom_kill ${cgroup.oomKills}\noom_group_kill 0`,
      ),
      'memory.max': file(() => limit(cgroup.limits.memoryBytes)),
      'memory.peak': file(() => String(cgroup.peakBytes)),
      'memory.stat': file(() => `anon ${cgroup.memoryBytes}\nfile 0\nkernel 0`),
      'memory.swap.current': file(() => '0'),
      'memory.swap.max': file(() => '0'),
      'pids.current': file(() => String(cgroup.pids)),
      'pids.max': file(() => limit(cgroup.limits.pids)),
    },
    made,
  );
}
