import {checkCidr, rangeOf} from '../../validation/addresses.ts';
import type {At} from '../../validation/at.ts';
import {checkLabelSelector} from '../../validation/label-selector.ts';
import {validating} from '../../validation/metadata.ts';
import {checkPortNumberOrName, checkWord} from '../../validation/names.ts';
import {changedEach, filled, type Loose, withoutEmpty} from '../../values/filled.ts';
import {fieldsOf, listOf} from '../../values/reading.ts';
import {selectorText} from '../apps/workload.ts';
import {column, specOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec} from '../strategy.ts';

// @api NetworkPolicy partial: stored; nothing is kept out
// @api NetworkPolicy partial: stored; nothing is kept out
/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
export const networkPolicy = defineResource({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  shortNames: ['netpol'],
  hasGeneration: true,
  columns: [nameColumn, column('Pod-Selector', (one) => selectorText(specOf(one)['podSelector'])), ageColumn],
  strategy: {
    defaults: (object) => withSpec(object, defaultSpec(fieldsOf(object.spec))),
    validate: validating((root) => checkSpec(root.field('spec'))),
  },
});

function defaultSpec(spec: Loose): Loose {
  const types = listOf(spec['egress']).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  const result = filled(withoutEmpty(spec), {podSelector: {}, policyTypes: types});
  const fill = (rule: Loose) => changedEach(rule, 'ports', (port) => filled(port, {protocol: 'TCP'}));
  return changedEach(changedEach(result, 'ingress', fill), 'egress', fill);
}

function checkSpec(spec: At): void {
  checkLabelSelector(spec.field('podSelector'));
  for (const rule of spec.field('ingress').items()) checkRule(rule, 'from');
  for (const rule of spec.field('egress').items()) checkRule(rule, 'to');
  const types = spec.field('policyTypes');
  if (types.count > 2) types.invalid('may not specify more than two policyTypes');
  else for (const type of types.items()) checkWord(type, ['Ingress', 'Egress']);
}

function checkRule(rule: At, peers: string): void {
  for (const port of rule.field('ports').items()) checkPort(port);
  for (const peer of rule.field(peers).items()) checkPeer(peer);
}

function checkPort(at: At): void {
  const [port, end, protocol] = [at.field('port'), at.field('endPort'), at.field('protocol')];
  checkWord(protocol, ['TCP', 'UDP', 'SCTP']);
  if (!port.isSet) {
    if (end.isSet) end.invalid('may not be specified when `port` is not specified');
    return;
  }
  checkPortNumberOrName(port);
  if (!end.isSet) return;
  if (typeof port.value === 'string') end.invalid('may not be specified when `port` is non-numeric');
  else if ((end.number ?? 0) < (port.number ?? 0)) end.invalid('must be greater than or equal to `port`', port.value);
}

function checkPeer(peer: At): void {
  const [pods, namespaces, block] = [peer.field('podSelector'), peer.field('namespaceSelector'), peer.field('ipBlock')];
  if (!pods.isSet && !namespaces.isSet && !block.isSet) {
    peer.required('must specify a peer');
    return;
  }
  checkLabelSelector(pods);
  checkLabelSelector(namespaces);
  if (!block.isSet) return;
  if (pods.isSet || namespaces.isSet) peer.forbidden('may not specify both ipBlock and another peer');
  else checkBlock(block);
}

function checkBlock(block: At): void {
  const cidr = block.field('cidr');
  if (cidr.text === '') cidr.required();
  else if (!checkCidr(cidr)) return;
  const whole = rangeOf(cidr.text);
  for (const part of block.field('except').items()) {
    if (!checkCidr(part)) continue;
    const inner = rangeOf(part.text);
    if (!whole || !inner) continue;
    const inside = inner.first >= whole.first && inner.first + inner.size <= whole.first + whole.size;
    if (!inside || inner.size === whole.size) part.invalid('must be a strict subset of `cidr`');
  }
}
