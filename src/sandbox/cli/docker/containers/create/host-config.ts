import type {DockerCall} from '../../app.ts';
import type {Json} from '../../json.ts';
import {parseBytes} from '../../units.ts';
import {parseDevices} from './devices.ts';
import {networkMode} from './endpoints.ts';
import {pairsToObject} from './environment.ts';
import {containerFlags as flags} from './flags.ts';
import {devicePairs} from './limit-flags.ts';
import {checkModes, parseRestartPolicy, parseStorageOptions, securityOptions} from './policies.ts';
import type {PortMappings} from './ports.ts';
import {splitVolumes, withAbsoluteSource} from './volumes.ts';

/** What was worked out elsewhere. */
export interface HostParts {
  readonly ports: PortMappings;
  /** Rows and columns of the terminal, or zeros. */
  readonly consoleSize: readonly [number, number];
}

/** The HostConfig of a new container; throws in docker's words. */
export async function hostConfig(call: DockerCall, {ports, consoleSize}: HostParts): Promise<Json> {
  const {get, changed} = call;
  const {files} = call.app.context;
  checkModes(call);
  const restart = parseRestartPolicy(get(flags.restart));
  if (get(flags.rm) && restart.Name !== 'no' && restart.Name !== '') {
    throw new Error('conflicting options: cannot specify both --restart and --rm');
  }
  const {binds} = splitVolumes(get(flags.volume), files.folder);
  const logOptions = get(flags.logOpt);
  if (get(flags.logDriver) === 'none' && logOptions.length > 0) throw new Error('invalid logging opts for driver none');
  const security = await securityOptions(get(flags.securityOpt), files);
  const mounts = get(flags.mount).map((mount) => withAbsoluteSource(mount, files.folder));
  return {
    Binds: orNull(binds),
    ContainerIDFile: get(flags.cidfile),
    LogConfig: {Type: get(flags.logDriver), Config: pairsToObject(logOptions)},
    NetworkMode: networkMode(call),
    PortBindings: Object.fromEntries(ports.bindings),
    RestartPolicy: restart,
    AutoRemove: get(flags.rm),
    VolumeDriver: get(flags.volumeDriver),
    VolumesFrom: orNull(get(flags.volumesFrom)),
    ConsoleSize: consoleSize,
    ...(get(flags.annotation).size === 0 ? {} : {Annotations: Object.fromEntries(get(flags.annotation))}),
    CapAdd: orNull(get(flags.capAdd)),
    CapDrop: orNull(get(flags.capDrop)),
    CgroupnsMode: get(flags.cgroupns),
    Dns: get(flags.dns),
    DnsOptions: get(flags.dnsOption),
    DnsSearch: get(flags.dnsSearch),
    ExtraHosts: orNull(get(flags.addHost)),
    GroupAdd: orNull(get(flags.groupAdd)),
    IpcMode: get(flags.ipc),
    Cgroup: '',
    Links: orNull(get(flags.link)),
    OomScoreAdj: get(flags.oomScoreAdj),
    PidMode: get(flags.pid),
    Privileged: get(flags.privileged),
    PublishAllPorts: get(flags.publishAll),
    ReadonlyRootfs: get(flags.readOnly),
    SecurityOpt: security.options,
    ...storage(call),
    UTSMode: get(flags.uts),
    UsernsMode: get(flags.userns),
    ShmSize: get(flags.shmSize),
    ...(get(flags.sysctl).size === 0 ? {} : {Sysctls: Object.fromEntries(get(flags.sysctl))}),
    ...(get(flags.runtime) === '' ? {} : {Runtime: get(flags.runtime)}),
    Isolation: get(flags.isolation),
    ...resources(call),
    ...(mounts.length === 0 ? {} : {Mounts: mounts}),
    MaskedPaths: security.maskedPaths,
    ReadonlyPaths: security.readonlyPaths,
    ...(changed(flags.init) ? {Init: get(flags.init)} : {}),
  };
}

function orNull<T>(items: readonly T[]): readonly T[] | null {
  return items.length === 0 ? null : items;
}

function storage({get}: DockerCall): Json {
  const options = parseStorageOptions(get(flags.storageOpt));
  const tmpfs = get(flags.tmpfs).map((given) => {
    const [, path = '', , options = ''] = /^([^:]*)(:(.*))?$/s.exec(given) ?? [];
    return [path, options] as const;
  });
  return {
    ...(Object.keys(options).length === 0 ? {} : {StorageOpt: options}),
    ...(tmpfs.length === 0 ? {} : {Tmpfs: Object.fromEntries(tmpfs)}),
  };
}

function resources({get}: DockerCall): Json {
  const swappiness = get(flags.memorySwappiness);
  if (swappiness !== -1 && (swappiness < 0 || swappiness > 100)) {
    throw new Error(`invalid value: ${swappiness}. Valid memory swappiness range is 0-100`);
  }
  const kernelMemory = get(flags.kernelMemory);
  return {
    CpuShares: get(flags.cpuShares),
    Memory: get(flags.memory),
    NanoCpus: get(flags.cpus),
    CgroupParent: get(flags.cgroupParent),
    BlkioWeight: get(flags.blkioWeight),
    BlkioWeightDevice: devicePairs(get(flags.blkioWeightDevice), 'Weight'),
    BlkioDeviceReadBps: devicePairs(get(flags.deviceReadBps), 'Rate', parseBytes),
    BlkioDeviceWriteBps: devicePairs(get(flags.deviceWriteBps), 'Rate', parseBytes),
    BlkioDeviceReadIOps: devicePairs(get(flags.deviceReadIops), 'Rate'),
    BlkioDeviceWriteIOps: devicePairs(get(flags.deviceWriteIops), 'Rate'),
    CpuPeriod: get(flags.cpuPeriod),
    CpuQuota: get(flags.cpuQuota),
    CpuRealtimePeriod: get(flags.cpuRtPeriod),
    CpuRealtimeRuntime: get(flags.cpuRtRuntime),
    CpusetCpus: get(flags.cpusetCpus),
    CpusetMems: get(flags.cpusetMems),
    Devices: parseDevices(get(flags.device)),
    DeviceCgroupRules: orNull(get(flags.deviceCgroupRule)),
    DeviceRequests: orNull(get(flags.gpus)),
    ...(kernelMemory === 0 ? {} : {KernelMemory: kernelMemory}),
    MemoryReservation: get(flags.memoryReservation),
    MemorySwap: get(flags.memorySwap),
    MemorySwappiness: swappiness,
    OomKillDisable: get(flags.oomKillDisable),
    PidsLimit: get(flags.pidsLimit),
    Ulimits: get(flags.ulimit),
    CpuCount: get(flags.cpuCount),
    CpuPercent: get(flags.cpuPercent),
    IOMaximumIOps: get(flags.ioMaxIops),
    IOMaximumBandwidth: get(flags.ioMaxBandwidth),
  };
}
