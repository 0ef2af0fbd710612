import {canonicalMap} from '../../defaults/volume.ts';
import {type Draft, type KubeObject, same} from '../../object.ts';
import {checkCidr} from '../../validation/addresses.ts';
import type {At} from '../../validation/at.ts';
import {comparing, validating} from '../../validation/metadata.ts';
import {checkTaints} from '../../validation/pod/scheduling.ts';
import {changed, filled} from '../../values/filled.ts';
import {fieldsOf, listOf, textOf} from '../../values/reading.ts';
import {column, orNone, specOf, statusOf, wideColumn} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec} from '../strategy.ts';

const roleLabel = 'node-role.kubernetes.io/';
const emptyStatus = {
  daemonEndpoints: {kubeletEndpoint: {Port: 0}},
  nodeInfo: {
    machineID: '',
    systemUUID: '',
    bootID: '',
    kernelVersion: '',
    osImage: '',
    containerRuntimeVersion: '',
    kubeletVersion: '',
    kubeProxyVersion: '',
    operatingSystem: '',
    architecture: '',
  },
};

// @api Node partial: no proxy to a kubelet
// @api Node partial: no proxy to a kubelet
/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/ */
export const node = defineResource({
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  namespaced: false,
  hasStatus: true,
  selectable: {'spec.unschedulable': (one) => String(specOf(one)['unschedulable'] === true)},
  columns: [
    nameColumn,
    column('Status', stateText),
    column('Roles', rolesText),
    ageColumn,
    column('Version', (one) => textOf(nodeInfo(one).kubeletVersion)),
    wideColumn('Internal-IP', (one) => addressOf(one, 'InternalIP')),
    wideColumn('External-IP', (one) => addressOf(one, 'ExternalIP')),
    wideColumn('OS-Image', (one) => textOf(nodeInfo(one).osImage) || '<unknown>'),
    wideColumn('Kernel-Version', (one) => textOf(nodeInfo(one).kernelVersion) || '<unknown>'),
    wideColumn('Container-Runtime', (one) => textOf(nodeInfo(one).containerRuntimeVersion) || '<unknown>'),
  ],
  strategy: {
    defaults: (object) => withSpec(object, defaultSpec(fieldsOf(object.spec))),
    // A node brings its own status along, as kubelets do.
    prepareCreate: (object) => withTaint({...object, status: defaultStatus(fieldsOf(object.status))}),
    validate: validating((root) => {
      checkTaints(root.field('spec').field('taints').called('metadata.taints'));
      for (const cidr of root.field('spec').field('podCIDRs').items()) checkCidr(cidr);
    }),
    validateUpdate: comparing(checkChange),
  },
});

function nodeInfo(object: KubeObject): {readonly [field: string]: unknown} {
  return fieldsOf(statusOf(object)['nodeInfo']);
}

function stateText(object: KubeObject): string {
  const ready = listOf(statusOf(object)['conditions'])
    .map(fieldsOf)
    .find(({type}) => type === 'Ready');
  const state = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return specOf(object)['unschedulable'] === true ? `${state},SchedulingDisabled` : state;
}

function rolesText({metadata}: KubeObject): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([label, value]) => {
    if (label.startsWith(roleLabel)) return [label.slice(roleLabel.length)].filter((role) => role !== '');
    return label === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return orNone([...new Set(roles)].sort().join(','));
}

function addressOf(object: KubeObject, wanted: string): string {
  const found = listOf(statusOf(object)['addresses'])
    .map(fieldsOf)
    .find(({type}) => type === wanted);
  return orNone(textOf(found?.address));
}

function defaultSpec(spec: {readonly [field: string]: unknown}): {readonly [field: string]: unknown} {
  const cidr = textOf(spec['podCIDR']);
  return cidr === '' ? spec : filled(spec, {podCIDRs: [cidr]});
}

function defaultStatus(status: {readonly [field: string]: unknown}): {readonly [field: string]: unknown} {
  return changed(changed(filled(status, emptyStatus), 'capacity', canonicalMap), 'allocatable', canonicalMap);
}

/** A new node takes no Pods before it is known to be ready: upstream's TaintNodesByCondition. */
function withTaint(object: Draft): Draft {
  const taint = {key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule'};
  const taints = listOf(fieldsOf(object.spec).taints);
  const has = taints.some((one) => fieldsOf(one).key === taint.key && fieldsOf(one).effect === taint.effect);
  return has ? object : {...object, spec: {...fieldsOf(object.spec), taints: [...taints, taint]}};
}

function checkChange(root: At, before: At): void {
  const [now, old] = [root.field('spec').field('podCIDRs'), before.field('spec').field('podCIDRs')];
  if (old.count > 0 && !same(now.value, old.value))
    now.forbidden('node updates may not change podCIDR except from "" to valid');
  const [provider, former] = [root.field('spec').field('providerID'), before.field('spec').field('providerID')];
  if (former.text !== '' && provider.text !== former.text)
    provider.forbidden('node updates may not change providerID except from "" to valid');
}
