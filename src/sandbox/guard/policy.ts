import {isUnset, object, objects, type Raw, text, texts} from './raw-json.ts';
import {refused} from './refusal.ts';

/** The most a learner's container may take of the machine. */
export const largestMemoryBytes = 2 * 1024 ** 3;
export const mostProcesses = 512;

/** A rule about one option: a sentence says why a value is refused, undefined lets it pass. */
type Rule = (value: unknown) => string | undefined;

const free: Rule = () => undefined;

/** Refuses every value but Go's zero values, which say that the option was not used. */
function never(sentence: string): Rule {
  return (value) => (isUnset(value) ? undefined : sentence);
}

function oneOf(allowed: readonly string[], sentence: string): Rule {
  return (value) => (isUnset(value) || allowed.includes(text(value)) ? undefined : sentence);
}

/** A namespace mode: one of `allowed`, or that of another container, which is looked up elsewhere. */
function namespace(option: string, allowed: readonly string[], shared: boolean): Rule {
  return (value) => {
    const mode = text(value);
    if (isUnset(value) || allowed.includes(mode) || (shared && mode.startsWith('container:'))) return undefined;
    if (mode === 'host') return `${option}=host would share your machine's own namespace; leave the option out.`;
    return `${option}=${mode} is not part of the course; leave the option out.`;
  };
}

function atMost(limit: number, sentence: string): Rule {
  return (value) => (typeof value === 'number' && value > limit ? sentence : undefined);
}

const unusedLimit = 'this limit is not part of the course; use -m and --cpus.';

/** Limits, as `update` takes them flat and `create` in its HostConfig. */
const resources: Readonly<Record<string, Rule>> = {
  Memory: atMost(largestMemoryBytes, 'more than 2 GiB of memory is not needed in the course; use -m 2g or less.'),
  MemoryReservation: free,
  MemorySwap: free,
  MemorySwappiness: free,
  KernelMemory: free,
  KernelMemoryTCP: free,
  NanoCpus: free,
  CpuShares: free,
  CpuPeriod: free,
  CpuQuota: free,
  CpuRealtimePeriod: never(unusedLimit),
  CpuRealtimeRuntime: never(unusedLimit),
  CpusetCpus: free,
  CpusetMems: free,
  CpuCount: never(unusedLimit),
  CpuPercent: never(unusedLimit),
  IOMaximumIOps: never(unusedLimit),
  IOMaximumBandwidth: never(unusedLimit),
  BlkioWeight: free,
  BlkioWeightDevice: never(unusedLimit),
  BlkioDeviceReadBps: never(unusedLimit),
  BlkioDeviceWriteBps: never(unusedLimit),
  BlkioDeviceReadIOps: never(unusedLimit),
  BlkioDeviceWriteIOps: never(unusedLimit),
  OomKillDisable: never('--oom-kill-disable could freeze your machine; leave it out.'),
  PidsLimit: atMost(
    mostProcesses,
    'more than 512 processes are not needed in the course; use --pids-limit 512 or less.',
  ),
  Ulimits: free,
  CgroupParent: never('--cgroup-parent would take the container out of its limits; leave it out.'),
  Devices: never("--device would give the container your machine's hardware; leave it out."),
  DeviceCgroupRules: never("--device-cgroup-rule would open your machine's hardware; leave it out."),
  DeviceRequests: never("--gpus would give the container your machine's hardware; leave it out."),
  RestartPolicy: free,
};

const unconfined = 'it would take away what keeps the container apart from your machine; leave the option out.';

/** Every option of a HostConfig that is known; a rule that looks further (mounts, networks) is `free` here. */
const hostConfig: Readonly<Record<string, Rule>> = {
  ...resources,
  Privileged: never('--privileged gives the container your whole machine; leave it out.'),
  CapAdd: never('--cap-add gives the container rights over your machine; leave it out.'),
  CapDrop: free,
  Capabilities: never('Capabilities gives the container rights over your machine; leave it out.'),
  SecurityOpt: (value) =>
    texts(value).every((option) => /^no-new-privileges([:=]true)?$/.test(option)) && isListOrUnset(value)
      ? undefined
      : `--security-opt: ${unconfined}`,
  // An empty list is not "unset" here: it uncovers all of /proc and /sys.
  MaskedPaths: (value) => (value === null || value === undefined ? undefined : `MaskedPaths: ${unconfined}`),
  ReadonlyPaths: (value) => (value === null || value === undefined ? undefined : `ReadonlyPaths: ${unconfined}`),
  // Names of networks pass here: whose they are is looked up in attach-networks.ts.
  NetworkMode: (value) =>
    text(value) === 'host'
      ? "--network=host would share your machine's own network; use -p to publish a port."
      : undefined,
  PidMode: namespace('--pid', [], true),
  IpcMode: namespace('--ipc', ['none', 'private', 'shareable'], true),
  UTSMode: namespace('--uts', [], false),
  UsernsMode: namespace('--userns', [], false),
  CgroupnsMode: namespace('--cgroupns', ['private'], false),
  Cgroup: never('Cgroup is not part of the course; leave it out.'),
  Runtime: never('--runtime is not part of the course; leave it out.'),
  Isolation: oneOf(['default'], '--isolation is not part of the course; leave it out.'),
  Sysctls: never('--sysctl changes kernel settings; leave it out.'),
  StorageOpt: never('--storage-opt is not part of the course; leave it out.'),
  Annotations: never('--annotation is not part of the course; leave it out.'),
  VolumeDriver: oneOf(['local'], '--volume-driver can reach outside the course; leave it out.'),
  LogConfig: (value) =>
    ['', 'json-file', 'local', 'none'].includes(text(object(value)['Type']))
      ? undefined
      : '--log-driver sends logs elsewhere; use json-file, local or none.',
  OomScoreAdj: (value) =>
    typeof value === 'number' && value < 0
      ? 'a negative --oom-score-adj would sacrifice your own programs first; use 0 or more.'
      : undefined,
  ShmSize: atMost(largestMemoryBytes, 'more than 2 GiB of shared memory is not needed in the course; use less.'),
  Binds: free,
  Mounts: free,
  VolumesFrom: free,
  Links: free,
  PortBindings: free,
  PublishAllPorts: free,
  AutoRemove: free,
  ConsoleSize: free,
  ContainerIDFile: free,
  Dns: free,
  DnsOptions: free,
  DnsSearch: free,
  ExtraHosts: free,
  GroupAdd: free,
  Init: free,
  ReadonlyRootfs: free,
  Tmpfs: free,
};

const config: ReadonlySet<string> = new Set([
  ...['Hostname', 'Domainname', 'User', 'AttachStdin', 'AttachStdout', 'AttachStderr', 'ExposedPorts', 'Tty'],
  ...['OpenStdin', 'StdinOnce', 'Env', 'Cmd', 'Healthcheck', 'ArgsEscaped', 'Image', 'Volumes', 'WorkingDir'],
  ...['Entrypoint', 'NetworkDisabled', 'MacAddress', 'OnBuild', 'Labels', 'StopSignal', 'StopTimeout', 'Shell'],
  ...['HostConfig', 'NetworkingConfig'],
]);

/** Throws what is refused of a `POST /containers/create` body. References to other objects are checked elsewhere. */
export function checkCreate(body: Raw): void {
  checkKnown(body, config);
  checkOptions(object(body['HostConfig']));
  for (const mount of objects(object(body['HostConfig'])['Mounts'])) checkMount(mount);
}

/** Throws what is refused of a HostConfig. */
export function checkOptions(host: Raw): void {
  checkRules(host, hostConfig);
}

/** Throws what is refused of a `POST /containers/{id}/update` body. */
export function checkUpdate(body: Raw): void {
  checkRules(body, resources);
}

const execKeys: ReadonlySet<string> = new Set([
  ...['AttachStdin', 'AttachStdout', 'AttachStderr', 'Cmd', 'ConsoleSize', 'Container', 'Detach', 'DetachKeys'],
  ...['Env', 'Privileged', 'Tty', 'User', 'WorkingDir'],
]);

/** Throws what is refused of a `POST /containers/{id}/exec` body. A node of the cluster may be entered with all rights. */
export function checkExec(body: Raw, isNode: boolean): void {
  checkKnown(body, execKeys);
  if (!isUnset(body['Privileged']) && !isNode)
    throw refused('exec --privileged gives the command your whole machine; leave it out.');
}

function checkMount(mount: Raw): void {
  const type = text(mount['Type']);
  if (!['bind', 'volume', 'tmpfs'].includes(type)) {
    throw refused(`a mount of type "${type}" is not part of the course; use bind, volume or tmpfs.`);
  }
  const driver = object(object(mount['VolumeOptions'])['DriverConfig']);
  if (!['', 'local'].includes(text(driver['Name'])) || !isUnset(driver['Options'])) {
    throw refused(
      'volume driver options can mount any folder of your machine; leave volume-driver and volume-opt out.',
    );
  }
  if (/shared/.test(text(object(mount['BindOptions'])['Propagation']))) {
    throw refused('shared mount propagation would reach back to your machine; leave bind-propagation out.');
  }
}

/** Closed by default: an option this version of the guard does not know must not be used. */
function checkRules(options: Raw, rules: Readonly<Record<string, Rule>>): void {
  for (const [key, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, key)
      ? rules[key]
      : never(`the option ${key} is not part of the course; leave it out.`);
    const sentence = rule?.(value);
    if (sentence !== undefined) throw refused(sentence);
  }
}

function checkKnown(body: Raw, known: ReadonlySet<string>): void {
  for (const [key, value] of Object.entries(body)) {
    if (!known.has(key) && !isUnset(value)) throw refused(`the option ${key} is not part of the course; leave it out.`);
  }
}

function isListOrUnset(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}
