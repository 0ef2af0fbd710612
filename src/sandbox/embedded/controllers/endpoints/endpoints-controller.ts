import type {EndpointAddress, EndpointSubset, Endpoints, Pod, Service} from 'kubernetes-types/core/v1';
import {type Frozen, type Stored, same} from '../../kubernetes-api/object.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {type EndpointPort, portsOn} from './ports.ts';
import {addressOf, followServices, hasEndpoints, hostnameFor, isHeadless, isReady, podsOf} from './service-pods.ts';
import {lastChangeTriggerTime, TriggerTimes} from './trigger-times.ts';

const managedBy = {'endpoints.kubernetes.io/managed-by': 'endpoint-controller'};
const headlessLabel = 'service.kubernetes.io/headless';
const mostAddresses = 1000;
const overCapacity = 'endpoints.kubernetes.io/over-capacity';

/** Keeps an Endpoints object beside every Service with a selector: its Pods' addresses, those that are ready apart. */
export function createEndpointsController(): Controller {
  const times = new TriggerTimes();
  return {
    name: 'endpoint',
    setup: followServices,
    reconcile(key, context) {
      const {client, informers} = context;
      const service = informers.of<Stored<Service>>('services').byKey(key);
      const [namespace = '', name = ''] = key.split('/');
      if (!service) {
        times.forget(key);
        if (client.find('endpoints', namespace, name)) client.delete('endpoints', namespace, name);
      } else if (hasEndpoints(service)) write(service, key, {...context, times});
    },
  };
}

function write(
  service: Stored<Service>,
  key: string,
  context: ControllerContext & {readonly times: TriggerTimes},
): void {
  const {client, times} = context;
  const {namespace = '', name} = service.metadata;
  const pods = podsOf(service, context);
  const trigger = times.of(key, service, pods);
  const {subsets, truncated} = subsetsOf(service, pods);
  const labels = {...service.metadata.labels, ...managedBy, ...(isHeadless(service) ? {[headlessLabel]: ''} : {})};
  const known = client.find<Stored<Endpoints>>('endpoints', namespace, name);
  const content = subsets.length === 0 ? {} : {subsets};
  if (known && same(known.subsets ?? [], subsets) && same(known.metadata.labels, labels)) return;
  const {[lastChangeTriggerTime]: _, [overCapacity]: __, ...others} = known?.metadata.annotations ?? {};
  const annotations = {
    ...others,
    ...(trigger === undefined ? {} : {[lastChangeTriggerTime]: trigger}),
    ...(truncated ? {[overCapacity]: 'truncated'} : {}),
  };
  const own = {name, namespace, labels, ...(Object.keys(annotations).length === 0 ? {} : {annotations})};
  if (!known) {
    client.create('endpoints', namespace, {metadata: own, ...content});
    return;
  }
  const {annotations: ___, ...metadata} = known.metadata;
  const {apiVersion, kind} = known;
  client.update('endpoints', {apiVersion, kind, metadata: {...metadata, ...own}, ...content});
}

interface Group {
  readonly ports: readonly EndpointPort[];
  readonly ready: Frozen<EndpointAddress>[];
  readonly notReady: Frozen<EndpointAddress>[];
}

function subsetsOf(
  service: Stored<Service>,
  pods: readonly Stored<Pod>[],
): {readonly subsets: readonly Frozen<EndpointSubset>[]; readonly truncated: boolean} {
  const groups = new Map<string, Group>();
  const publishes = service.spec?.publishNotReadyAddresses === true;
  const shown = pods.filter(({metadata}) => publishes || metadata.deletionTimestamp === undefined);
  for (const pod of shown.slice(0, mostAddresses)) {
    const ports = portsOn(service, pod);
    if (ports.length === 0 && !(isHeadless(service) && (service.spec?.ports ?? []).length === 0)) continue;
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? {ports, ready: [], notReady: []};
    groups.set(key, group);
    (publishes || isReady(pod) ? group.ready : group.notReady).push(addressFor(service, pod));
  }
  return {subsets: [...groups.values()].map(subsetOf), truncated: shown.length > mostAddresses};
}

function addressFor(service: Stored<Service>, pod: Stored<Pod>): Frozen<EndpointAddress> {
  const {namespace, name, uid} = pod.metadata;
  const hostname = hostnameFor(service, pod);
  const nodeName = pod.spec?.nodeName;
  return {
    ip: addressOf(pod),
    ...(hostname === undefined ? {} : {hostname}),
    ...(nodeName === undefined ? {} : {nodeName}),
    targetRef: {kind: 'Pod', ...(namespace === undefined ? {} : {namespace}), name, uid},
  };
}

function subsetOf({ports, ready, notReady}: Group): Frozen<EndpointSubset> {
  const listed = ports.toSorted(byPort).map(({name, ...port}) => ({...(name === '' ? {} : {name}), ...port}));
  return {
    ...(ready.length === 0 ? {} : {addresses: ready.sort(byAddress)}),
    ...(notReady.length === 0 ? {} : {notReadyAddresses: notReady.sort(byAddress)}),
    ...(listed.length === 0 ? {} : {ports: listed}),
  };
}

function byAddress(one: Frozen<EndpointAddress>, other: Frozen<EndpointAddress>): number {
  return one.ip < other.ip ? -1 : one.ip > other.ip ? 1 : 0;
}

function byPort(one: EndpointPort, other: EndpointPort): number {
  return one.port - other.port || (one.protocol < other.protocol ? -1 : 1);
}
