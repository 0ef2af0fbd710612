import type {NetworkStack} from '../net/stack.ts';
import type {Opener} from '../process/descriptor.ts';
import type {Space} from '../process/process.ts';
import type {Mount} from './mounts.ts';
import type {DirectoryNode, FileSystemNode} from './nodes.ts';
import {
  cpuinfoText,
  devText,
  loadText,
  machine,
  meminfoText,
  statText,
  tcpText,
  uptimeText,
  versionText,
} from './proc-machine.ts';
import {fixedFolder, type Made, madeFile, madeFolder, madeLink} from './proc-nodes.ts';
import {processFolder} from './proc-process.ts';

/** The /proc of a container, ready to be mounted: everybody who looks finds himself under `self`. */
export function procMount(space: Space): Mount {
  return {
    path: '/proc',
    root: procTree({space}),
    rootFor: (looker) => procTree({space, looker}),
    readOnly: false,
    source: 'proc',
    type: 'proc',
  };
}

/** A tree for /proc as one process sees it. https://man7.org/linux/man-pages/man5/proc.5.html */
export function procTree({space, looker}: {readonly space: Space; readonly looker?: Opener}): DirectoryNode {
  const made: Made = {now: space.kernel.bootedMs};
  const file = (content: () => string) => (): FileSystemNode => madeFile(content, made);
  const own = looker?.pid;
  const fixed: {readonly [name: string]: () => FileSystemNode} = {
    cmdline: file(() => 'k8s-learn simulated kernel\n'),
    cpuinfo: file(cpuinfoText),
    devices: file(() => 'Character devices:\n  1 mem\n  5 /dev/tty\n136 pts\n'),
    filesystems: file(() => 'nodev\tproc\nnodev\tsysfs\nnodev\ttmpfs\nnodev\tcgroup2\nnodev\toverlay\n'),
    loadavg: file(() => loadText(space)),
    meminfo: file(() => meminfoText(space)),
    mounts: () => madeLink('self/mounts', made),
    net: () => netFolder(space.network, made),
    partitions: file(() => 'major minor  #blocks  name\n\n'),
    self: () => madeLink(own === undefined ? '' : String(own), made),
    stat: file(() => statText(space)),
    sys: () => sysFolder(space, made),
    uptime: file(() => uptimeText(space)),
    version: file(versionText),
  };
  const pids = (): readonly string[] => space.processes().map(({pid}) => String(pid));
  return madeFolder(
    {
      names: () => [...pids(), ...Object.keys(fixed)],
      get(name) {
        if (name === 'self' && own === undefined) return undefined;
        if (Object.hasOwn(fixed, name)) return fixed[name]?.();
        const process = space.processes().find(({pid}) => String(pid) === name);
        return process && processFolder(process);
      },
    },
    made,
  );
}

function netFolder(network: NetworkStack, made: Made): FileSystemNode {
  return fixedFolder(
    {
      dev: () => madeFile(() => devText(network), made),
      route: () =>
        madeFile(() => 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n', made),
      tcp: () => madeFile(() => tcpText(network), made),
    },
    made,
  );
}

/** Settings of the kernel, which a container may read. */
function sysFolder(space: Space, made: Made): FileSystemNode {
  const value = (text: () => string) => (): FileSystemNode => madeFile(() => `${text()}\n`, made);
  const kernel = {
    hostname: value(() => space.hostname),
    osrelease: value(() => machine.release),
    ostype: value(() => machine.system),
    pid_max: value(() => '4194304'),
    version: value(() => machine.version),
    random: () =>
      fixedFolder({uuid: value(() => uuid(space)), boot_id: value(() => '6b387300-0000-4000-8000-6c6561726e00')}, made),
  };
  const net = {
    core: () => fixedFolder({somaxconn: value(() => '4096')}, made),
    ipv4: () => fixedFolder({ip_forward: value(() => '1'), ip_local_port_range: value(() => '32768\t60999')}, made),
  };
  const memory = {
    max_map_count: value(() => '65530'),
    overcommit_memory: value(() => '0'),
    swappiness: value(() => '60'),
  };
  const files = {'file-max': value(() => '9223372036854775807'), nr_open: value(() => '1048576')};
  return fixedFolder(
    {
      fs: () => fixedFolder(files, made),
      kernel: () => fixedFolder(kernel, made),
      net: () => fixedFolder(net, made),
      vm: () => fixedFolder(memory, made),
    },
    made,
  );
}

/** A new one for everybody who reads it. */
function uuid({kernel}: Space): string {
  const bytes = kernel.outside.random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
