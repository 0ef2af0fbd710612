import {ApiRefusal} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import type {Image} from './image.ts';
import {type Removed, removeImage} from './remove.ts';

/** What `docker image prune` did. */
export interface Pruned {
  readonly ImagesDeleted: readonly Removed[] | null;
  readonly SpaceReclaimed: number;
}

/**
 * Removes images no container uses: dangling ones, or with `onlyDangling` false all. `wanted` holds the other filters.
 */
export function pruneImages(
  daemon: Daemon,
  options: {readonly onlyDangling: boolean; readonly wanted: (image: Image) => boolean},
): Pruned {
  const {images} = daemon;
  const removed: Removed[] = [];
  const before = layerBytes(daemon);
  for (const image of images.list()) {
    // One that was a parent of another may be gone by now.
    if (!images.list().some(({id}) => id === image.id)) continue;
    if (images.usedBy(image).length > 0 || !options.wanted(image)) continue;
    const names = [...images.tagsOf(image), ...images.digestsOf(image)];
    if (names.length === 0 && images.childrenOf(image).length > 0) continue;
    if (options.onlyDangling && images.tagsOf(image).length > 0) continue;
    for (const reference of names.length > 0 ? names : [image.id]) removed.push(...removedQuietly(daemon, reference));
  }
  const SpaceReclaimed = before - layerBytes(daemon);
  daemon.events.tell('image', 'prune', '', {reclaimed: String(SpaceReclaimed)});
  return {ImagesDeleted: removed.length === 0 ? null : removed, SpaceReclaimed};
}

/** What cannot go stays: nobody asked for this very image. */
function removedQuietly(daemon: Daemon, reference: string): readonly Removed[] {
  try {
    return removeImage(daemon, reference, {force: false, prune: true});
  } catch (error) {
    if (error instanceof ApiRefusal) return [];
    throw error;
  }
}

/** Bytes of all layers, each once. */
export function layerBytes(daemon: Daemon): number {
  const sizes = new Map(daemon.images.list().flatMap(({layers}) => layers.map(({chainId, size}) => [chainId, size])));
  let sum = 0;
  for (const size of sizes.values()) sum += size;
  return sum;
}
