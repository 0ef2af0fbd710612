import {same} from '../object.ts';
import {faultOfLabel, faultOfSubdomain} from '../objects/names.ts';
import {checkCidr, checkIp, checkReachable} from './addresses.ts';
import type {At} from './at.ts';
import {
  checkLabels,
  checkName,
  checkOptionalWord,
  checkPortNumber,
  checkPortNumberOrName,
  checkQualifiedName,
  checkWord,
} from './names.ts';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const protocols = ['SCTP', 'TCP', 'UDP'];

/** A Service, its addresses apart that the server hands out. */
export function checkService(root: At): void {
  const spec = root.field('spec');
  const type = spec.field('type').text;
  const headless = spec.field('clusterIP').text === 'None';
  if (spec.field('ports').count === 0 && !headless && type !== 'ExternalName') spec.field('ports').required();
  checkClusterIps(spec, type);
  if (type === 'ExternalName') checkExternalName(spec);
  checkPorts(spec, type);
  checkLabels(spec.field('selector'));
  checkAffinity(spec);
  for (const address of spec.field('externalIPs').items()) if (checkIp(address)) checkReachable(address);
  checkWord(spec.field('type'), types);
  checkBalancer(spec, type);
  checkPolicies(spec, type);
}

function checkClusterIps(spec: At, type: string): void {
  const addresses = spec.field('clusterIPs');
  if (type === 'ExternalName') {
    for (const name of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'])
      if (spec.field(name).isSet) spec.field(name).forbidden('may not be set for ExternalName services');
    return;
  }
  const [first] = addresses.items();
  if (first && first.text !== spec.field('clusterIP').text) {
    addresses.invalid('first value must match `clusterIP`');
    return;
  }
  if (first?.text === 'None' && type !== 'ClusterIP') first.invalid(`may not be set to 'None' for ${type} services`);
  else if (first && first.text !== 'None') checkIp(first);
  for (const family of spec.field('ipFamilies').items())
    if (family.text === 'IPv6') family.invalid('not configured on this cluster');
    else if (family.text !== 'IPv4') family.unsupported(['IPv4', 'IPv6']);
  const policy = spec.field('ipFamilyPolicy');
  if (policy.text === 'RequireDualStack') policy.invalid('this cluster is not configured for dual-stack services');
  else checkOptionalWord(policy, ['PreferDualStack', 'RequireDualStack', 'SingleStack']);
}

function checkExternalName(spec: At): void {
  const name = spec.field('externalName');
  const text = name.text.replace(/\.$/, '');
  if (text === '') name.required();
  else checkName(name, faultOfSubdomain, text);
}

function checkPorts(spec: At, type: string): void {
  const [names, pairs] = [new Set<string>(), new Set<string>()];
  const ports = spec.field('ports').items();
  for (const port of ports) {
    const [name, protocol, node] = [port.field('name'), port.field('protocol'), port.field('nodePort')];
    if (name.text === '') {
      if (ports.length > 1) name.required();
    } else {
      checkName(name, faultOfLabel);
      if (names.has(name.text)) name.duplicate();
      names.add(name.text);
    }
    if (port.field('port').isSet) checkPortNumber(port.field('port'));
    else port.field('port').invalid('must be between 1 and 65535, inclusive', 0);
    checkWord(protocol, protocols);
    checkPortNumberOrName(port.field('targetPort'));
    if (port.field('appProtocol').isSet) checkQualifiedName(port.field('appProtocol'));
    if (type === 'ClusterIP' && (node.number ?? 0) !== 0) node.forbidden("may not be used when `type` is 'ClusterIP'");
    const pair = `${protocol.text}/${port.field('port').number}`;
    if (pairs.has(pair)) port.duplicate(goPort(port));
    pairs.add(pair);
  }
}

/** A port as upstream's sentence shows it: only what made it a duplicate. */
function goPort(port: At): unknown {
  const {protocol, port: number} = port.fields;
  return {Name: '', Protocol: protocol, AppProtocol: null, Port: number, TargetPort: 0, NodePort: 0};
}

function checkAffinity(spec: At): void {
  const affinity = spec.field('sessionAffinity');
  checkWord(affinity, ['ClientIP', 'None']);
  const seconds = spec.field('sessionAffinityConfig').field('clientIP').field('timeoutSeconds');
  if (affinity.text === 'ClientIP' && seconds.number !== undefined && (seconds.number <= 0 || seconds.number > 86_400))
    seconds.invalid('must be greater than 0 and less than 86400');
}

function checkBalancer(spec: At, type: string): void {
  const only = "may only be used when `type` is 'LoadBalancer'";
  for (const range of spec.field('loadBalancerSourceRanges').called('spec.LoadBalancerSourceRanges').items())
    checkCidr(range);
  if (type === 'LoadBalancer') {
    const kind = spec.field('loadBalancerClass');
    if (kind.isSet) checkQualifiedName(kind);
    return;
  }
  for (const name of ['allocateLoadBalancerNodePorts', 'loadBalancerClass'])
    if (spec.field(name).isSet) spec.field(name).forbidden(only);
}

function checkPolicies(spec: At, type: string): void {
  const policies = ['Cluster', 'Local'];
  const [external, internal, health] = [
    spec.field('externalTrafficPolicy'),
    spec.field('internalTrafficPolicy'),
    spec.field('healthCheckNodePort'),
  ];
  const outside = type === 'NodePort' || type === 'LoadBalancer' || spec.field('externalIPs').count > 0;
  if (!outside && external.isSet) external.invalid('may only be set for externally-accessible services');
  else if (outside) checkWord(external, policies);
  if ((health.number ?? 0) !== 0 && !(type === 'LoadBalancer' && external.text === 'Local'))
    health.invalid("may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
  if (types.includes(type) && type !== 'ExternalName') checkWord(internal, policies);
}

/** What of a Service may be changed: everything but the address it has. */
export function checkServiceChange(root: At, before: At): void {
  const [spec, old] = [root.field('spec'), before.field('spec')];
  if (spec.field('type').text === 'ExternalName' || old.field('type').text === 'ExternalName') return;
  const [addresses, had] = [spec.field('clusterIPs'), old.field('clusterIPs')];
  const [first, former] = [addresses.items()[0], had.items()[0]];
  if (!first || !former || former.text === '' || same(first.value, former.value)) return;
  if (first.text !== spec.field('clusterIP').text) return;
  first.invalid('may not change once set', addresses.value);
}
