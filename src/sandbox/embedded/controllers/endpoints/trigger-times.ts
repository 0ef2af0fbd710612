import type {Pod, Service} from 'kubernetes-types/core/v1';
import type {Stored} from '../../kubernetes-api/object.ts';
import {msOf} from '../../kubernetes-api/values/durations.ts';
import {timestamp} from '../event-recorder.ts';

/** The annotation that says since when endpoints should be as they are. */
export const lastChangeTriggerTime = 'endpoints.kubernetes.io/last-change-trigger-time';

interface Known {
  readonly serviceMs: number;
  readonly pods: ReadonlyMap<string, number>;
}

/** Finds which change of a Service or of its Pods made its endpoints be written again. */
export class TriggerTimes {
  readonly #known = new Map<string, Known>();

  /** Undefined when nothing is newer than what was seen before, as after a Pod has gone. */
  of(key: string, service: Stored<Service>, pods: readonly Stored<Pod>[]): string | undefined {
    const before = this.#known.get(key);
    const serviceMs = msOf(service.metadata.creationTimestamp) ?? 0;
    const times = new Map(pods.map((pod) => [pod.metadata.uid, readyMs(pod)]));
    this.#known.set(key, {serviceMs, pods: times});
    const fresh = [...times].filter(([uid, ms]) => ms > (before?.pods.get(uid) ?? 0)).map(([, ms]) => ms);
    if (before?.serviceMs !== serviceMs) fresh.push(serviceMs);
    return fresh.length === 0 ? undefined : timestamp(Math.min(...fresh));
  }

  forget(key: string): void {
    this.#known.delete(key);
  }
}

function readyMs({status}: Stored<Pod>): number {
  const ready = status?.conditions?.find(({type}) => type === 'Ready');
  return msOf(ready?.lastTransitionTime) ?? 0;
}
