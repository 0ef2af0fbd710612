import {parseAddress} from '../net/address.ts';
import type {NetworkStack} from '../net/stack.ts';
import type {Space} from '../process/process.ts';

/** What the simulated machine says of itself. Nobody should take it for a real one. */
export const machine = {
  system: 'Linux',
  release: '6.6.0-k8s-learn',
  version: '#1 SMP PREEMPT_DYNAMIC k8s-learn simulated kernel',
  architecture: 'x86_64',
  cpus: 2,
  cpuName: 'k8s-learn simulated CPU',
} as const;

const tick = 10;

export function versionText(): string {
  return `${machine.system} version ${machine.release} (simulated) ${machine.version}\n`;
}

export function cpuinfoText(): string {
  return Array.from({length: machine.cpus}, (_, cpu) =>
    [
      `processor\t: ${cpu}`,
      'vendor_id\t: k8s-learn',
      `model name\t: ${machine.cpuName}`,
      'cpu MHz\t\t: 1000.000',
      `siblings\t: ${machine.cpus}`,
      `core id\t\t: ${cpu}`,
      `cpu cores\t: ${machine.cpus}`,
      'bogomips\t: 2000.00',
      '',
      '',
    ].join('\n'),
  ).join('');
}

export function meminfoText({kernel}: Space): string {
  const total = kernel.cgroup.limits.memoryBytes || 8 * 1024 ** 3;
  const free = total - kernel.cgroup.memoryBytes;
  const row = (name: string, bytes: number): string =>
    `${`${name}:`.padEnd(15)} ${String(Math.floor(bytes / 1024)).padStart(8)} kB\n`;
  return [
    row('MemTotal', total),
    row('MemFree', free),
    row('MemAvailable', free),
    row('Buffers', 0),
    row('Cached', 0),
    row('SwapCached', 0),
    row('Shmem', 0),
    row('SwapTotal', 0),
    row('SwapFree', 0),
  ].join('');
}

export function uptimeText({kernel}: Space): string {
  const seconds = (kernel.clock.now() - kernel.bootedMs) / 1000;
  const idle = seconds * machine.cpus - kernel.cgroup.cpuMs / 1000;
  return `${seconds.toFixed(2)} ${Math.max(0, idle).toFixed(2)}\n`;
}

export function loadText(space: Space): string {
  const processes = space.processes();
  return `0.00 0.00 0.00 1/${processes.length} ${processes.at(-1)?.pid ?? 1}\n`;
}

export function statText({kernel}: Space): string {
  const used = Math.floor(kernel.cgroup.cpuMs / tick);
  const idle = Math.floor(((kernel.clock.now() - kernel.bootedMs) * machine.cpus) / tick) - used;
  const row = (name: string, share: number): string =>
    `${name} ${Math.floor(used / share)} 0 0 ${Math.max(0, Math.floor(idle / share))} 0 0 0 0 0 0\n`;
  const cpus = Array.from({length: machine.cpus}, (_, cpu) => row(`cpu${cpu}`, machine.cpus)).join('');
  return `${row('cpu ', 1)}${cpus}btime ${Math.floor(kernel.bootedMs / 1000)}\nprocesses 1\nprocs_running 1\n`;
}

/** Listening sockets, as /proc/net/tcp has them. https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt */
export function tcpText(network: NetworkStack): string {
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const rows = network.listeners().map(({address, port}, index) => {
    const local = `${hexAddress(address)}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
    return `${String(index).padStart(4)}: ${local} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${1000 + index} 1\n`;
  });
  return head + rows.join('');
}

/** The least significant byte first. */
function hexAddress(address: string): string {
  const number = parseAddress(address) ?? 0;
  return [0, 8, 16, 24]
    .map((shift) => (Math.floor(number / 2 ** shift) % 256).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

export function devText(network: NetworkStack): string {
  const head = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;
  const row = (name: string, received: number, sent: number): string =>
    `${name.padStart(6)}: ${String(received).padStart(7)} ${'0'.padStart(7)}    0    0    0     0          0         0 ${String(sent).padStart(8)} ${'0'.padStart(7)}    0    0    0     0       0          0\n`;
  return (
    head + row('lo', 0, 0) + network.interfaces.map(({name, rxBytes, txBytes}) => row(name, rxBytes, txBytes)).join('')
  );
}
