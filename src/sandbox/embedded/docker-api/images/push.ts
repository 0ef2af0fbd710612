import {concat, hex} from '../../bytes/bytes.ts';
import {Pipe} from '../../bytes/pipe.ts';
import type {Outside} from '../../outside.ts';
import {ApiRefusal} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import type {Image, Layer} from './image.ts';
import {tarChunks} from './layer-tar.ts';
import {configType, type Descriptor, layerType, manifestBytes, manifestType} from './manifest.ts';
import type {Tell} from './progress.ts';
import {dockerHub, familiarName, familiarText, type ImageReference, repositoryOf} from './reference.ts';
import {RegistryClient} from './registry-client.ts';
import {digestOf, paced} from './spool.ts';
import type {Chunks} from './tar.ts';

/** Docker's own: more wait. */
const atOnce = 5;
/** So many bytes go between two lines of progress. */
const bytesALine = 512 * 1024;
const bytesAMember = 1024 * 1024;

/** What is pushed where. */
interface Pushing {
  readonly daemon: Daemon;
  readonly reference: ImageReference;
  readonly client: RegistryClient;
  readonly tell: Tell;
}

/**
 * Pushes an image, or all tags of a repository when the reference has none. Throws ApiRefusals in Docker's words; they
 * come as the last line of the stream.
 */
export async function push(
  daemon: Daemon,
  reference: ImageReference,
  {tell, signal}: {readonly tell: Tell; readonly signal: AbortSignal},
): Promise<void> {
  const {images} = daemon;
  await tell({status: `The push refers to repository [${repositoryOf(reference)}]`});
  const names = images.names
    .in(reference)
    .filter(({tag}) => tag !== undefined && (reference.tag === undefined || tag === reference.tag));
  const isUnknown = images.names.in(reference).length === 0;
  if (isUnknown) throw new ApiRefusal(500, `An image does not exist locally with the tag: ${familiarName(reference)}`);
  if (names.length === 0) throw new ApiRefusal(500, `tag does not exist: ${familiarText(reference)}`);
  const client = new RegistryClient(daemon, reference, signal);
  const isOuterWorld = images.hub.knows(reference.domain);
  if (!isOuterWorld) await client.ping();
  for (const name of names) {
    const image = images.find(images.names.idOf(name) ?? '');
    if (!image) continue;
    await prepare(image, tell);
    if (isOuterWorld) throw new ApiRefusal(500, refusalOf(reference.domain));
    await pushOne({daemon, reference: name, client, tell}, image);
  }
}

function refusalOf(domain: string): string {
  const why = 'denied: requested access to the resource is denied';
  return domain === dockerHub ? why : `${why} (the registry ${domain} is simulated and takes nothing)`;
}

async function prepare(image: Image, tell: Tell): Promise<void> {
  const ids = [...image.layers].reverse().map(shortId);
  for (const id of ids) await tell({status: 'Preparing', id, state: true});
  for (const id of ids.slice(atOnce)) await tell({status: 'Waiting', id, state: true});
}

async function pushOne(pushing: Pushing, image: Image): Promise<void> {
  const {daemon, reference, client, tell} = pushing;
  const layers: Descriptor[] = [];
  for (const layer of image.layers) layers.push(await pushLayer(pushing, layer));
  const config = {mediaType: configType, size: image.fileBytes.length, digest: image.id};
  if ((await client.blobBytes(image.id)) === undefined) {
    const {location} = await client.beginUpload();
    await client.upload(location, readerOf([image.fileBytes]), () => image.id);
  }
  const manifest = manifestBytes({config, layers});
  const tag = reference.tag ?? 'latest';
  const digest = digestOf(daemon.outside, manifest);
  await client.putManifest(tag, manifest, manifestType);
  daemon.images.names.set({...reference, tag: undefined, digest}, image.id);
  daemon.images.tell('push', familiarText(reference), familiarName(reference));
  await tell({status: `${tag}: digest: ${digest} size: ${manifest.length}`});
  await tell({pushed: {Tag: tag, Digest: digest, Size: manifest.length}});
}

/** A layer is sent only when the registry has it under no name it is known by. */
async function pushLayer(pushing: Pushing, layer: Layer): Promise<Descriptor> {
  const {daemon, reference, client, tell} = pushing;
  const id = shortId(layer);
  const repository = repositoryOf(reference);
  let location: string | undefined;
  for (const known of daemon.images.blobs.in(reference.domain, layer.diffId)) {
    const descriptor = {mediaType: layerType, size: known.bytes, digest: known.digest};
    if ((await client.blobBytes(known.digest)) !== undefined) {
      await tell({status: 'Layer already exists', id, state: true});
      daemon.images.blobs.note({...known, repository});
      return descriptor;
    }
    const from = known.repository.slice(reference.domain.length + 1);
    if (from === reference.path || location !== undefined) continue;
    const mounted = await client.mount(known.digest, from);
    if (mounted === 'mounted') {
      await tell({status: `Mounted from ${from}`, id, state: true});
      daemon.images.blobs.note({...known, repository});
      return descriptor;
    }
    location = mounted.location;
  }
  const descriptor = await sendLayer(pushing, layer, location ?? (await client.beginUpload()).location);
  daemon.images.blobs.note({digest: descriptor.digest, bytes: descriptor.size, diffId: layer.diffId, repository});
  await tell({status: 'Pushed', id, state: true});
  return descriptor;
}

async function sendLayer({daemon, client, tell}: Pushing, layer: Layer, location: string): Promise<Descriptor> {
  const hash = daemon.outside.sha256();
  let size = 0;
  let digest = '';
  const compressed = gzipped(paced(told(tarChunks(layer), layer, tell), daemon.kernel), daemon.outside.gzip);
  const counted = (async function* () {
    for await (const chunk of compressed) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
    digest = `sha256:${hex(hash.digest())}`;
  })();
  await client.upload(location, readerOf(counted), () => digest);
  return {mediaType: layerType, size, digest};
}

async function* told(chunks: Chunks, layer: Layer, tell: Tell): AsyncGenerator<Uint8Array, void, undefined> {
  let done = 0;
  let last = 0;
  for await (const chunk of chunks) {
    yield chunk;
    done += chunk.length;
    if (done - last < bytesALine && done < layer.tarBytes) continue;
    last = done;
    await tell({status: 'Pushing', id: shortId(layer), done, total: layer.size});
  }
}

/** Always the same bytes for the same content; each piece is a gzip member of its own, which readers take as one. */
async function* gzipped(chunks: Chunks, gzip: Outside['gzip']): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < bytesAMember) continue;
    yield gzip(concat(waiting));
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield gzip(concat(waiting));
}

function readerOf(chunks: Chunks): Pipe['reader'] {
  const pipe = new Pipe();
  void (async () => {
    for await (const chunk of chunks) await pipe.writer.write(chunk);
    pipe.writer.close();
  })().catch(() => pipe.reader.close());
  return pipe.reader;
}

function shortId({diffId}: Layer): string {
  return diffId.slice('sha256:'.length, 'sha256:'.length + 12);
}
