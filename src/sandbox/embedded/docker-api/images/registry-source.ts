import {hex} from '../../bytes/bytes.ts';
import type {ImageKeeper} from '../daemon.ts';
import type {Image, Layer} from './image.ts';
import {parseConfig} from './image-config.ts';
import {type Descriptor, type Manifest, parseManifest} from './manifest.ts';
import type {Tell} from './progress.ts';
import type {PullSource} from './pull-source.ts';
import {type ImageReference, repositoryOf, withDefaultTag} from './reference.ts';
import {RegistryClient} from './registry-client.ts';
import {digestOf, spool} from './spool.ts';
import {type Chunks, processingFault, TarFault} from './tar.ts';

/** So many bytes come between two lines of progress. */
const bytesALine = 512 * 1024;

/** What a registry on the simulated host has under a name; without tag and digest, under all tags of the repository. */
export async function registrySources(
  daemon: ImageKeeper,
  reference: ImageReference,
  signal: AbortSignal,
): Promise<readonly PullSource[]> {
  const asked = reference.digest === undefined && reference.tag === undefined;
  const client = new RegistryClient(daemon, withDefaultTag(reference), signal);
  await client.ping();
  if (!asked) return [await sourceOf(daemon, reference, signal)];
  const tags = await client.tags();
  return Promise.all(tags.map((tag) => sourceOf(daemon, {...reference, tag}, signal)));
}

async function sourceOf(daemon: ImageKeeper, reference: ImageReference, signal: AbortSignal): Promise<PullSource> {
  const client = new RegistryClient(daemon, reference, signal);
  const bytes = await client.manifest(reference.digest ?? reference.tag ?? 'latest');
  const digest = digestOf(daemon.outside, bytes);
  if (reference.digest !== undefined && digest !== reference.digest)
    throw new TarFault(`manifest verification failed for digest ${reference.digest}`);
  const manifest = await manifestIn(bytes, client);
  return {
    reference,
    digest,
    manifestBytes: bytes.length,
    imageId: manifest.config.digest,
    fetch: async (tell) =>
      daemon.images.find(manifest.config.digest) ?? fetchImage({daemon, client, manifest, reference, tell}),
  };
}

async function manifestIn(bytes: Uint8Array, client: RegistryClient): Promise<Manifest> {
  const read = parseManifest(bytes);
  if (read.kind === 'manifest') return read.manifest;
  const [digest] = read.digests;
  if (digest === undefined) throw new TarFault('no matching manifest for linux/amd64 in the manifest list entries');
  const inner = parseManifest(await client.manifest(digest));
  if (inner.kind === 'list') throw new TarFault('unsupported manifest format: a list in a list');
  return inner.manifest;
}

interface Fetching {
  readonly daemon: ImageKeeper;
  readonly client: RegistryClient;
  readonly manifest: Manifest;
  readonly reference: ImageReference;
  readonly tell: Tell;
}

async function fetchImage(fetching: Fetching): Promise<Image> {
  const {daemon, client, manifest, tell} = fetching;
  const {images} = daemon;
  const fileBytes = await client.smallBlob(manifest.config.digest);
  if (digestOf(daemon.outside, fileBytes) !== manifest.config.digest)
    throw new TarFault(`image config verification failed for digest ${manifest.config.digest}`);
  const file = parseConfig(fileBytes);
  if (file.rootfs.diff_ids.length !== manifest.layers.length)
    throw new TarFault("layers from manifest don't match image configuration");
  const here = layersHere(fetching);
  for (const [index, blob] of manifest.layers.entries())
    await tell({status: index < here.length ? 'Already exists' : 'Pulling fs layer', id: shortId(blob), state: true});
  const layers: Layer[] = [...here];
  try {
    for (const blob of manifest.layers.slice(here.length)) layers.push(await fetchLayer(fetching, blob, layers));
    if (layers.some(({diffId}, index) => diffId !== file.rootfs.diff_ids[index]))
      throw new TarFault("layers from manifest don't match image configuration");
  } catch (error) {
    images.discard(layers);
    throw error;
  }
  return images.adopt({file, fileBytes, layers, parentId: ''});
}

/** The lowest layers, as far as they are here already. */
function layersHere({daemon, manifest}: Fetching): readonly Layer[] {
  const {images} = daemon;
  const here: Layer[] = [];
  for (const {digest} of manifest.layers) {
    const diffId = images.blobs.diffIdOf(digest);
    const known = diffId === undefined ? undefined : images.layer(images.chainId(diffId, here));
    if (!known) break;
    here.push(known);
  }
  return here;
}

async function fetchLayer(fetching: Fetching, blob: Descriptor, below: readonly Layer[]): Promise<Layer> {
  const {daemon, client, reference, tell} = fetching;
  const id = shortId(blob);
  const hash = daemon.outside.sha256();
  const arriving = told(client.blob(blob.digest), {hash, blob, tell});
  const spooled = await spool(arriving, daemon.kernel);
  await tell({status: 'Verifying Checksum', id, state: true});
  if (`sha256:${hex(hash.digest())}` !== blob.digest) {
    daemon.kernel.disk.take(-spooled.bytes.storedBytes);
    throw new TarFault(`filesystem layer verification failed for digest ${blob.digest}`);
  }
  await tell({status: 'Download complete', id, state: true});
  await tell({status: 'Extracting', id, done: blob.size, total: blob.size});
  const layer = await daemon.images.unpack(spooled, below).catch((error: unknown) => {
    const fault = processingFault(error);
    throw fault instanceof TarFault ? new TarFault(`failed to register layer: ${fault.message}`) : fault;
  });
  daemon.images.blobs.note({
    digest: blob.digest,
    bytes: blob.size,
    diffId: layer.diffId,
    repository: repositoryOf(reference),
  });
  await tell({status: 'Pull complete', id, state: true});
  return layer;
}

async function* told(
  chunks: Chunks,
  given: {readonly hash: {update(bytes: Uint8Array): void}; readonly blob: Descriptor; readonly tell: Tell},
): AsyncGenerator<Uint8Array, void, undefined> {
  const {hash, blob, tell} = given;
  let done = 0;
  let last = Number.NEGATIVE_INFINITY;
  for await (const chunk of chunks) {
    done += chunk.length;
    if (done > blob.size) throw new TarFault(`filesystem layer verification failed for digest ${blob.digest}`);
    if (done - last >= bytesALine || done === blob.size) {
      last = done;
      await tell({status: 'Downloading', id: shortId(blob), done, total: blob.size});
    }
    hash.update(chunk);
    yield chunk;
  }
}

function shortId({digest}: Descriptor): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}
