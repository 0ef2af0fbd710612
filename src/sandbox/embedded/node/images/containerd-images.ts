import {ApiRefusal} from '../../docker-api/api/refusal.ts';
import type {ImageKeeper} from '../../docker-api/daemon.ts';
import type {CatalogueImage} from '../../docker-api/images/catalogue-image.ts';
import {hubSources} from '../../docker-api/images/hub-source.ts';
import type {Image} from '../../docker-api/images/image.ts';
import {ImageStore} from '../../docker-api/images/image-store.ts';
import {loadImages} from '../../docker-api/images/load.ts';
import {fullText, type ImageReference, parseReference, withDefaultTag} from '../../docker-api/images/reference.ts';
import {registrySources} from '../../docker-api/images/registry-source.ts';
import type {Chunks} from '../../docker-api/images/tar.ts';
import type {ImageDefinition} from '../../runtime/images/define-image.ts';
import type {Hub} from '../../runtime/images/hub.ts';
import type {Connection} from '../../runtime/net/stack.ts';
import type {Kernel} from '../../runtime/process/kernel.ts';
import {ImageRefusal, type NodeImage, type NodeImages} from '../node.ts';
import {DialFault} from './node-registries.ts';

export interface ContainerdImagesOptions {
  readonly kernel: Kernel;
  /** Connects to a registry, by what the node's files say of it. Rejects with containerd's words. */
  readonly dialRegistry: (domain: string) => Promise<Connection>;
  readonly hub: Hub;
  readonly downloadPace: number;
  /** Shared by all nodes: what the same images of the catalogue came to. */
  readonly catalogued: Map<ImageDefinition, Promise<CatalogueImage>>;
}

/** The images of one node: what its containerd keeps. */
export class ContainerdImages implements NodeImages {
  readonly #keeper: ImageKeeper;
  readonly #store: ImageStore;
  readonly #seen = new Map<string, NodeImage>();

  constructor({kernel, dialRegistry, hub, downloadPace, catalogued}: ContainerdImagesOptions) {
    const owner = {containers: {list: () => []}, events: {tell: () => {}}};
    this.#store = new ImageStore({kernel, hub, catalogued, daemon: () => owner});
    const options = {downloadPace, bindFolder: undefined};
    this.#keeper = {images: this.#store, kernel, outside: kernel.outside, dialRegistry, options};
  }

  find(reference: string): NodeImage | undefined {
    const image = this.#find(reference);
    return image && this.#shown(image);
  }

  list(): readonly NodeImage[] {
    return this.#store.list().map((image) => this.#shown(image));
  }

  /** Images the node comes with. */
  async preload(definitions: readonly ImageDefinition[]): Promise<void> {
    for (const definition of definitions) {
      const made = await this.#store.ofCatalogue(definition);
      const image = this.#store.adopt({...made, parentId: ''});
      const [name] = definition.names;
      if (name !== undefined) this.#name(image, parseReference(name), made.manifestDigest);
    }
  }

  async pull(written: string, signal: AbortSignal): Promise<NodeImage> {
    const reference = withDefaultTag(readReference(written));
    const full = fullText(reference);
    const failed = (code: ImageRefusal['code'], why: string): ImageRefusal =>
      new ImageRefusal(
        code,
        `failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${why}`,
      );
    const isOutside = this.#store.hub.knows(reference.domain);
    const sources = isOutside ? hubSources(this.#keeper, reference) : registrySources(this.#keeper, reference, signal);
    const [source] = await sources.catch((error: unknown) => {
      if (error instanceof DialFault) throw failed('Unknown', requestText(reference, error));
      throw error instanceof ApiRefusal ? failed(...absence(error, full)) : error;
    });
    if (!source) throw failed('NotFound', `${full}: not found`);
    const image = await source.fetch(async () => {}, signal);
    this.#name(image, reference, source.digest);
    return this.#shown(image);
  }

  /** Takes the images of an archive, as `ctr images import` does. Gives their names. Throws as `docker load`. */
  async load(tar: Chunks): Promise<readonly string[]> {
    const loaded: string[] = [];
    await loadImages(this.#keeper, {
      tar,
      isVerbose: false,
      tell: async (line) => {
        const [, name] = 'stream' in line ? (/^Loaded image: (.*)\n$/.exec(line.stream) ?? []) : [];
        if (name !== undefined) loaded.push(name);
      },
    });
    this.#seen.clear();
    return loaded.map((name) => fullText(parseReference(name)));
  }

  /** Gives an image one more name. False when there is no such image. */
  tag(from: string, to: string): boolean {
    const image = this.#find(from);
    if (!image) return false;
    this.#store.names.set(parseReference(to), image.id);
    this.#seen.delete(image.id);
    return true;
  }

  /** Forgets an image and all its names; gives those. Undefined when there is no such image. */
  remove(reference: string): readonly string[] | undefined {
    const image = this.#find(reference);
    if (!image) return undefined;
    const names = this.#store.names.of(image.id);
    for (const name of names) this.#store.names.delete(name);
    this.#store.forget(image);
    this.#seen.delete(image.id);
    return names.map((name) => fullText(name));
  }

  #find(reference: string): Image | undefined {
    try {
      return this.#store.find(reference);
    } catch (error) {
      if (error instanceof ApiRefusal) return undefined;
      throw error;
    }
  }

  #name(image: Image, reference: ImageReference, manifestDigest: string): void {
    if (reference.digest === undefined) this.#store.names.set(reference, image.id);
    this.#store.names.set({...reference, tag: undefined, digest: manifestDigest}, image.id);
    this.#seen.delete(image.id);
  }

  #shown(image: Image): NodeImage {
    const known = this.#seen.get(image.id);
    if (known) return known;
    const names = this.#store.names.of(image.id);
    const shown: NodeImage = {
      id: image.id,
      config: image.file.config,
      root: image.layers.at(-1)?.root,
      tags: names.filter(({digest}) => digest === undefined).map((name) => fullText(name)),
      digests: names.filter(({digest}) => digest !== undefined).map((name) => fullText(name)),
      sizeBytes: image.layers.reduce((sum, {tarBytes}) => sum + tarBytes, 0),
    };
    this.#seen.set(image.id, shown);
    return shown;
  }
}

function readReference(text: string): ImageReference {
  try {
    return parseReference(text);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    throw new ImageRefusal('InvalidArgument', `failed to parse image reference "${text}": ${error.message}`);
  }
}

/** containerd's words for what a registry does not have. */
function absence({message}: ApiRefusal, full: string): [ImageRefusal['code'], string] {
  if (message.startsWith('pull access denied'))
    return [
      'Unknown',
      'pull access denied, repository does not exist or may require authorization: server message: ' +
        'insufficient_scope: authorization failed',
    ];
  if (!/not found/.test(message)) return ['Unknown', message];
  const [, sentence] = /not found: (the embedded engine .*)$/.exec(message) ?? [];
  return ['NotFound', `${full}: not found${sentence === undefined ? '' : `: ${sentence}`}`];
}

function requestText({path, tag, digest}: ImageReference, {base, message}: DialFault): string {
  return `failed to do request: Head "${base}/v2/${path}/manifests/${digest ?? tag ?? 'latest'}": ${message}`;
}
