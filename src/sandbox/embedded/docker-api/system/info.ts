import {processors} from '../containers/check-limits.ts';
import {goTime} from '../containers/go-time.ts';
import type {Daemon} from '../daemon.ts';
import {identity} from './identity.ts';

const warning =
  'WARNING: This engine is a simulation inside k8s-learn: its containers reach neither the internet nor a file outside ' +
  'the working folder';

/** What `docker info` shows. https://docs.docker.com/reference/api/engine/version/v1.46/#tag/System/operation/SystemInfo */
export function infoJson(daemon: Daemon): object {
  return {
    ID: daemon.id,
    ...counters(daemon),
    ...storage,
    ...abilities,
    ...machine(daemon),
    ...registries,
    ...runtimes,
    ServerVersion: identity.version,
    Swarm: {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    },
    LiveRestoreEnabled: false,
    Isolation: '',
    SecurityOptions: [],
    Warnings: [warning],
  };
}

function counters({containers, images, events}: Daemon): object {
  const all = containers.list();
  const running = all.filter(({status}) => status === 'running').length;
  const paused = all.filter(({status}) => status === 'paused').length;
  return {
    Containers: all.length,
    ContainersRunning: running,
    ContainersPaused: paused,
    ContainersStopped: all.length - running - paused,
    Images: images.list().length,
    NEventsListener: events.listeners,
  };
}

function machine({outside, kernel}: Daemon): object {
  return {
    SystemTime: goTime(outside.clock.now()),
    KernelVersion: identity.kernel,
    OperatingSystem: identity.platform,
    OSVersion: '',
    OSType: identity.os,
    Architecture: identity.machine,
    NCPU: processors,
    MemTotal: kernel.cgroup.limits.memoryBytes,
    Name: identity.hostName,
    Labels: ['dev.k8s-learn.simulation=true'],
  };
}

const storage = {
  Driver: 'overlay2',
  DriverStatus: [
    ['Backing Filesystem', 'memory'],
    ['Supports d_type', 'true'],
    ['Using metacopy', 'false'],
    ['Native Overlay Diff', 'true'],
    ['userxattr', 'false'],
  ],
  DockerRootDir: '/var/lib/docker',
  Plugins: {Volume: ['local'], Network: ['bridge', 'host', 'null'], Authorization: null, Log: ['json-file', 'none']},
  LoggingDriver: 'json-file',
} as const;

const abilities = {
  MemoryLimit: true,
  SwapLimit: false,
  CpuCfsPeriod: true,
  CpuCfsQuota: true,
  CPUShares: false,
  CPUSet: false,
  PidsLimit: true,
  IPv4Forwarding: true,
  BridgeNfIptables: true,
  BridgeNfIp6tables: true,
  Debug: false,
  NFd: 0,
  OomKillDisable: false,
  NGoroutines: 0,
  CgroupDriver: 'cgroupfs',
  CgroupVersion: '2',
  ExperimentalBuild: false,
} as const;

const registries = {
  IndexServerAddress: 'https://index.docker.io/v1/',
  RegistryConfig: {
    AllowNondistributableArtifactsCIDRs: null,
    AllowNondistributableArtifactsHostnames: null,
    InsecureRegistryCIDRs: ['127.0.0.0/8'],
    IndexConfigs: {'docker.io': {Name: 'docker.io', Mirrors: [], Secure: true, Official: true}},
    Mirrors: null,
  },
  GenericResources: null,
  HttpProxy: '',
  HttpsProxy: '',
  NoProxy: '',
} as const;

const nowhere = {ID: 'N/A', Expected: 'N/A'} as const;

const runtimes = {
  Runtimes: {runc: {path: 'runc'}},
  DefaultRuntime: 'runc',
  InitBinary: 'docker-init',
  ContainerdCommit: nowhere,
  RuncCommit: nowhere,
  InitCommit: nowhere,
  CDISpecDirs: [],
} as const;
