import {milliOf, wholeOf} from '../../kubernetes-api/values/quantity.ts';
import type {Limits} from '../../runtime/process/cgroup.ts';
import {type KubePod, mainContainers, type PodContainer} from './pod.ts';

/** What a container may use; 0 for as much as there is. */
export function containerLimits({resources}: PodContainer): Limits {
  const limits = resources?.limits ?? {};
  return {memoryBytes: wholeOf(limits['memory']), nanoCpus: milliOf(limits['cpu']) * 1e6, pids: 0};
}

/** What all containers of a Pod may use together: there is a limit where each of them has one. */
export function podLimits(pod: KubePod): Limits {
  const all = mainContainers(pod).map(containerLimits);
  const sum = (of: (limits: Limits) => number): number =>
    all.every((limits) => of(limits) > 0) ? all.reduce((total, limits) => total + of(limits), 0) : 0;
  return {memoryBytes: sum(({memoryBytes}) => memoryBytes), nanoCpus: sum(({nanoCpus}) => nanoCpus), pids: 0};
}
