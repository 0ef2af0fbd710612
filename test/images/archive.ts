import {createHash} from 'node:crypto';
import {buffer} from 'node:stream/consumers';
import {pack} from 'tar-stream';

/** One path of a layer; parent folders that are not listed are made with mode 0755. */
export type LayerEntry =
  | {readonly kind: 'file'; readonly data: Buffer | string; readonly mode?: number}
  | {readonly kind: 'folder'; readonly mode?: number; readonly owner?: number}
  | {readonly kind: 'link'; readonly target: string};

/** Paths without a leading slash: `etc/nginx/nginx.conf`. */
export type LayerFiles = {readonly [path: string]: LayerEntry};

/** One line of `docker image history`, oldest first; a step without files changed the configuration only. */
export interface BuildStep {
  readonly createdBy: string;
  readonly files?: LayerFiles;
}

/** The `config` object of an image, with Docker's own keys. */
export interface ImageConfig {
  readonly User?: string;
  readonly Env?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly ExposedPorts?: {readonly [port: string]: Record<string, never>};
  readonly Volumes?: {readonly [path: string]: Record<string, never>};
  readonly WorkingDir?: string;
  readonly StopSignal?: string;
  readonly Labels?: {readonly [name: string]: string};
}

/** An image before it is packed. */
export interface ImageSource {
  /** `nginx:1.27-alpine`, pushed to a registry as `library/nginx`; `fluent/fluentd:v1.16-1` as it is. */
  readonly reference: string;
  readonly created: string;
  readonly steps: readonly BuildStep[];
  readonly config: ImageConfig;
}

/** A packed image: the same source gives the same bytes, so the same ids, on every machine. */
export interface BuiltImage {
  readonly reference: string;
  /** `sha256:...` of the configuration: the image id everywhere. */
  readonly id: string;
  readonly config: Buffer;
  /** Uncompressed layer tars, base first. */
  readonly layers: readonly Buffer[];
}

/** `sha256:` and the hexadecimal digest of some bytes. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Packs every layer and writes the configuration that ties them together. */
export async function buildImage({reference, created, steps, config}: ImageSource): Promise<BuiltImage> {
  const layers: Buffer[] = [];
  for (const {files} of steps) if (files !== undefined) layers.push(await packLayer(files, created));
  const description = {
    architecture: 'amd64',
    config,
    created,
    history: steps.map(({createdBy, files}) => ({
      created,
      created_by: createdBy,
      ...(files === undefined ? {empty_layer: true} : {}),
    })),
    os: 'linux',
    rootfs: {type: 'layers', diff_ids: layers.map(digestOf)},
  };
  const configBytes = Buffer.from(JSON.stringify(description));
  return {reference, id: digestOf(configBytes), config: configBytes, layers};
}

/** The tar that `docker load` reads; several images in one file share their layers. */
export async function packArchive(images: readonly BuiltImage[]): Promise<Buffer> {
  const tar = pack();
  const written = new Set<string>();
  const add = (name: string, data: Buffer): void => {
    if (written.has(name)) return;
    written.add(name);
    tar.entry({name, mtime: new Date(0)}, data);
  };
  const manifest = images.map(({reference, id, config, layers}) => {
    const configName = `${withoutPrefix(id)}.json`;
    const layerNames = layers.map((layer) => `${withoutPrefix(digestOf(layer))}/layer.tar`);
    add(configName, config);
    layers.forEach((layer, index) => {
      add(layerNames[index] ?? '', layer);
    });
    return {Config: configName, RepoTags: [reference], Layers: layerNames};
  });
  add('manifest.json', Buffer.from(JSON.stringify(manifest)));
  tar.finalize();
  return buffer(tar);
}

async function packLayer(files: LayerFiles, created: string): Promise<Buffer> {
  const tar = pack();
  const mtime = new Date(created);
  const everything = withParents(files);
  // Sorted, so that a folder comes before its content and the bytes do not depend on the order of writing.
  for (const name of Object.keys(everything).sort()) {
    const entry = everything[name];
    if (entry === undefined) continue;
    const base = {name, mtime, uid: 0, gid: 0};
    if (entry.kind === 'file') tar.entry({...base, mode: entry.mode ?? 0o644}, Buffer.from(entry.data));
    else if (entry.kind === 'link') tar.entry({...base, mode: 0o777, type: 'symlink', linkname: entry.target});
    else {
      const owner = entry.owner ?? 0;
      tar.entry({...base, name: `${name}/`, uid: owner, gid: owner, mode: entry.mode ?? 0o755, type: 'directory'});
    }
  }
  tar.finalize();
  return buffer(tar);
}

function withParents(files: LayerFiles): LayerFiles {
  const all: Record<string, LayerEntry> = {};
  for (const path of Object.keys(files)) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) all[parts.slice(0, depth).join('/')] = {kind: 'folder'};
  }
  return {...all, ...files};
}

function withoutPrefix(digest: string): string {
  return digest.slice('sha256:'.length);
}
