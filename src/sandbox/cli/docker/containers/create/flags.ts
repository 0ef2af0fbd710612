import {bool, duration, int, list, text, uint} from '../../../cobra/flag-kinds.ts';
import {bytes, decimal, map, swapBytes} from '../../flags/kinds.ts';
import {
  checkAttach,
  checkDeviceRule,
  checkEnvironment,
  checkExtraHost,
  checkIp,
  checkLabel,
  checkLink,
  checkSearchDomain,
  checkSysctl,
} from './checks.ts';
import {devices, gpus, ulimit} from './limit-flags.ts';
import {mount} from './mount-flag.ts';
import {network} from './network-flag.ts';

const windows = 'os:windows';

/** What `docker run` and `docker create` know of a container. */
export const containerFlags = {
  addHost: list('add-host', {usage: 'Add a custom host-to-IP mapping (host:ip)', check: checkExtraHost}),
  annotation: map('annotation', {
    usage: 'Add an annotation to the container (passed through to the OCI runtime)',
    needs: 'api:1.43',
  }),
  attach: list('attach', {short: 'a', usage: 'Attach to STDIN, STDOUT or STDERR', check: checkAttach}),
  blkioWeight: uint('blkio-weight', {
    usage: 'Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)',
    bits: 16,
  }),
  blkioWeightDevice: devices('blkio-weight-device', {
    usage: 'Block IO weight (relative device weight)',
    unit: 'weight',
  }),
  capAdd: list('cap-add', {usage: 'Add Linux capabilities'}),
  capDrop: list('cap-drop', {usage: 'Drop Linux capabilities'}),
  cgroupParent: text('cgroup-parent', {usage: 'Optional parent cgroup for the container'}),
  cgroupns: text('cgroupns', {
    usage: [
      'Cgroup namespace to use (host|private)',
      "'host':    Run the container in the Docker host's cgroup namespace",
      "'private': Run the container in its own private cgroup namespace",
      "'':        Use the cgroup namespace as configured by the",
      '           default-cgroupns-mode option on the daemon (default)',
    ].join('\n'),
  }),
  cidfile: text('cidfile', {usage: 'Write the container ID to the file'}),
  cpuCount: int('cpu-count', {usage: 'CPU count (Windows only)', needs: windows}),
  cpuPercent: int('cpu-percent', {usage: 'CPU percent (Windows only)', needs: windows}),
  cpuPeriod: int('cpu-period', {usage: 'Limit CPU CFS (Completely Fair Scheduler) period'}),
  cpuQuota: int('cpu-quota', {usage: 'Limit CPU CFS (Completely Fair Scheduler) quota'}),
  cpuRtPeriod: int('cpu-rt-period', {usage: 'Limit CPU real-time period in microseconds'}),
  cpuRtRuntime: int('cpu-rt-runtime', {usage: 'Limit CPU real-time runtime in microseconds'}),
  cpuShares: int('cpu-shares', {short: 'c', usage: 'CPU shares (relative weight)'}),
  cpus: decimal('cpus', {usage: 'Number of CPUs'}),
  cpusetCpus: text('cpuset-cpus', {usage: 'CPUs in which to allow execution (0-3, 0,1)'}),
  cpusetMems: text('cpuset-mems', {usage: 'MEMs in which to allow execution (0-3, 0,1)'}),
  device: list('device', {usage: 'Add a host device to the container'}),
  deviceCgroupRule: list('device-cgroup-rule', {
    usage: 'Add a rule to the cgroup allowed devices list',
    check: checkDeviceRule,
  }),
  deviceReadBps: devices('device-read-bps', {
    usage: 'Limit read rate (bytes per second) from a device',
    unit: 'bytes',
  }),
  deviceReadIops: devices('device-read-iops', {usage: 'Limit read rate (IO per second) from a device', unit: 'number'}),
  deviceWriteBps: devices('device-write-bps', {
    usage: 'Limit write rate (bytes per second) to a device',
    unit: 'bytes',
  }),
  deviceWriteIops: devices('device-write-iops', {
    usage: 'Limit write rate (IO per second) to a device',
    unit: 'number',
  }),
  disableContentTrust: bool('disable-content-trust', {usage: 'Skip image verification', initial: true}),
  dns: list('dns', {usage: 'Set custom DNS servers', check: checkIp}),
  dnsOption: list('dns-option', {usage: 'Set DNS options', aliases: ['dns-opt']}),
  dnsSearch: list('dns-search', {usage: 'Set custom DNS search domains', check: checkSearchDomain}),
  domainname: text('domainname', {usage: 'Container NIS domain name'}),
  entrypoint: text('entrypoint', {usage: 'Overwrite the default ENTRYPOINT of the image'}),
  env: list('env', {short: 'e', usage: 'Set environment variables', check: checkEnvironment}),
  envFile: list('env-file', {usage: 'Read in a file of environment variables'}),
  expose: list('expose', {usage: 'Expose a port or a range of ports'}),
  gpus: gpus('gpus', {usage: "GPU devices to add to the container ('all' to pass all GPUs)"}),
  groupAdd: list('group-add', {usage: 'Add additional groups to join'}),
  healthCmd: text('health-cmd', {usage: 'Command to run to check health'}),
  healthInterval: duration('health-interval', {
    usage: 'Time between running the check (ms|s|m|h) (default 0s)',
  }),
  healthRetries: int('health-retries', {usage: 'Consecutive failures needed to report unhealthy'}),
  healthStartInterval: duration('health-start-interval', {
    usage: 'Time between running the check during the start period (ms|s|m|h) (default 0s)',
    needs: 'api:1.44',
  }),
  healthStartPeriod: duration('health-start-period', {
    usage:
      'Start period for the container to initialize before starting health-retries countdown (ms|s|m|h) (default 0s)',
  }),
  healthTimeout: duration('health-timeout', {
    usage: 'Maximum time to allow one check to run (ms|s|m|h) (default 0s)',
  }),
  hostname: text('hostname', {short: 'h', usage: 'Container host name'}),
  init: bool('init', {usage: 'Run an init inside the container that forwards signals and reaps processes'}),
  interactive: bool('interactive', {short: 'i', usage: 'Keep STDIN open even if not attached'}),
  ioMaxBandwidth: bytes('io-maxbandwidth', {
    usage: 'Maximum IO bandwidth limit for the system drive (Windows only)',
    needs: windows,
  }),
  ioMaxIops: uint('io-maxiops', {
    usage: 'Maximum IOps limit for the system drive (Windows only)',
    needs: windows,
  }),
  ip: text('ip', {usage: 'IPv4 address (e.g., 172.30.100.104)'}),
  ip6: text('ip6', {usage: 'IPv6 address (e.g., 2001:db8::33)'}),
  ipc: text('ipc', {usage: 'IPC mode to use'}),
  isolation: text('isolation', {usage: 'Container isolation technology'}),
  kernelMemory: bytes('kernel-memory', {usage: 'Kernel memory limit'}),
  label: list('label', {short: 'l', usage: 'Set meta data on a container', check: checkLabel}),
  labelFile: list('label-file', {usage: 'Read in a line delimited file of labels'}),
  link: list('link', {usage: 'Add link to another container', check: checkLink}),
  linkLocalIp: list('link-local-ip', {usage: 'Container IPv4/IPv6 link-local addresses'}),
  logDriver: text('log-driver', {usage: 'Logging driver for the container'}),
  logOpt: list('log-opt', {usage: 'Log driver options'}),
  macAddress: text('mac-address', {usage: 'Container MAC address (e.g., 92:d0:c6:0a:29:33)'}),
  memory: bytes('memory', {short: 'm', usage: 'Memory limit'}),
  memoryReservation: bytes('memory-reservation', {usage: 'Memory soft limit'}),
  memorySwap: swapBytes('memory-swap', {
    usage: "Swap limit equal to memory plus swap: '-1' to enable unlimited swap",
  }),
  memorySwappiness: int('memory-swappiness', {
    usage: 'Tune container memory swappiness (0 to 100)',
    initial: -1,
  }),
  mount: mount('mount', {usage: 'Attach a filesystem mount to the container'}),
  network: network('network', {usage: 'Connect a container to a network', aliases: ['net']}),
  networkAlias: list('network-alias', {
    usage: 'Add network-scoped alias for the container',
    aliases: ['net-alias'],
  }),
  noHealthcheck: bool('no-healthcheck', {usage: 'Disable any container-specified HEALTHCHECK'}),
  oomKillDisable: bool('oom-kill-disable', {usage: 'Disable OOM Killer'}),
  oomScoreAdj: int('oom-score-adj', {usage: "Tune host's OOM preferences (-1000 to 1000)"}),
  pid: text('pid', {usage: 'PID namespace to use'}),
  pidsLimit: int('pids-limit', {usage: 'Tune container pids limit (set -1 for unlimited)'}),
  privileged: bool('privileged', {usage: 'Give extended privileges to this container'}),
  publish: list('publish', {short: 'p', usage: "Publish a container's port(s) to the host"}),
  publishAll: bool('publish-all', {short: 'P', usage: 'Publish all exposed ports to random ports'}),
  readOnly: bool('read-only', {usage: "Mount the container's root filesystem as read only"}),
  restart: text('restart', {usage: 'Restart policy to apply when a container exits', initial: 'no'}),
  rm: bool('rm', {
    usage: 'Automatically remove the container and its associated anonymous volumes when it exits',
  }),
  runtime: text('runtime', {usage: 'Runtime to use for this container'}),
  securityOpt: list('security-opt', {usage: 'Security Options'}),
  shmSize: bytes('shm-size', {usage: 'Size of /dev/shm'}),
  stopSignal: text('stop-signal', {usage: 'Signal to stop the container'}),
  stopTimeout: int('stop-timeout', {usage: 'Timeout (in seconds) to stop a container'}),
  storageOpt: list('storage-opt', {usage: 'Storage driver options for the container'}),
  sysctl: map('sysctl', {usage: 'Sysctl options', check: checkSysctl}),
  tmpfs: list('tmpfs', {usage: 'Mount a tmpfs directory'}),
  tty: bool('tty', {short: 't', usage: 'Allocate a pseudo-TTY'}),
  ulimit: ulimit('ulimit', {usage: 'Ulimit options'}),
  useApiSocket: bool('use-api-socket', {usage: 'Bind mount Docker API socket and required auth'}),
  user: text('user', {short: 'u', usage: 'Username or UID (format: <name|uid>[:<group|gid>])'}),
  userns: text('userns', {usage: 'User namespace to use'}),
  uts: text('uts', {usage: 'UTS namespace to use'}),
  volume: list('volume', {short: 'v', usage: 'Bind mount a volume'}),
  volumeDriver: text('volume-driver', {usage: 'Optional volume driver for the container'}),
  volumesFrom: list('volumes-from', {usage: 'Mount volumes from the specified container(s)'}),
  workdir: text('workdir', {short: 'w', usage: 'Working directory inside the container'}),
} as const;

/** What they know of making it. */
export const makingFlags = {
  name: text('name', {usage: 'Assign a name to the container'}),
  platform: text('platform', {usage: 'Set platform if server is multi-platform capable'}),
  quiet: bool('quiet', {short: 'q', usage: 'Suppress the pull output'}),
} as const;
