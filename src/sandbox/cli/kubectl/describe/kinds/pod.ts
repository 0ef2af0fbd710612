import {rfc1123z} from '../../../go/time.ts';
import {at, isObject, number, object, objects, text} from '../../json.ts';
import {ageOf} from '../../print/age.ts';
import {defineDescriber, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeResources} from '../parts/amounts.ts';
import {writeContainers} from '../parts/containers.ts';
import {findEvents} from '../parts/events.ts';
import {writeAnnotations, writeLabels, writeTolerations} from '../parts/labels.ts';
import {writeSpread} from '../parts/pod-template.ts';
import {qosClass} from '../parts/qos-class.ts';
import {writeVolumes} from '../parts/volumes.ts';
import {controllerText} from '../words.ts';

export const pod = defineDescriber({
  kind: 'Pod',
  group: '',
  version: 'v1',
  describe(subject, page) {
    const {spec, status} = subject;
    writePlace(subject, page);
    writeState(subject, page);
    writeAddresses(subject, page);
    if (isObject(spec['resources'])) {
      page.line(0, 'Resources:');
      writeResources(page, 1, spec['resources']);
    }
    writeAllContainers(subject, page);
    writeConditions(subject, page);
    writeVolumes(page, spec['volumes']);
    page.line(0, 'QoS Class:', text(status['qosClass']) || qosClass(spec));
    writeLabels(page, 'Node-Selectors', spec['nodeSelector']);
    writeTolerations(page, spec['tolerations']);
    writeSpread(page, spec['topologySpreadConstraints']);
  },
  // Events of a static Pod are about the file it comes from, whose uid its mirror carries; their kind is not asked for.
  events: (subject) => {
    const mirror = text(at(subject.meta, 'annotations', 'kubernetes.io/config.mirror'));
    return findEvents(subject, {kind: '', ...(mirror === '' ? {} : {uid: mirror})});
  },
});

function writePlace({meta, spec, status}: Subject, page: Page): void {
  page.line(0, 'Name:', text(meta['name']));
  page.line(0, 'Namespace:', text(meta['namespace']));
  if (spec['priority'] !== undefined) page.line(0, 'Priority:', number(spec['priority']));
  for (const [title, field] of [
    ['Priority Class Name:', 'priorityClassName'],
    ['Runtime Class Name:', 'runtimeClassName'],
    ['Service Account:', 'serviceAccountName'],
  ] as const) {
    if (text(spec[field]) !== '') page.line(0, title, text(spec[field]));
  }
  const node = text(spec['nodeName']);
  page.line(0, 'Node:', node === '' ? '<none>' : `${node}/${text(status['hostIP'])}`);
  if (status['startTime'] !== undefined) page.line(0, 'Start Time:', rfc1123z(text(status['startTime'])));
  writeLabels(page, 'Labels', meta['labels']);
  writeAnnotations(page, 'Annotations', meta['annotations']);
}

function writeState({meta, spec, status, nowMs}: Subject, page: Page): void {
  const deleted = text(meta['deletionTimestamp']);
  const phase = text(status['phase']);
  // A Pod keeps its phase while it terminates: deletionTimestamp tells.
  if (deleted !== '' && phase !== 'Failed' && phase !== 'Succeeded') {
    page.line(0, 'Status:', `Terminating (lasts ${ageOf(deleted, nowMs)})`);
    page.line(0, 'Termination Grace Period:', `${number(meta['deletionGracePeriodSeconds'])}s`);
  } else {
    page.line(0, 'Status:', phase);
  }
  if (text(status['reason']) !== '') page.line(0, 'Reason:', text(status['reason']));
  if (text(status['message']) !== '') page.line(0, 'Message:', text(status['message']));
  const seccomp = at(spec, 'securityContext', 'seccompProfile');
  if (!isObject(seccomp)) return;
  page.line(0, 'SeccompProfile:', text(seccomp['type']));
  if (seccomp['type'] === 'Localhost') page.line(0, 'LocalhostProfile:', text(seccomp['localhostProfile']));
}

function writeAddresses({meta, status}: Subject, page: Page): void {
  page.line(0, 'IP:', text(status['podIP']));
  const addresses = objects(status['podIPs']);
  if (addresses.length === 0) page.line(0, 'IPs:', '<none>');
  else page.line(0, 'IPs:');
  for (const {ip} of addresses) page.line(1, 'IP:', text(ip));
  if (controllerText(meta) !== '') page.line(0, 'Controlled By:', controllerText(meta));
  if (text(status['nominatedNodeName']) !== '') page.line(0, 'NominatedNodeName:', text(status['nominatedNodeName']));
}

function writeAllContainers({object: whole, spec, status}: Subject, page: Page): void {
  for (const [title, field, statuses] of [
    ['Init Containers', 'initContainers', 'initContainerStatuses'],
    ['Containers', 'containers', 'containerStatuses'],
    ['Ephemeral Containers', 'ephemeralContainers', 'ephemeralContainerStatuses'],
  ] as const) {
    if (field !== 'containers' && objects(spec[field]).length === 0) continue;
    writeContainers(page, {title, containers: spec[field], statuses: status[statuses], pod: whole});
  }
}

function writeConditions({spec, status}: Subject, page: Page): void {
  const conditions = objects(status['conditions']);
  const gates = objects(spec['readinessGates']);
  if (gates.length > 0) page.write(0, 'Readiness Gates:\n  Type\tStatus\n');
  for (const {conditionType} of gates) {
    const found = conditions.find(({type}) => type === conditionType);
    page.line(1, `${text(conditionType)} `, `${found === undefined ? '<none>' : text(object(found)['status'])} `);
  }
  if (conditions.length > 0) page.write(0, 'Conditions:\n  Type\tStatus\n');
  for (const condition of conditions) page.line(1, `${text(condition['type'])} `, `${text(condition['status'])} `);
}
