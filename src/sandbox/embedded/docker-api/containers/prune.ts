import {matchesLabels, readFilters} from '../api/filters.ts';
import {readUntil} from '../api/until.ts';
import type {Daemon} from '../daemon.ts';

import {layerSize} from '../images/layer-tar.ts';
import {storeOf} from './query.ts';

/** `docker container prune`: everything that does not run. `filters` is the query's. */
export async function pruneContainers(daemon: Daemon, filters: string): Promise<object> {
  const wanted = readFilters(filters, ['label', 'label!', 'until']);
  const store = storeOf(daemon);
  const untilMs = readUntil(wanted, daemon.outside.clock.now());
  const removed: string[] = [];
  let bytes = 0;
  for (const container of store.list()) {
    const {state, createdMs, labels} = container;
    if (state.running || state.removing || createdMs > untilMs || !matchesLabels(wanted, labels)) continue;
    const size = layerSize(container.layer);
    try {
      await store.remove(container, {force: false, volumes: false});
    } catch {
      // Somebody started or removed it meanwhile: then it is not to be pruned.
      continue;
    }
    bytes += size;
    removed.push(container.id);
  }
  daemon.events.tell('container', 'prune', '', {reclaimed: String(bytes)});
  return {ContainersDeleted: removed.length > 0 ? removed : null, SpaceReclaimed: bytes};
}
