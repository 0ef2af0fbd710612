import {booleanFilter, matchesLabels, readFilters} from '../api/filters.ts';
import type {ApiRequest} from '../api/http.ts';
import type {Daemon} from '../daemon.ts';
import {treeBytes} from './volume-size.ts';
import {storeOf} from './volume-store.ts';

/**
 * Removes volumes no container has: those nobody gave a name, with `all=true` every one, as clients before 1.42 always
 * mean. Throws 400 for filters there are not.
 */
export function pruneVolumes(daemon: Daemon, {query, version: [, minor]}: ApiRequest): object {
  const isOld = minor < 42;
  const filters = readFilters(query.get('filters'), isOld ? ['label', 'label!'] : ['label', 'label!', 'all']);
  const all = isOld || booleanFilter(filters, 'all') === true;
  const store = storeOf(daemon);
  const unused = store
    .list()
    .filter(({users, anonymous, labels}) => users.size === 0 && (all || anonymous) && matchesLabels(filters, labels));
  let SpaceReclaimed = 0;
  for (const {name, root} of unused) {
    SpaceReclaimed += treeBytes(root);
    store.remove(name, false);
  }
  daemon.events.tell('volume', 'prune', '', {reclaimed: String(SpaceReclaimed)});
  return {VolumesDeleted: unused.map(({name}) => name), SpaceReclaimed};
}
