import {matchesLabels, readFilters} from '../api/filters.ts';
import {readUntil} from '../api/until.ts';
import type {Daemon} from '../daemon.ts';
import {storeOf} from './network-store.ts';
import {isPredefined} from './stored-network.ts';

/** Removes every network that was made and that no container is on. Throws 400 for filters there are not. */
export function pruneNetworks(daemon: Daemon, text: string | null): object {
  const filters = readFilters(text, ['label', 'label!', 'until']);
  const untilMs = readUntil(filters, daemon.outside.clock.now());
  const store = storeOf(daemon);
  const unused = store
    .list()
    .filter(
      ({name, labels, createdMs, endpoints}) =>
        !isPredefined(name) && endpoints.size === 0 && createdMs <= untilMs && matchesLabels(filters, labels),
    );
  for (const network of unused) store.remove(network);
  daemon.events.tell('network', 'prune', '', {reclaimed: '0'});
  return {NetworksDeleted: unused.length === 0 ? null : unused.map(({name}) => name)};
}
