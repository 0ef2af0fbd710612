import {z} from 'zod';
import {count, flag, goStruct, text, textMap, texts} from './go-json.ts';

const optionalCount = z.number().int().nullable().default(null);

const mountSchema = goStruct({
  Type: text,
  Source: z.string().exactOptional(),
  Target: z.string().exactOptional(),
  ReadOnly: z.boolean().exactOptional(),
  Consistency: z.string().exactOptional(),
  BindOptions: goStruct({
    Propagation: z.string().exactOptional(),
    NonRecursive: z.boolean().exactOptional(),
    CreateMountpoint: z.boolean().exactOptional(),
  }).exactOptional(),
  VolumeOptions: goStruct({
    NoCopy: z.boolean().exactOptional(),
    Labels: textMap.exactOptional(),
    DriverConfig: goStruct({Name: z.string().exactOptional(), Options: textMap.exactOptional()}).exactOptional(),
    Subpath: z.string().exactOptional(),
  }).exactOptional(),
  TmpfsOptions: goStruct({
    SizeBytes: z.number().int().exactOptional(),
    Mode: z.number().int().exactOptional(),
  }).exactOptional(),
});

/** One item of HostConfig.Mounts, what `--mount` says. */
export type MountSpec = z.output<typeof mountSchema>;

const portBindingsSchema = z.record(z.string(), z.array(goStruct({HostIp: text, HostPort: text})).nullable());

/** By container port: where the client wants it published. */
export type PortBindings = z.output<typeof portBindingsSchema>;

export const restartPolicySchema = goStruct({Name: text, MaximumRetryCount: count});

/** `no` or '', `always`, `unless-stopped`, `on-failure`. */
export type RestartPolicy = z.output<typeof restartPolicySchema>;

/** Limits, as `docker update` can change them too. */
export const resourcesShape = {
  CpuShares: count,
  Memory: count,
  NanoCpus: count,
  CgroupParent: text,
  BlkioWeight: count,
  BlkioWeightDevice: z.array(z.unknown()).nullable().default(null),
  BlkioDeviceReadBps: z.array(z.unknown()).nullable().default(null),
  BlkioDeviceWriteBps: z.array(z.unknown()).nullable().default(null),
  BlkioDeviceReadIOps: z.array(z.unknown()).nullable().default(null),
  BlkioDeviceWriteIOps: z.array(z.unknown()).nullable().default(null),
  CpuPeriod: count,
  CpuQuota: count,
  CpuRealtimePeriod: count,
  CpuRealtimeRuntime: count,
  CpusetCpus: text,
  CpusetMems: text,
  Devices: z.array(z.unknown()).nullable().default(null),
  DeviceCgroupRules: texts,
  DeviceRequests: z.array(z.unknown()).nullable().default(null),
  MemoryReservation: count,
  MemorySwap: count,
  MemorySwappiness: optionalCount,
  OomKillDisable: z.boolean().nullable().default(null),
  PidsLimit: optionalCount,
  Ulimits: z
    .array(goStruct({Name: text, Hard: count, Soft: count}))
    .nullable()
    .default(null),
  CpuCount: count,
  CpuPercent: count,
  IOMaximumIOps: count,
  IOMaximumBandwidth: count,
} as const;

const namespacesShape = {
  CapAdd: texts,
  CapDrop: texts,
  CgroupnsMode: text,
  Dns: texts,
  DnsOptions: texts,
  DnsSearch: texts,
  ExtraHosts: texts,
  GroupAdd: texts,
  IpcMode: text,
  Cgroup: text,
  Links: texts,
  OomScoreAdj: count,
  PidMode: text,
  Privileged: flag,
  PublishAllPorts: flag,
  ReadonlyRootfs: flag,
  SecurityOpt: texts,
  StorageOpt: textMap.exactOptional(),
  Tmpfs: textMap.exactOptional(),
  UTSMode: text,
  UsernsMode: text,
  ShmSize: count,
  Sysctls: textMap.exactOptional(),
  Runtime: text,
} as const;

/** How a container stands on its machine, in the order the API shows it. */
export const hostConfigSchema = goStruct({
  Binds: texts,
  ContainerIDFile: text,
  LogConfig: goStruct({Type: text, Config: textMap.default({})}).default({Type: '', Config: {}}),
  NetworkMode: text,
  PortBindings: portBindingsSchema.default({}),
  RestartPolicy: restartPolicySchema.default({Name: '', MaximumRetryCount: 0}),
  AutoRemove: flag,
  VolumeDriver: text,
  VolumesFrom: texts,
  ConsoleSize: z.tuple([z.number().int(), z.number().int()]).default([0, 0]),
  Annotations: textMap.exactOptional(),
  ...namespacesShape,
  Isolation: text,
  ...resourcesShape,
  Mounts: z.array(mountSchema).exactOptional(),
  MaskedPaths: texts,
  ReadonlyPaths: texts,
  Init: z.boolean().exactOptional(),
});

export type HostConfig = z.output<typeof hostConfigSchema>;
