import {ApiRefusal, badRequest, notSimulated} from '../api/refusal.ts';
import {checkConfig} from './check-config.ts';
import {checkLimits, checkRestartPolicy} from './check-limits.ts';
import type {ContainerConfig} from './container-config.ts';
import type {HostConfig} from './host-config.ts';
import {checkPortBindings} from './ports.ts';

/**
 * Refuses what Docker refuses of a new container before it looks at anything else, in its words. Gives the warnings the
 * client is shown.
 */
export function checkHost(host: HostConfig, config: ContainerConfig): readonly string[] {
  checkConfig(config);
  checkPortBindings(host.PortBindings);
  checkRestartPolicy(host.RestartPolicy);
  if (host.AutoRemove && !['', 'no'].includes(host.RestartPolicy.Name))
    throw badRequest("can't create 'AutoRemove' container with restart policy");
  for (const line of host.ExtraHosts ?? [])
    if (!/^[^:=]+[:=].+/.test(line)) throw badRequest(`bad format for add-host: "${line}"`);
  if (host.ShmSize < 0) throw badRequest('SHM size can not be less than 0');
  checkLimits(host);
  checkLogConfig(host.LogConfig);
  checkNamespaces(host);
  checkNetworkMode(host, config);
  checkCapabilities(host);
  return host.NetworkMode === 'host' && Object.keys(host.PortBindings).length > 0
    ? ['Published ports are discarded when using host network mode']
    : [];
}

const readableDrivers = ['', 'json-file', 'local', 'none'];
const otherDrivers = ['syslog', 'journald', 'gelf', 'fluentd', 'awslogs', 'splunk', 'etwlogs', 'gcplogs', 'logentries'];
const logOptions: {readonly [driver: string]: readonly string[]} = {
  'json-file': [
    'max-file',
    'max-size',
    'compress',
    'labels',
    'labels-regex',
    'env',
    'env-regex',
    'tag',
    'mode',
    'max-buffer-size',
  ],
  local: ['max-file', 'max-size', 'compress', 'mode', 'max-buffer-size'],
};

function checkLogConfig({Type, Config}: HostConfig['LogConfig']): void {
  if (otherDrivers.includes(Type)) throw notSimulated(`the logging driver ${Type}`);
  if (!readableDrivers.includes(Type)) throw badRequest(`logger: no log driver named '${Type}' is registered`);
  const driver = Type === '' ? 'json-file' : Type;
  for (const option of Object.keys(Config))
    if (!(logOptions[driver] ?? []).includes(option))
      throw badRequest(`unknown log opt '${option}' for ${driver} log driver`);
}

function checkNamespaces(host: HostConfig): void {
  if (!/^(|none|private|shareable|host|container:.+)$/.test(host.IpcMode))
    throw badRequest(`invalid IPC mode: ${host.IpcMode}`);
  if (host.PidMode === 'host' || host.PidMode.startsWith('container:')) throw notSimulated(`--pid=${host.PidMode}`);
  if (host.PidMode !== '') throw badRequest(`invalid PID mode: ${host.PidMode}`);
  if (!['', 'host'].includes(host.UTSMode)) throw badRequest(`invalid UTS mode: ${host.UTSMode}`);
  if (!['', 'host'].includes(host.UsernsMode)) throw badRequest(`invalid user namespace mode: ${host.UsernsMode}`);
  if (!['', 'host', 'private'].includes(host.CgroupnsMode))
    throw badRequest(`invalid cgroup namespace mode: ${host.CgroupnsMode}`);
  if (!['', 'default'].includes(host.Isolation)) throw badRequest(`invalid isolation "${host.Isolation}" on linux`);
  if (!['', 'runc', 'io.containerd.runc.v2'].includes(host.Runtime))
    throw badRequest(`unknown or invalid runtime name: ${host.Runtime}`);
  if (Object.keys(host.StorageOpt ?? {}).length > 0)
    throw badRequest("--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
}

function checkNetworkMode(host: HostConfig, config: ContainerConfig): void {
  const mode = host.NetworkMode;
  if (mode === 'container:') throw badRequest('Invalid network mode: no container ID specified in "container:"');
  if (!mode.startsWith('container:')) return;
  const shared: readonly (readonly [boolean, string])[] = [
    [config.Hostname !== '', 'hostname'],
    [
      (host.Links ?? []).length > 0,
      "container type network can't be used with links. This would result in undefined behavior",
    ],
    [(host.Dns ?? []).length > 0, 'dns'],
    [(host.ExtraHosts ?? []).length > 0, 'custom host-to-IP mapping'],
    [Object.keys(host.PortBindings).length > 0 || host.PublishAllPorts, 'port publishing'],
    [Object.keys(config.ExposedPorts ?? {}).length > 0, 'port exposing'],
  ];
  for (const [conflicts, what] of shared) if (conflicts) throw badRequest(conflictText(what));
}

function conflictText(what: string): string {
  if (what === 'hostname') return 'conflicting options: hostname and the network mode';
  if (what.includes("can't be used")) return `conflicting options: ${what}`;
  return `conflicting options: ${what} and the container type network mode`;
}

const capabilities = (
  'ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE ' +
  'DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD ' +
  'NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN ' +
  'SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG ' +
  'WAKE_ALARM'
).split(' ');

/** Rights are checked as text and have no effect: there is nothing here a container could reach with them. */
function checkCapabilities(host: HostConfig): void {
  for (const [option, names] of [
    ['CapAdd', host.CapAdd],
    ['CapDrop', host.CapDrop],
  ] as const)
    for (const name of names ?? []) {
      const bare = name.toUpperCase().replace(/^CAP_/, '');
      if (!capabilities.includes(bare)) throw badRequest(`invalid ${option}: unknown capability: "CAP_${bare}"`);
    }
  if ((host.Devices ?? []).length > 0) throw notSimulated('--device');
  if ((host.DeviceRequests ?? []).length > 0)
    throw new ApiRefusal(500, 'could not select device driver "" with capabilities: [[gpu]]');
}
