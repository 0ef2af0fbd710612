import {encode} from '../../bytes/bytes.ts';
import {notFound} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import type {Image, Layer} from './image.ts';
import {createdMs} from './image-json.ts';
import {tarChunks, tarTime} from './layer-tar.ts';
import {familiarName, familiarText, fullText, type ImageReference, parseAnyReference} from './reference.ts';
import {digestOf} from './spool.ts';
import {type TarItem, writeTar} from './tar.ts';

/** An image with the names it is saved under. */
export interface Saved {
  readonly image: Image;
  readonly names: readonly ImageReference[];
}

/**
 * What references name, each image once. A bare repository is all its tags, an id has no name. Throws 404.
 * https://github.com/moby/moby/blob/v27.0.0/image/tarexport/save.go
 */
export function savedImages(daemon: Daemon, references: readonly string[]): readonly Saved[] {
  const found = new Map<string, {image: Image; names: ImageReference[]}>();
  const add = (image: Image, name?: ImageReference): void => {
    const entry = found.get(image.id) ?? {image, names: []};
    if (name && !entry.names.some((other) => fullText(other) === fullText(name))) entry.names.push(name);
    found.set(image.id, entry);
  };
  for (const reference of references) addImages(daemon, reference, add);
  return [...found.values()];
}

function addImages(daemon: Daemon, reference: string, add: (image: Image, name?: ImageReference) => void): void {
  const {images} = daemon;
  const asked = parseAnyReference(reference);
  const byName = asked.kind === 'name' ? asked.name : undefined;
  if (!byName || familiarName(byName) === 'sha256') return add(images.require(reference));
  if (byName.tag === undefined && byName.digest === undefined) {
    const tags = images.names.in(byName).filter(({tag}) => tag !== undefined);
    for (const name of tags) add(images.require(familiarText(name)), name);
    if (tags.length > 0) return;
    const image = images.find(reference);
    if (!image) throw notFound(`No such image: ${reference}`);
    return add(image);
  }
  const image = images.find(reference);
  if (!image) throw notFound('reference does not exist');
  add(image, byName.tag === undefined ? undefined : {...byName, digest: undefined});
}

/** Images as an archive `docker load` reads, in the layout Docker writes since version 25. Deterministic. */
export function saveArchive(daemon: Daemon, saved: readonly Saved[]): AsyncGenerator<Uint8Array, void, undefined> {
  return writeTar(itemsOf(daemon, saved));
}

const configMediaType = 'application/vnd.oci.image.config.v1+json';
const manifestMediaType = 'application/vnd.oci.image.manifest.v1+json';
const layerMediaType = 'application/vnd.oci.image.layer.v1.tar';

function* itemsOf(daemon: Daemon, saved: readonly Saved[]): Generator<TarItem, void, undefined> {
  const blobs = new Map<string, TarItem>();
  const index: object[] = [];
  const list: object[] = [];
  const repositories: {[name: string]: {[tag: string]: string}} = {};
  for (const {image, names} of saved) {
    const manifest = ociManifest(image);
    const digest = digestOf(daemon.outside, manifest);
    blobs.set(image.id, file(blobPath(image.id), image.fileBytes, createdMs(image)));
    blobs.set(digest, file(blobPath(digest), manifest, 0));
    for (const layer of image.layers) blobs.set(layer.diffId, layerItem(layer, createdMs(image)));
    const descriptor = {mediaType: manifestMediaType, digest, size: manifest.length};
    index.push(
      ...(names.length === 0 ? [descriptor] : names.map((name) => ({...descriptor, annotations: annotationsOf(name)}))),
    );
    const isChild = saved.some((other) => other.image.id === image.parentId);
    list.push({...listed(image, names), Parent: isChild ? image.parentId : undefined});
    for (const name of names) {
      const repository = familiarName(name);
      const top = image.layers.at(-1)?.diffId.slice('sha256:'.length) ?? '';
      repositories[repository] = {...repositories[repository], [name.tag ?? '']: top};
    }
  }
  yield directory('blobs');
  yield directory('blobs/sha256');
  for (const key of [...blobs.keys()].sort()) yield blobs.get(key) ?? directory('blobs');
  yield file(
    'index.json',
    json({schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: index}),
    0,
  );
  yield file('manifest.json', json(list), 0);
  yield file('oci-layout', json({imageLayoutVersion: '1.0.0'}), 0);
  if (Object.keys(repositories).length > 0) yield file('repositories', json(repositories), 0);
}

function ociManifest({id, fileBytes, layers}: Image): Uint8Array {
  return json({
    schemaVersion: 2,
    mediaType: manifestMediaType,
    config: {mediaType: configMediaType, digest: id, size: fileBytes.length},
    layers: layers.map(layerDescriptor),
  });
}

function layerDescriptor({diffId, tarBytes}: Layer): object {
  return {mediaType: layerMediaType, digest: diffId, size: tarBytes};
}

function listed({id, layers}: Image, names: readonly ImageReference[]): object {
  return {
    Config: blobPath(id),
    RepoTags: names.length === 0 ? null : names.map(familiarText),
    Layers: layers.map(({diffId}) => blobPath(diffId)),
    LayerSources: Object.fromEntries(layers.map((layer) => [layer.diffId, layerDescriptor(layer)])),
  };
}

function annotationsOf(name: ImageReference): object {
  return {'io.containerd.image.name': fullText(name), 'org.opencontainers.image.ref.name': name.tag};
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function layerItem(layer: Layer, ms: number): TarItem {
  return {header: {...headerOf(blobPath(layer.diffId), ms), size: layer.tarBytes}, body: tarChunks(layer)};
}

function file(name: string, bytes: Uint8Array, ms: number): TarItem {
  return {header: {...headerOf(name, ms), size: bytes.length}, body: [bytes]};
}

function directory(name: string): TarItem {
  return {header: {...headerOf(`${name}/`, 0), type: 'directory', mode: 0o755}};
}

function headerOf(name: string, ms: number): TarItem['header'] {
  return {name, size: 0, mode: 0o644, uid: 0, gid: 0, mtime: tarTime(ms)};
}

function json(value: unknown): Uint8Array {
  return encode(`${JSON.stringify(value)}\n`);
}
