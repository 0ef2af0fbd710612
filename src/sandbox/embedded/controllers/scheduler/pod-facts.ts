import type {Pod, PodAffinityTerm, WeightedPodAffinityTerm} from 'kubernetes-types/core/v1';
import {type Frozen, keyOfObject, type Stored} from '../../kubernetes-api/object.ts';
import {type Amounts, assumedRequests, podRequests} from './requests.ts';

export interface HostPort {
  readonly protocol: string;
  /** `0.0.0.0` when it takes the port on every address. */
  readonly address: string;
  readonly port: number;
}

export type AffinityTerm = Frozen<PodAffinityTerm>;
export type WeightedTerm = Frozen<WeightedPodAffinityTerm>;

/** What is asked of a Pod again and again while a place is sought, worked out once. */
export interface PodFacts {
  readonly pod: Stored<Pod>;
  readonly key: string;
  readonly namespace: string;
  readonly labels: {readonly [key: string]: string};
  readonly priority: number;
  readonly requests: Amounts;
  readonly assumed: {readonly cpuMilli: number; readonly memoryBytes: number};
  readonly ports: readonly HostPort[];
  readonly terminating: boolean;
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly WeightedTerm[];
  readonly preferredAntiAffinity: readonly WeightedTerm[];
}

export function factsOf(pod: Stored<Pod>): PodFacts {
  const {podAffinity, podAntiAffinity} = pod.spec?.affinity ?? {};
  return {
    pod,
    key: keyOfObject(pod),
    namespace: pod.metadata.namespace ?? '',
    labels: pod.metadata.labels ?? {},
    priority: pod.spec?.priority ?? 0,
    requests: podRequests(pod),
    assumed: assumedRequests(pod),
    ports: hostPorts(pod),
    terminating: pod.metadata.deletionTimestamp !== undefined,
    affinity: podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
    antiAffinity: podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
    preferredAffinity: podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [],
    preferredAntiAffinity: podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [],
  };
}

/** Whether a Pod has ended, so that its node has its resources back. */
export function hasEnded({status}: Stored<Pod>): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function hostPorts({spec}: Stored<Pod>): readonly HostPort[] {
  const sidecars = (spec?.initContainers ?? []).filter(({restartPolicy}) => restartPolicy === 'Always');
  return [...(spec?.containers ?? []), ...sidecars].flatMap(({ports}) =>
    (ports ?? []).flatMap(({hostPort, hostIP, protocol}) =>
      hostPort === undefined || hostPort === 0
        ? []
        : [
            {
              protocol: protocol ?? 'TCP',
              address: hostIP === undefined || hostIP === '' ? '0.0.0.0' : hostIP,
              port: hostPort,
            },
          ],
    ),
  );
}
