import {faultOfLabel, faultOfSubdomain} from '../../objects/names.ts';
import {checkIp} from '../addresses.ts';
import type {At} from '../at.ts';
import {checkLabels, checkName, checkOptionalWord, checkQualifiedName, checkWord} from '../names.ts';
import {checkContainers, checkInitContainers} from './container.ts';
import {checkAffinity, checkSpread, checkTolerations} from './scheduling.ts';
import {checkPodSecurity} from './security.ts';
import {checkVolumes} from './volume.ts';

const restartPolicies = ['Always', 'OnFailure', 'Never'];
const systems = ['linux', 'windows'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** The spec of a Pod, or of a template for Pods; `volumes` are names of more volumes than it lists. */
export function checkPodSpec(spec: At, volumes: readonly string[] = []): void {
  const view = {
    volumes: new Set([...checkVolumes(spec.field('volumes')), ...volumes]),
    hostNetwork: spec.field('hostNetwork').value === true,
    names: new Set<string>(),
  };
  checkContainers(spec.field('containers'), view);
  checkInitContainers(spec.field('initContainers'), view);
  checkWord(spec.field('restartPolicy'), restartPolicies);
  checkDns(spec);
  checkLabels(spec.field('nodeSelector'));
  checkPodSecurity(spec);
  checkAffinity(spec.field('affinity'));
  checkTolerations(spec.field('tolerations'));
  checkSpread(spec.field('topologySpreadConstraints'));
  checkGates(spec);
  checkNames(spec);
  checkHostAliases(spec.field('hostAliases'));
  const deadline = spec.field('activeDeadlineSeconds');
  if (deadline.number !== undefined && (deadline.number < 1 || deadline.number > 2_147_483_647))
    deadline.invalid('must be between 1 and 2147483647, inclusive');
}

const searchPattern = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;
const searchFault =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and " +
  "end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";

function checkDns(spec: At): void {
  const [policy, config] = [spec.field('dnsPolicy'), spec.field('dnsConfig')];
  checkWord(policy, dnsPolicies);
  const servers = config.field('nameservers');
  if (policy.text === 'None' && !config.isSet) config.required('must provide `dnsConfig` when `dnsPolicy` is None');
  if (policy.text === 'None' && config.isSet && servers.count === 0)
    servers.required('must provide at least one DNS nameserver when `dnsPolicy` is None');
  if (servers.count > 3) servers.invalid('must not have more than 3 nameservers');
  for (const server of servers.items()) checkIp(server);
  for (const search of config.field('searches').items())
    if (search.text !== '.' && !searchPattern.test(search.text.replace(/\.$/, ''))) search.invalid(searchFault);
  for (const option of config.field('options').items())
    if (option.field('name').text === '') option.called(config.field('options').path).required('must not be empty');
}

function checkGates(spec: At): void {
  for (const gate of spec.field('readinessGates').items()) checkQualifiedName(gate.field('conditionType'));
  const seen = new Set<string>();
  for (const gate of spec.field('schedulingGates').items()) {
    const name = gate.field('name').text;
    checkQualifiedName(gate, name);
    if (seen.has(name)) gate.duplicate(name);
    seen.add(name);
  }
}

function checkNames(spec: At): void {
  for (const name of ['nodeName', 'serviceAccountName', 'priorityClassName', 'runtimeClassName'])
    if (spec.field(name).text !== '') checkName(spec.field(name), faultOfSubdomain);
  for (const name of ['hostname', 'subdomain'])
    if (spec.field(name).text !== '') checkName(spec.field(name), faultOfLabel);
  checkOptionalWord(spec.field('preemptionPolicy'), ['Never', 'PreemptLowerPriority']);
  const system = spec.field('os');
  if (system.isSet && !systems.includes(system.field('name').text))
    system.unsupported(systems, system.field('name').text);
}

function checkHostAliases(aliases: At): void {
  for (const alias of aliases.items()) {
    checkIp(alias.field('ip'));
    for (const name of alias.field('hostnames').items()) checkName(name, faultOfSubdomain);
  }
}
