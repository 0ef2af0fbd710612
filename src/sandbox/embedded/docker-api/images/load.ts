import {z} from 'zod';
import type {ImageKeeper} from '../daemon.ts';
import type {Image, Layer} from './image.ts';
import {parseConfig, parseJson} from './image-config.ts';
import {gather} from './layer-read.ts';
import type {Tell} from './progress.ts';
import {familiarText, parseReference} from './reference.ts';
import type {SparseBytes} from './sparse-bytes.ts';
import {paced, spool} from './spool.ts';
import {type Chunks, processingFault, readTar, TarFault} from './tar.ts';

/** Configurations and manifests are small; what is larger is none. */
const mostSmallBytes = 8 * 1024 * 1024;
const mostLinks = 10;
const mostFiles = 100_000;

const manifestSchema = z.array(
  z.object({
    Config: z.string().default(''),
    RepoTags: z
      .array(z.string())
      .nullish()
      .transform((tags) => tags ?? []),
    Layers: z
      .array(z.string())
      .nullish()
      .transform((layers) => layers ?? []),
    Parent: z.string().default(''),
  }),
);

type ManifestItem = z.output<typeof manifestSchema>[number];

interface Loading {
  readonly daemon: ImageKeeper;
  readonly archive: ArchiveFiles;
  readonly tell: Tell;
  /** The client wants to know how far it is. */
  readonly isVerbose: boolean;
}

/**
 * Takes the images of an archive that `docker save` wrote, of whatever version. Throws TarFaults and ApiRefusals in
 * Docker's words. https://github.com/moby/moby/blob/v27.0.0/image/tarexport/load.go
 */
export async function loadImages(
  daemon: ImageKeeper,
  given: {readonly tar: Chunks; readonly tell: Tell; readonly isVerbose: boolean},
): Promise<void> {
  const {tell, isVerbose} = given;
  const archive = await ArchiveFiles.read(daemon, given.tar).catch((error: unknown) => {
    throw processingFault(error);
  });
  const loading = {daemon, archive, tell, isVerbose};
  const items = manifestSchema.safeParse(parseJson(archive.small('manifest.json', 'repositories')));
  if (!items.success)
    throw new TarFault('json: cannot unmarshal manifest.json into Go value of type []tarexport.manifestItem');
  const loaded: Image[] = [];
  let tags = 0;
  for (const item of items.data) {
    const image = await loadImage(loading, item);
    loaded.push(image);
    for (const tag of item.RepoTags) await nameLoaded(loading, image, tag);
    tags += item.RepoTags.length;
    daemon.images.tell('load', image.id, image.id);
  }
  if (tags > 0) return;
  for (const {id} of loaded) await tell({stream: `Loaded image ID: ${id}\n`});
}

async function loadImage(loading: Loading, item: ManifestItem): Promise<Image> {
  const {daemon, archive} = loading;
  const fileBytes = archive.small(item.Config);
  const file = parseConfig(fileBytes);
  if (file.os !== '' && file.os !== 'linux') throw new TarFault(`cannot load ${file.os} image on linux`);
  const expected = file.rootfs.diff_ids;
  if (item.Layers.length !== expected.length)
    throw new TarFault(
      `invalid manifest, layers length mismatch: expected ${item.Layers.length}, got ${expected.length}`,
    );
  const layers: Layer[] = [];
  try {
    for (const [index, path] of item.Layers.entries())
      layers.push(await loadLayer(loading, {path, index, diffId: expected[index] ?? '', below: layers}));
  } catch (error) {
    daemon.images.discard(layers);
    throw error;
  }
  const parent = item.Parent === '' ? undefined : daemon.images.find(item.Parent);
  const isChild = parent?.layers.every(({chainId}, index) => layers[index]?.chainId === chainId) ?? false;
  return daemon.images.adopt({file, fileBytes, layers, parentId: isChild && parent ? parent.id : ''});
}

async function loadLayer(
  loading: Loading,
  given: {readonly path: string; readonly index: number; readonly diffId: string; readonly below: readonly Layer[]},
): Promise<Layer> {
  const {daemon, archive, tell} = loading;
  const {diffId, below} = given;
  const known = daemon.images.layer(daemon.images.chainId(diffId, below));
  if (known) return known;
  const bytes = archive.bytes(given.path);
  const spooled = await spool(bytes.chunks(), daemon.kernel);
  if (spooled.digest !== diffId) {
    daemon.kernel.disk.take(-spooled.bytes.storedBytes);
    throw new TarFault(`invalid diffID for layer ${given.index}: expected "${diffId}", got "${spooled.digest}"`);
  }
  const progress = {status: 'Loading layer', id: diffId.slice('sha256:'.length, 'sha256:'.length + 12)};
  if (loading.isVerbose) await tell({...progress, done: Math.min(32_768, bytes.length), total: bytes.length});
  const layer = await daemon.images.unpack(spooled, [...below]).catch((error: unknown) => {
    throw processingFault(error);
  });
  if (loading.isVerbose) await tell({...progress, done: bytes.length, total: bytes.length});
  return layer;
}

async function nameLoaded({daemon, tell}: Loading, image: Image, tag: string): Promise<void> {
  const reference = parseReference(tag);
  if (reference.tag === undefined || reference.digest !== undefined) throw new TarFault(`invalid tag "${tag}"`);
  const shown = familiarText(reference);
  const before = daemon.images.names.set(reference, image.id);
  if (before !== undefined)
    await tell({
      stream: `The image ${shown} already exists, renaming the old one with ID ${before} to empty string\n`,
    });
  await tell({stream: `Loaded image: ${shown}\n`});
}

/** The files of an archive by name, all of it in memory but its holes. Names cannot lead out of it. */
class ArchiveFiles {
  readonly #files = new Map<string, SparseBytes>();
  readonly #links = new Map<string, string>();
  /** Where the real daemon would have unpacked it: its errors name that. */
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async read(daemon: ImageKeeper, tar: Chunks): Promise<ArchiveFiles> {
    const number = daemon.outside.random(4).reduce((sum, byte) => sum * 256 + byte, 0);
    const files = new ArchiveFiles(`/var/lib/docker/tmp/docker-import-${number}`);
    const {bytes} = await spool(tar, daemon.kernel);
    // From here on what is kept of it is counted as layers.
    daemon.kernel.disk.take(-bytes.storedBytes);
    for await (const {header, body} of readTar(paced(bytes.chunks(), daemon.kernel))) {
      const name = cleanName(header.name);
      if (files.#files.size + files.#links.size > mostFiles)
        throw new TarFault(`more than ${mostFiles} files in one archive: no space left on device`);
      if (header.type === 'symlink') files.#links.set(name, cleanName(`${name}/../${header.linkname ?? ''}`));
      else if (header.type === 'link') files.#links.set(name, cleanName(header.linkname ?? ''));
      else if (header.type === 'file' || header.type === undefined) files.#files.set(name, await gather(body));
    }
    return files;
  }

  /** Throws as the daemon does when it opens what is not there; `missing` is the name it complains of. */
  bytes(path: string, missing = path): SparseBytes {
    let name = cleanName(path);
    for (let links = 0; links < mostLinks; links += 1) {
      const found = this.#files.get(name);
      if (found) return found;
      const target = this.#links.get(name);
      if (target === undefined) break;
      name = target;
    }
    throw new TarFault(`open ${this.#folder}/${cleanName(missing)}: no such file or directory`);
  }

  small(path: string, missing = path): Uint8Array {
    const bytes = this.bytes(path, missing);
    if (bytes.length > mostSmallBytes) throw new TarFault(`${cleanName(path)} is larger than ${mostSmallBytes} bytes`);
    const whole = new Uint8Array(bytes.length);
    whole.set(bytes.content());
    return whole;
  }
}

/** A name as the root of the archive clamps it. */
function cleanName(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
