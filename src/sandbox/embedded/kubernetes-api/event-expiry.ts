import {keyOfObject} from './object.ts';
import type {ApiState} from './objects/state.ts';
import {msOf} from './values/durations.ts';

/** How long upstream keeps events, `--event-ttl`. */
const keptMs = 3_600_000;
const everyMs = 300_000;

/** Takes events away that nobody has seen happen for an hour; returns how to stop. */
export function expireEvents({store}: ApiState): () => void {
  let stop: () => void = () => undefined;
  const next = (): void => {
    stop = store.clock.after(everyMs, () => {
      const before = store.clock.now() - keptMs;
      for (const event of store.list('events')) {
        const changed = event.metadata.managedFields?.at(-1)?.time;
        const seen = msOf(event.lastTimestamp) ?? msOf(changed) ?? msOf(event.metadata.creationTimestamp);
        if (seen !== undefined && seen < before) store.remove('events', keyOfObject(event));
      }
      next();
    });
  };
  next();
  return () => stop();
}
