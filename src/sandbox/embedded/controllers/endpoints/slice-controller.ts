import type {Node, Pod, Service} from 'kubernetes-types/core/v1';
import type {Endpoint, EndpointSlice} from 'kubernetes-types/discovery/v1';
import {type Frozen, type Stored, same} from '../../kubernetes-api/object.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {type EndpointPort, portsOn} from './ports.ts';
import {addressOf, followServices, hasEndpoints, hostnameFor, isHeadless, isReady, podsOf} from './service-pods.ts';
import {planSlices, type SliceGroup} from './slice-plan.ts';
import {lastChangeTriggerTime, TriggerTimes} from './trigger-times.ts';

const slices = 'endpointslices.discovery.k8s.io';
const managedBy = 'endpointslice.kubernetes.io/managed-by';
const manager = 'endpointslice-controller.k8s.io';
const zoneLabel = 'topology.kubernetes.io/zone';

/** Keeps the EndpointSlices of every Service with a selector: what kube-proxy and the cluster's DNS go by. */
export function createEndpointSliceController(): Controller {
  const times = new TriggerTimes();
  return {
    name: 'endpointslice',
    component: 'endpoint-slice-controller',
    setup(context, enqueue) {
      followServices(context, enqueue);
      // A slice that somebody deleted or changed is put right.
      const touch = (slice: Stored<EndpointSlice>): void => {
        const service = slice.metadata.labels?.['kubernetes.io/service-name'];
        if (service && isOurs(slice)) enqueue(`${slice.metadata.namespace}/${service}`);
      };
      context.informers.of<Stored<EndpointSlice>>(slices).on({changed: touch, removed: touch});
    },
    reconcile(key, context) {
      const service = context.informers.of<Stored<Service>>('services').byKey(key);
      // The slices of a Service that is gone go with it: it owns them.
      if (!service || service.metadata.deletionTimestamp !== undefined) times.forget(key);
      else if (hasEndpoints(service)) write(service, key, {...context, times});
    },
  };
}

function isOurs({metadata}: Stored<EndpointSlice>): boolean {
  return metadata.labels?.[managedBy] === manager;
}

function write(
  service: Stored<Service>,
  key: string,
  context: ControllerContext & {readonly times: TriggerTimes},
): void {
  const {client, informers, times} = context;
  const {namespace = '', name, uid} = service.metadata;
  const pods = podsOf(service, context);
  const trigger = times.of(key, service, pods);
  const known = informers.of<Stored<EndpointSlice>>(slices).ownedBy(uid).filter(isOurs);
  const labels = labelsOf(service);
  const plan = planSlices(groupsOf(service, pods, context), known, (slice) => same(slice.metadata.labels, labels));
  const annotations = trigger === undefined ? {} : {annotations: {[lastChangeTriggerTime]: trigger}};
  for (const content of plan.created)
    client.create(slices, namespace, {
      metadata: {
        generateName: `${name}-`,
        namespace,
        labels,
        ...annotations,
        ownerReferences: [{apiVersion: 'v1', kind: 'Service', name, uid, controller: true, blockOwnerDeletion: true}],
      },
      addressType: 'IPv4',
      ...content,
    });
  for (const {slice, ...content} of plan.changed) {
    const {annotations: _, ...metadata} = slice.metadata;
    client.update(slices, {...slice, metadata: {...metadata, labels, ...annotations}, ...content});
  }
  for (const {metadata} of plan.deleted) client.delete(slices, namespace, metadata.name, {uid: metadata.uid});
}

function labelsOf(service: Stored<Service>): {readonly [key: string]: string} {
  return {
    ...service.metadata.labels,
    [managedBy]: manager,
    'kubernetes.io/service-name': service.metadata.name,
    ...(isHeadless(service) ? {'service.kubernetes.io/headless': ''} : {}),
  };
}

/** The endpoints by the ports they have; Pods may give one port name different numbers. */
function groupsOf(
  service: Stored<Service>,
  pods: readonly Stored<Pod>[],
  {informers}: ControllerContext,
): readonly SliceGroup[] {
  const nodes = informers.of<Stored<Node>>('nodes');
  const groups = new Map<string, {readonly ports: readonly EndpointPort[]; readonly endpoints: Frozen<Endpoint>[]}>();
  const portless = isHeadless(service) && (service.spec?.ports ?? []).length === 0;
  for (const pod of pods) {
    const ports = portsOn(service, pod);
    if (ports.length === 0 && !portless) continue;
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? {ports, endpoints: []};
    groups.set(key, group);
    const zone = nodes.byKey(pod.spec?.nodeName ?? '')?.metadata.labels?.[zoneLabel];
    group.endpoints.push(endpointFor(service, pod, zone));
  }
  return [...groups.values()];
}

function endpointFor(service: Stored<Service>, pod: Stored<Pod>, zone: string | undefined): Frozen<Endpoint> {
  const {namespace, name, uid, deletionTimestamp} = pod.metadata;
  const terminating = deletionTimestamp !== undefined;
  const serving = isReady(pod);
  const hostname = hostnameFor(service, pod);
  const nodeName = pod.spec?.nodeName;
  return {
    addresses: [addressOf(pod)],
    conditions: {
      ready: service.spec?.publishNotReadyAddresses === true || (serving && !terminating),
      serving,
      terminating,
    },
    ...(hostname === undefined ? {} : {hostname}),
    targetRef: {kind: 'Pod', ...(namespace === undefined ? {} : {namespace}), name, uid},
    ...(nodeName === undefined ? {} : {nodeName}),
    ...(zone === undefined ? {} : {zone}),
  };
}
