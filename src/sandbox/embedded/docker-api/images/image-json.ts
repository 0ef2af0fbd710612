import {encode} from '../../bytes/bytes.ts';
import {goTime, zeroTime} from '../containers/go-time.ts';
import type {Daemon} from '../daemon.ts';
import type {Image} from './image.ts';
import {goConfig} from './image-config.ts';
import {digestOf} from './spool.ts';

/** An image's size: that of all its layers. */
export function sizeOf({layers}: Image): number {
  return layers.reduce((sum, {size}) => sum + size, 0);
}

/** Epoch milliseconds; the time before all times when the image has none, as `docker` shows it. */
export function createdMs({file}: Image): number {
  const ms = Date.parse(file.created);
  return Number.isNaN(ms) ? Date.parse(zeroTime) : ms;
}

/**
 * One line of `docker images`. Older clients want names for what has none.
 * https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Image/operation/ImageList
 */
export function imageSummary(
  image: Image,
  given: {
    readonly tags: readonly string[];
    readonly digests: readonly string[];
    readonly version: readonly [number, number];
    /** Undefined: nobody asked. */
    readonly sharedSize: number | undefined;
    readonly containers: number | undefined;
  },
): object {
  const {tags, digests, version} = given;
  const hasNone = tags.length === 0 && digests.length === 0;
  const size = sizeOf(image);
  const old = isBefore(version, 43);
  return {
    Containers: given.containers ?? -1,
    Created: Math.floor(createdMs(image) / 1000),
    Id: image.id,
    Labels: image.file.config.Labels ?? null,
    ParentId: image.parentId,
    RepoDigests: old ? (hasNone ? ['<none>@<none>'] : orNull(digests)) : digests,
    RepoTags: old ? (hasNone ? ['<none>:<none>'] : orNull(tags)) : tags,
    SharedSize: given.sharedSize ?? -1,
    Size: size,
    VirtualSize: isBefore(version, 44) ? size : undefined,
  };
}

/**
 * All there is to know of an image.
 * https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Image/operation/ImageInspect
 */
export function imageDetails(daemon: Daemon, image: Image, version: readonly [number, number]): object {
  const {images} = daemon;
  const {file} = image;
  const size = sizeOf(image);
  const isOld = isBefore(version, 45);
  return {
    Id: image.id,
    RepoTags: images.tagsOf(image),
    RepoDigests: images.digestsOf(image),
    Parent: image.parentId,
    Comment: file.comment || file.history.at(-1)?.comment || '',
    Created: file.created === '' ? (isBefore(version, 44) ? zeroTime : undefined) : file.created,
    Container: isOld ? (file.container ?? '') : undefined,
    ContainerConfig: isOld ? goConfig(file.container_config ?? {}) : undefined,
    DockerVersion: file.docker_version ?? '',
    Author: file.author ?? '',
    Config: goConfig(file.config),
    Architecture: file.architecture,
    Os: file.os,
    Size: size,
    VirtualSize: isBefore(version, 44) ? size : undefined,
    GraphDriver: graphDriver(daemon, image),
    RootFS: {Type: 'layers', Layers: image.layers.length === 0 ? undefined : image.layers.map(({diffId}) => diffId)},
    Metadata: {LastTagTime: goTime(image.taggedMs)},
  };
}

const noTags: readonly string[] | null = null;

/** What `docker history` shows, the newest first. Only images that are here have an id in it. */
export function imageHistory(daemon: Daemon, image: Image): readonly object[] {
  const {images} = daemon;
  const layers = [...image.layers];
  const lines = image.file.history.map((line) => ({
    Comment: line.comment ?? '',
    Created: Math.floor((Date.parse(line.created) || Date.parse(zeroTime)) / 1000),
    CreatedBy: line.created_by,
    Id: '<missing>',
    Size: line.empty_layer === true ? 0 : (layers.shift()?.size ?? 0),
    Tags: noTags,
  }));
  lines.reverse();
  let at: Image | undefined = image;
  for (const line of lines) {
    if (!at) break;
    line.Id = at.id;
    line.Tags = orNull(images.tagsOf(at));
    at = at.parentId === '' ? undefined : images.find(at.parentId);
  }
  return lines;
}

/** Bytes of an image's layers that other images have too. */
export function sharedSizeOf(daemon: Daemon, image: Image): number {
  const others = new Set(
    daemon.images.list().flatMap((other) => (other.id === image.id ? [] : other.layers.map(({chainId}) => chainId))),
  );
  return image.layers.reduce((sum, {chainId, size}) => sum + (others.has(chainId) ? size : 0), 0);
}

/** Whether a client speaks an API version before 1.`minor`. */
export function isBefore([major, own]: readonly [number, number], minor: number): boolean {
  return major < 1 || (major === 1 && own < minor);
}

/** Where overlay2 would keep the layers. No such folders exist: the layers are in memory. */
function graphDriver(daemon: Daemon, {layers}: Image): object {
  const folders = layers.map(({chainId}) => {
    const name = digestOf(daemon.outside, encode(`overlay2 ${chainId}`)).slice('sha256:'.length);
    return `/var/lib/docker/overlay2/${name}`;
  });
  const top = folders.pop();
  const below = folders.reverse().map((folder) => `${folder}/diff`);
  if (top === undefined) return {Data: null, Name: 'overlay2'};
  return {
    Data: {
      LowerDir: below.length === 0 ? undefined : below.join(':'),
      MergedDir: `${top}/merged`,
      UpperDir: `${top}/diff`,
      WorkDir: `${top}/work`,
    },
    Name: 'overlay2',
  };
}

function orNull<Item>(list: readonly Item[]): readonly Item[] | null {
  return list.length === 0 ? null : list;
}
