import type {EndpointAddress, EndpointPort, Endpoints, Service} from 'kubernetes-types/core/v1';
import type {Endpoint, EndpointSlice} from 'kubernetes-types/discovery/v1';
import {type Frozen, type Stored, same} from '../../kubernetes-api/object.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {planSlices, type SliceGroup} from './slice-plan.ts';

const slices = 'endpointslices.discovery.k8s.io';
const managedBy = 'endpointslice.kubernetes.io/managed-by';
const manager = 'endpointslicemirroring-controller.k8s.io';

/** Writes slices for Endpoints that people make by hand, for Services without a selector: proxies read only slices. */
export function createEndpointSliceMirroringController(): Controller {
  return {
    name: 'endpointslice-mirroring-controller',
    component: 'endpoint-slice-mirroring-controller',
    setup({informers}, enqueue) {
      const add = ({metadata}: Stored<Endpoints> | Stored<Service>): void =>
        enqueue(`${metadata.namespace}/${metadata.name}`);
      informers.of<Stored<Endpoints>>('endpoints').on({added: add, changed: add});
      informers.of<Stored<Service>>('services').on({
        added: add,
        changed: (service, before) => !same(service.spec?.selector, before.spec?.selector) && add(service),
      });
    },
    reconcile(key, context) {
      const {informers} = context;
      const endpoints = informers.of<Stored<Endpoints>>('endpoints').byKey(key);
      if (!endpoints) return;
      const service = informers.of<Stored<Service>>('services').byKey(key);
      write(endpoints, service && isMirrored(endpoints, service) ? groupsOf(endpoints) : undefined, context);
    },
  };
}

function isMirrored({metadata}: Stored<Endpoints>, {spec}: Stored<Service>): boolean {
  return (
    spec?.selector === undefined &&
    metadata.labels?.['endpointslice.kubernetes.io/skip-mirror'] !== 'true' &&
    metadata.annotations?.['control-plane.alpha.kubernetes.io/leader'] === undefined
  );
}

function groupsOf({subsets}: Stored<Endpoints>): readonly SliceGroup[] {
  return (subsets ?? []).map(({addresses, notReadyAddresses, ports}) => ({
    ports: (ports ?? []).map(portOf),
    endpoints: [
      ...(addresses ?? []).map((address) => endpointOf(address, true)),
      ...(notReadyAddresses ?? []).map((address) => endpointOf(address, false)),
    ],
  }));
}

function portOf({name = '', protocol = 'TCP', port, appProtocol}: Frozen<EndpointPort>): SliceGroup['ports'][number] {
  return {name, protocol, port, ...(appProtocol === undefined ? {} : {appProtocol})};
}

function endpointOf({ip, hostname, nodeName, targetRef}: Frozen<EndpointAddress>, ready: boolean): Frozen<Endpoint> {
  return {
    addresses: [ip],
    conditions: {ready},
    ...(hostname === undefined ? {} : {hostname}),
    ...(targetRef === undefined ? {} : {targetRef}),
    ...(nodeName === undefined ? {} : {nodeName}),
  };
}

function write(
  endpoints: Stored<Endpoints>,
  groups: readonly SliceGroup[] | undefined,
  {client, informers}: ControllerContext,
): void {
  const {namespace = '', name, uid} = endpoints.metadata;
  const known = informers
    .of<Stored<EndpointSlice>>(slices)
    .ownedBy(uid)
    .filter(({metadata}) => metadata.labels?.[managedBy] === manager);
  const labels = {...endpoints.metadata.labels, [managedBy]: manager, 'kubernetes.io/service-name': name};
  const none = !groups || groups.every((group) => group.endpoints.length === 0);
  const plan = none
    ? {created: [], changed: [], deleted: known}
    : planSlices(groups, known, ({metadata}) => same(metadata.labels, labels));
  const owner = {apiVersion: 'v1', kind: 'Endpoints', name, uid, controller: true, blockOwnerDeletion: true};
  for (const content of plan.created)
    client.create(slices, namespace, {
      metadata: {generateName: `${name}-`, namespace, labels, ownerReferences: [owner]},
      addressType: 'IPv4',
      ...content,
    });
  for (const {slice, ...content} of plan.changed)
    client.update(slices, {...slice, metadata: {...slice.metadata, labels}, ...content});
  for (const {metadata} of plan.deleted) client.delete(slices, namespace, metadata.name, {uid: metadata.uid});
}
