import type {Container, EnvVar, EphemeralContainer, Pod, Probe, Volume} from 'kubernetes-types/core/v1';
import type {Frozen, Stored} from '../../kubernetes-api/object.ts';

/** A Pod and its parts, as the store has them. */
export type KubePod = Stored<Pod>;
export type PodContainer = Frozen<Container>;
export type PodVolume = Frozen<Volume>;
export type PodEnvVar = Frozen<EnvVar>;
export type PodProbe = Frozen<Probe>;

/** The parts of a Pod a container can be in. */
export type ContainerPlace = 'containers' | 'initContainers' | 'ephemeralContainers';

/** A container with the part of its Pod it is in. */
export interface PlacedContainer {
  readonly place: ContainerPlace;
  readonly container: PodContainer;
}

/** What marks a mirror: the hash of the manifest of its static Pod. */
export const mirrorAnnotation = 'kubernetes.io/config.mirror';
/** Where a Pod comes from: `file` for a static one. */
export const sourceAnnotation = 'kubernetes.io/config.source';
/** The hash of the manifest of a static Pod. */
export const hashAnnotation = 'kubernetes.io/config.hash';
/** When the kubelet saw a static Pod first. */
export const seenAnnotation = 'kubernetes.io/config.seen';

const usualGraceSeconds = 30;

/** Static Pods may name none. */
export function namespaceOf({metadata}: KubePod): string {
  return metadata.namespace ?? 'default';
}

/** `web_default(6b0c…)`: as the kubelet's sentences name a Pod. */
export function podText(pod: KubePod): string {
  return `${pod.metadata.name}_${namespaceOf(pod)}(${pod.metadata.uid})`;
}

/** Those that are not there to prepare or to look. */
export function mainContainers({spec}: KubePod): readonly PodContainer[] {
  return spec?.containers ?? [];
}

/** Sidecars among them. */
export function initContainers({spec}: KubePod): readonly PodContainer[] {
  return spec?.initContainers ?? [];
}

/** Those that were added to look around. */
export function ephemeralContainers({spec}: KubePod): readonly PodContainer[] {
  // All they have that containers have not is `targetContainerName`.
  return (spec?.ephemeralContainers ?? []) as readonly Frozen<EphemeralContainer>[];
}

/** All of them, in the order of their starts. */
export function allContainers(pod: KubePod): readonly PlacedContainer[] {
  return [
    ...initContainers(pod).map((container) => ({place: 'initContainers' as const, container})),
    ...mainContainers(pod).map((container) => ({place: 'containers' as const, container})),
    ...ephemeralContainers(pod).map((container) => ({place: 'ephemeralContainers' as const, container})),
  ];
}

/** The container of a name, wherever it is. */
export function findContainer(pod: KubePod, name: string): PlacedContainer | undefined {
  return allContainers(pod).find(({container}) => container.name === name);
}

/** An init container that runs on beside the others. */
export function isSidecar({place, container}: PlacedContainer): boolean {
  return place === 'initContainers' && container.restartPolicy === 'Always';
}

/** Of the whole Pod; `Always` where it says nothing. */
export function restartPolicyOf({spec}: KubePod): 'Always' | 'OnFailure' | 'Never' {
  const policy = spec?.restartPolicy;
  return policy === 'OnFailure' || policy === 'Never' ? policy : 'Always';
}

/** How long its containers have to end. */
export function graceMs({metadata, spec}: KubePod): number {
  const seconds = metadata.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? usualGraceSeconds;
  return seconds * 1000;
}

/** Whether it comes from a file of the node. */
export function isStatic({metadata}: KubePod): boolean {
  const source = metadata.annotations?.[sourceAnnotation];
  return source !== undefined && source !== 'api';
}

/** Whether it only shows a static Pod. */
export function isMirror({metadata}: KubePod): boolean {
  return metadata.annotations?.[mirrorAnnotation] !== undefined;
}

/** Whether a Pod of this phase is over for good. */
export function isTerminal(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}
