import {fieldsOf, listOf, numberOf, textOf} from '../../values/reading.ts';
import {type Check, contextOf, type Fields, named, type PodParts, quoted} from './pod-parts.ts';

const usualCapabilities: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const safeSysctls: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
export const baseline: readonly Check[] = [
  {id: 'capabilities', look: lookAtCapabilities},
  {id: 'hostNamespaces', look: lookAtNamespaces},
  {id: 'hostPathVolumes', look: lookAtHostPaths},
  {id: 'hostPorts', look: lookAtHostPorts},
  {id: 'privileged', look: lookAtPrivileged},
  {id: 'procMount', look: lookAtProcMount},
  {id: 'seccompProfile', look: lookAtSeccomp},
  {id: 'sysctls', look: lookAtSysctls},
];

function lookAtCapabilities({containers}: PodParts): ReturnType<Check['look']> {
  const added = (one: Fields): readonly string[] =>
    listOf(fieldsOf(contextOf(one).capabilities).add)
      .map(textOf)
      .filter((name) => !usualCapabilities.includes(name));
  const bad = containers.filter((one) => added(one).length > 0);
  if (bad.length === 0) return undefined;
  const names = [...new Set(bad.flatMap(added))].toSorted();
  const rule = `must not include ${quoted(names)} in securityContext.capabilities.add`;
  return ['non-default capabilities', `${named('container', bad)} ${rule}`];
}

function lookAtNamespaces({spec}: PodParts): ReturnType<Check['look']> {
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => spec[name] === true);
  return shared.length === 0 ? undefined : ['host namespaces', shared.map((name) => `${name}=true`).join(', ')];
}

function lookAtHostPaths({spec}: PodParts): ReturnType<Check['look']> {
  const bad = listOf(spec.volumes)
    .map(fieldsOf)
    .filter(({hostPath}) => hostPath !== undefined);
  return bad.length === 0 ? undefined : ['hostPath volumes', named('volume', bad)];
}

function lookAtHostPorts({containers}: PodParts): ReturnType<Check['look']> {
  const portsOf = (one: Fields): readonly number[] =>
    listOf(one.ports)
      .map((port) => numberOf(fieldsOf(port).hostPort))
      .filter((port) => port !== 0);
  const bad = containers.filter((one) => portsOf(one).length > 0);
  if (bad.length === 0) return undefined;
  const ports = [...new Set(bad.flatMap(portsOf))].map(String).toSorted();
  const uses = bad.length === 1 ? 'uses' : 'use';
  return [
    'hostPort',
    `${named('container', bad)} ${uses} hostPort${ports.length === 1 ? '' : 's'} ${ports.join(', ')}`,
  ];
}

function lookAtPrivileged({containers}: PodParts): ReturnType<Check['look']> {
  const bad = containers.filter((one) => contextOf(one).privileged === true);
  if (bad.length === 0) return undefined;
  return ['privileged', `${named('container', bad)} must not set securityContext.privileged=true`];
}

function lookAtProcMount({containers}: PodParts): ReturnType<Check['look']> {
  const bad = containers.filter((one) => textOf(contextOf(one).procMount) === 'Unmasked');
  if (bad.length === 0) return undefined;
  return ['procMount', `${named('container', bad)} must not set securityContext.procMount to "Unmasked"`];
}

function lookAtSeccomp({context, containers}: PodParts): ReturnType<Check['look']> {
  const isOff = (of: Fields): boolean => fieldsOf(of.seccompProfile).type === 'Unconfined';
  const bad = containers.filter((one) => isOff(contextOf(one)));
  const rule = 'must not set securityContext.seccompProfile.type to "Unconfined"';
  const parts = [...(isOff(context) ? ['pod'] : []), ...(bad.length > 0 ? [named('container', bad)] : [])];
  return parts.length === 0 ? undefined : ['seccompProfile', `${parts.join(' and ')} ${rule}`];
}

function lookAtSysctls({context}: PodParts): ReturnType<Check['look']> {
  const bad = listOf(context.sysctls)
    .map((one) => textOf(fieldsOf(one).name))
    .filter((name) => !safeSysctls.includes(name));
  return bad.length === 0 ? undefined : ['forbidden sysctls', bad.join(', ')];
}
