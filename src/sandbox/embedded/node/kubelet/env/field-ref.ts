import type {ObjectFieldSelector, ResourceFieldSelector} from 'kubernetes-types/core/v1';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import {milliOf, parseQuantity, wholeOf} from '../../../kubernetes-api/values/quantity.ts';
import {type KubePod, namespaceOf, type PodContainer} from '../pod.ts';

/** What a Pod only has once it is on a node. */
export interface PlacedAt {
  readonly hostAddress: string;
  readonly podAddress: string;
}

/** Labels and annotations as a downward API file has them: `name="value"`, sorted. */
export function labelLines(labels: {readonly [name: string]: string} | undefined): string {
  return Object.entries(labels ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join('\n');
}

/** A field of the Pod as a variable or a file gives it; undefined for one that is not offered. */
export function fieldText(
  pod: KubePod,
  {fieldPath}: Frozen<ObjectFieldSelector>,
  {hostAddress, podAddress}: PlacedAt,
): string | undefined {
  const {metadata, spec} = pod;
  const [, part, key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(fieldPath) ?? [];
  if (part === 'labels') return metadata.labels?.[key] ?? '';
  if (part === 'annotations') return metadata.annotations?.[key] ?? '';
  const texts: {readonly [path: string]: string | undefined} = {
    'metadata.name': metadata.name,
    'metadata.namespace': namespaceOf(pod),
    'metadata.uid': metadata.uid,
    'metadata.labels': labelLines(metadata.labels),
    'metadata.annotations': labelLines(metadata.annotations),
    'spec.nodeName': spec?.nodeName ?? '',
    'spec.serviceAccountName': spec?.serviceAccountName ?? '',
    'status.hostIP': hostAddress,
    'status.hostIPs': hostAddress,
    'status.podIP': podAddress,
    'status.podIPs': podAddress,
  };
  return Object.hasOwn(texts, fieldPath) ? texts[fieldPath] : undefined;
}

/**
 * A request or limit in units of the divisor, rounded up; where a container has none, what the node has stands for it.
 * https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#downwardapi-resourceFieldRef
 */
export function resourceText(
  container: PodContainer,
  {resource, divisor}: Frozen<ResourceFieldSelector>,
  machine: {readonly cpus: number; readonly memoryBytes: number; readonly diskBytes: number},
): string {
  const [kind = '', ...rest] = resource.split('.');
  const name = rest.join('.');
  const {limits, requests} = container.resources ?? {};
  const asked = kind === 'requests' ? requests?.[name] : limits?.[name];
  const whole: {readonly [name: string]: string} = {
    cpu: String(machine.cpus),
    memory: String(machine.memoryBytes),
    'ephemeral-storage': String(machine.diskBytes),
  };
  const amount = asked ?? (kind === 'limits' ? whole[name] : undefined) ?? '0';
  const unit = divisor === undefined || parseQuantity(divisor)?.nanos === 0n ? '1' : divisor;
  if (name === 'cpu') return String(Math.ceil(milliOf(amount) / milliOf(unit)));
  return String(Math.ceil(wholeOf(amount) / Math.max(1, wholeOf(unit))));
}
