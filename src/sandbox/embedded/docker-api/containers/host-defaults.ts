import type {HostConfig} from './host-config.ts';

const maskedPaths = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];
const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];
const usualShmBytes = 64 * 1024 * 1024;

/** What Docker fills in for what the client left open; `docker inspect` shows it. */
export function withHostDefaults(asked: HostConfig): HostConfig {
  const {LogConfig, RestartPolicy} = asked;
  return {
    ...asked,
    LogConfig: {...LogConfig, Type: LogConfig.Type === '' ? 'json-file' : LogConfig.Type},
    NetworkMode: asked.NetworkMode === '' ? 'default' : asked.NetworkMode,
    RestartPolicy: {...RestartPolicy, Name: RestartPolicy.Name === '' ? 'no' : RestartPolicy.Name},
    CgroupnsMode: asked.CgroupnsMode === '' ? 'private' : asked.CgroupnsMode,
    IpcMode: asked.IpcMode === '' ? 'private' : asked.IpcMode,
    ShmSize: asked.ShmSize === 0 ? usualShmBytes : asked.ShmSize,
    Runtime: asked.Runtime === '' ? 'runc' : asked.Runtime,
    // Docker lets a container use as much swap as it has memory.
    MemorySwap: asked.MemorySwap === 0 ? asked.Memory * 2 : asked.MemorySwap,
    MemorySwappiness: asked.MemorySwappiness === -1 ? null : asked.MemorySwappiness,
    PidsLimit: asked.PidsLimit === 0 || asked.PidsLimit === -1 ? null : asked.PidsLimit,
    MaskedPaths: asked.MaskedPaths ?? (asked.Privileged ? null : maskedPaths),
    ReadonlyPaths: asked.ReadonlyPaths ?? (asked.Privileged ? null : readonlyPaths),
  };
}
