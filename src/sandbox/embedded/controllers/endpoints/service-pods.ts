import type {Pod, Service} from 'kubernetes-types/core/v1';
import {keyOfObject, type Stored, same} from '../../kubernetes-api/object.ts';
import {hasLabels} from '../../kubernetes-api/values/label-selector.ts';
import type {ControllerContext} from '../controller.ts';

/** With so many Pods, changes are gathered for a while before a Service's endpoints are written again. */
const manyPods = 100;
/** The more Pods, the longer, so that each costs the same however many there are. */
const gatherMsPerPod = 0.5;
const longestGatherMs = 1_000;

/** Puts a Service on the list whenever the addresses behind it may have changed. */
export function followServices({informers}: ControllerContext, enqueue: (key: string, afterMs?: number) => void): void {
  const services = informers.of<Stored<Service>>('services');
  const pods = informers.of<Stored<Pod>>('pods');
  const add = (service: Stored<Service>): void => enqueue(keyOfObject(service));
  services.on({added: add, changed: add, removed: add});
  const counts = new Map<string, number>();
  const touch = (pod: Stored<Pod>, by: number): void => {
    const {namespace = ''} = pod.metadata;
    const count = (counts.get(namespace) ?? 0) + by;
    counts.set(namespace, count);
    const afterMs = count > manyPods ? Math.min(count * gatherMsPerPod, longestGatherMs) : 0;
    for (const service of services.inNamespace(namespace))
      if (selects(service, pod)) enqueue(keyOfObject(service), afterMs);
  };
  pods.on({
    added: (pod) => touch(pod, 1),
    removed: (pod) => touch(pod, -1),
    changed(pod, before) {
      if (isAlike(pod, before)) return;
      touch(pod, 0);
      if (!same(pod.metadata.labels, before.metadata.labels)) touch(before, 0);
    },
  });
}

/** Whether a Service has endpoints made for it, and this Pod is one of them. */
export function selects({spec}: Stored<Service>, {metadata}: Stored<Pod>): boolean {
  return spec?.selector !== undefined && spec.type !== 'ExternalName' && hasLabels(metadata.labels, spec.selector);
}

/** The Pods behind a Service that have an address and have not ended. */
export function podsOf(service: Stored<Service>, {informers}: ControllerContext): readonly Stored<Pod>[] {
  const pods = informers.of<Stored<Pod>>('pods').inNamespace(service.metadata.namespace ?? '');
  return [...pods].filter((pod) => selects(service, pod) && addressOf(pod) !== '' && !hasEnded(pod));
}

/** Whether endpoints are made for a Service at all. */
export function hasEndpoints({spec}: Stored<Service>): boolean {
  return spec?.selector !== undefined && spec.type !== 'ExternalName';
}

export function addressOf({status}: Stored<Pod>): string {
  return status?.podIPs?.[0]?.ip ?? status?.podIP ?? '';
}

export function isReady({status}: Stored<Pod>): boolean {
  return status?.conditions?.some(({type, status: state}) => type === 'Ready' && state === 'True') ?? false;
}

export function isHeadless({spec}: Stored<Service>): boolean {
  return spec?.clusterIP === 'None';
}

/** The name a Pod has of its own below the Service. */
export function hostnameFor({metadata}: Stored<Service>, pod: Stored<Pod>): string | undefined {
  const {hostname, subdomain} = pod.spec ?? {};
  return hostname && subdomain === metadata.name ? hostname : undefined;
}

function hasEnded({status}: Stored<Pod>): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function isAlike(pod: Stored<Pod>, before: Stored<Pod>): boolean {
  return (
    addressOf(pod) === addressOf(before) &&
    isReady(pod) === isReady(before) &&
    hasEnded(pod) === hasEnded(before) &&
    pod.metadata.deletionTimestamp === before.metadata.deletionTimestamp &&
    pod.spec?.nodeName === before.spec?.nodeName &&
    same(pod.metadata.labels, before.metadata.labels)
  );
}
