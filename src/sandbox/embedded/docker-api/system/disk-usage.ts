import type {ApiRequest} from '../api/http.ts';
import {badRequest} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import {imageSummary, isBefore, sharedSizeOf} from '../images/image-json.ts';
import {layerBytes} from '../images/prune.ts';
import {volumeJson} from '../volumes/volume-json.ts';
import {treeBytes} from '../volumes/volume-size.ts';

const types = ['container', 'image', 'volume', 'build-cache'];

/**
 * What `docker system df` shows; from 1.42 on of some kinds alone, when the client names them (`type=`). The build
 * cache of the classic builder is images.
 */
export function diskUsage(daemon: Daemon, {query, version}: ApiRequest): object {
  const asked = isBefore(version, 42) ? [] : query.getAll('type');
  for (const type of asked) if (!types.includes(type)) throw badRequest(`unknown object type: ${type}`);
  const only = <T>(type: string, value: () => T): T | null =>
    asked.length === 0 || asked.includes(type) ? value() : null;
  return {
    LayersSize: only('image', () => layerBytes(daemon)) ?? 0,
    Images: only('image', () => imagesJson(daemon, version)),
    Containers: only('container', () => daemon.containers.list().map((container) => container.summary({size: true}))),
    Volumes: only('volume', () => volumesJson(daemon)),
    BuildCache: isBefore(version, 42) ? null : only('build-cache', () => []),
    ...(isBefore(version, 44) ? {BuilderSize: 0} : {}),
  };
}

function imagesJson(daemon: Daemon, version: ApiRequest['version']): readonly object[] {
  const {images} = daemon;
  return images
    .list()
    .filter((image) => images.tagsOf(image).length > 0 || images.childrenOf(image).length === 0)
    .map((image) =>
      imageSummary(image, {
        tags: images.tagsOf(image),
        digests: images.digestsOf(image),
        version,
        sharedSize: sharedSizeOf(daemon, image),
        containers: images.usedBy(image).length,
      }),
    );
}

function volumesJson({volumes}: Daemon): readonly object[] {
  return volumes
    .list()
    .map((volume) => volumeJson(volume, {RefCount: volume.users.size, Size: treeBytes(volume.root)}));
}
