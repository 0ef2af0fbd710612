import {rfc1123z} from '../../../go/time.ts';
import {errorOf, StatusError} from '../../errors.ts';
import {type Json, object, objects, text, texts} from '../../json.ts';
import {defineDescriber, listAt, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {findEvents} from '../parts/events.ts';
import {writeAnnotations, writeLabels, writeTaints} from '../parts/labels.ts';
import {writeNodePods} from '../parts/node-pods.ts';
import {amount} from '../words.ts';

export const node = defineDescriber({
  kind: 'Node',
  group: '',
  version: 'v1',
  async describe(subject, page) {
    const {meta, spec} = subject;
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Roles:', rolesText(object(meta['labels'])));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'CreationTimestamp:', rfc1123z(text(meta['creationTimestamp'])));
    writeTaints(page, spec['taints']);
    page.line(0, 'Unschedulable:', spec['unschedulable'] === true);
    await writeLease(subject, page);
    writeStatus(subject, page);
    await writePods(subject, page);
  },
  // The kubelet's own events carry the node's name for a uid.
  events: async (subject) => [
    ...(await findEvents(subject)),
    ...(await findEvents(subject, {uid: text(subject.meta['name'])})),
  ],
});

const rolePrefix = 'node-role.kubernetes.io/';

function rolesText(labels: Json): string {
  const roles = Object.entries(labels).flatMap(([key, value]) => {
    if (key.startsWith(rolePrefix)) return [key.slice(rolePrefix.length)];
    return key === 'kubernetes.io/role' ? [text(value)] : [];
  });
  return (
    [...new Set(roles)]
      .filter((role) => role !== '')
      .sort()
      .join(',') || '<none>'
  );
}

async function writeLease({kubectl, meta}: Subject, page: Page): Promise<void> {
  const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${text(meta['name'])}`;
  try {
    const spec = object((await kubectl.api.json({path}))['spec']);
    const time = (field: string) => (spec[field] === undefined ? '<unset>' : rfc1123z(text(spec[field])));
    page.line(0, 'Lease:');
    page.line(1, 'HolderIdentity:', spec['holderIdentity'] === undefined ? '<unset>' : text(spec['holderIdentity']));
    page.line(1, 'AcquireTime:', time('acquireTime'));
    page.line(1, 'RenewTime:', time('renewTime'));
  } catch (error) {
    page.line(0, 'Lease:', `Failed to get lease: ${errorOf(error).message}`);
  }
}

function writeStatus({spec, status}: Subject, page: Page): void {
  writeConditions(page, objects(status['conditions']));
  page.line(0, 'Addresses:');
  for (const {type, address} of objects(status['addresses'])) page.line(1, `${text(type)}:`, text(address));
  writeAmounts(page, 'Capacity:', object(status['capacity']));
  writeAmounts(page, 'Allocatable:', object(status['allocatable']));
  writeSystem(page, object(status['nodeInfo']));
  if (text(spec['podCIDR']) !== '') page.line(0, 'PodCIDR:', text(spec['podCIDR']));
  const ranges = texts(spec['podCIDRs']);
  if (ranges.length > 0) page.line(0, 'PodCIDRs:', ranges.join(','));
  if (text(spec['providerID']) !== '') page.line(0, 'ProviderID:', text(spec['providerID']));
}

function writeConditions(page: Page, conditions: readonly Json[]): void {
  if (conditions.length === 0) return;
  page.write(0, 'Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n');
  page.line(1, '----', '------', '-----------------', '------------------', '------', '-------');
  for (const condition of conditions) {
    const of = (field: string) => text(condition[field]);
    const times = [rfc1123z(of('lastHeartbeatTime')), rfc1123z(of('lastTransitionTime'))];
    const words = [of('type'), of('status'), ...times, of('reason')].map((word) => `${word} `);
    page.line(1, ...words, of('message'));
  }
}

function writeAmounts(page: Page, title: string, amounts: Json): void {
  const names = Object.keys(amounts).sort();
  if (names.length > 0) page.line(0, title);
  for (const name of names) page.line(1, `${name}:`, amount(amounts[name]));
}

function writeSystem(page: Page, system: Json): void {
  page.line(0, 'System Info:');
  for (const [title, field] of [
    ['Machine ID', 'machineID'],
    ['System UUID', 'systemUUID'],
    ['Boot ID', 'bootID'],
    ['Kernel Version', 'kernelVersion'],
    ['OS Image', 'osImage'],
    ['Operating System', 'operatingSystem'],
    ['Architecture', 'architecture'],
    ['Container Runtime Version', 'containerRuntimeVersion'],
    ['Kubelet Version', 'kubeletVersion'],
    ['Kube-Proxy Version', 'kubeProxyVersion'],
  ] as const) {
    page.line(1, `${title}:`, text(system[field]));
  }
}

async function writePods(subject: Subject, page: Page): Promise<void> {
  const fieldSelector = `spec.nodeName=${text(subject.meta['name'])},status.phase!=Succeeded,status.phase!=Failed`;
  try {
    writeNodePods(page, subject, await listAt(subject, '/api/v1/pods', {fieldSelector}));
  } catch (error) {
    if (!(error instanceof StatusError && error.reason === 'Forbidden')) throw error;
    page.line(0, 'Pods:', 'not authorized');
  }
}
