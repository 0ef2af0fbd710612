import {encode} from '../../bytes/bytes.ts';
import {freeze, layerOver, type OverlayDirectory} from '../../runtime/fs/overlay.ts';
import type {ImageDefinition} from '../../runtime/images/define-image.ts';
import type {Hub} from '../../runtime/images/hub.ts';
import type {Kernel} from '../../runtime/process/kernel.ts';
import {notFound} from '../api/refusal.ts';
import type {Container} from '../containers/container.ts';
import type {Containers, Images} from '../daemon.ts';
import type {Events} from '../events.ts';
import {type CatalogueImage, catalogueImage} from './catalogue-image.ts';
import type {Image, ImageConfigFile, Layer, NewImage} from './image.ts';
import {configBytes} from './image-config.ts';
import {ImageNames} from './image-names.ts';
import {KnownBlobs} from './known-blobs.ts';
import {readLayer} from './layer-read.ts';
import {layerSize, layerTar} from './layer-tar.ts';
import {familiarText, type ImageReference, parseAnyReference, withDefaultTag} from './reference.ts';
import {digestOf, measure, type Spooled} from './spool.ts';

/** Whose images they are. */
export interface ImageOwner {
  readonly containers: Pick<Containers, 'list'>;
  readonly events: Pick<Events, 'tell'>;
}

/** The images of the engine, with their layers and names. */
export class ImageStore implements Images {
  readonly names = new ImageNames();
  readonly hub: Hub;
  readonly blobs = new KnownBlobs();
  readonly #kernel: Kernel;
  readonly #daemon: () => ImageOwner;
  readonly #images = new Map<string, Image>();
  readonly #layers = new Map<string, Layer>();
  readonly #ofCatalogue: Map<ImageDefinition, Promise<CatalogueImage>>;

  constructor(options: {
    readonly kernel: Kernel;
    readonly hub: Hub;
    readonly daemon: () => ImageOwner;
    /** Images that were made of the catalogue already, by another store of the same engine. */
    readonly catalogued?: Map<ImageDefinition, Promise<CatalogueImage>>;
  }) {
    this.#ofCatalogue = options.catalogued ?? new Map();
    this.#kernel = options.kernel;
    this.hub = options.hub;
    this.#daemon = options.daemon;
  }

  list(): readonly Image[] {
    return [...this.#images.values()];
  }

  find(reference: string): Image | undefined {
    const asked = parseAnyReference(reference);
    if (asked.kind === 'id') return this.#images.get(asked.id);
    const named = this.names.idOf(asked.name);
    const id = named !== undefined && this.#images.has(named) ? named : this.#idBeginningWith(reference);
    return id === undefined ? undefined : this.#images.get(id);
  }

  require(reference: string): Image {
    const found = this.find(reference);
    if (found) return found;
    const asked = parseAnyReference(reference);
    const shown = asked.kind === 'id' ? asked.id : familiarText(withDefaultTag(asked.name));
    throw notFound(`No such image: ${shown}`);
  }

  tagsOf({id}: Image): readonly string[] {
    return this.names
      .of(id)
      .filter(({tag}) => tag !== undefined)
      .map(familiarText);
  }

  digestsOf({id}: Image): readonly string[] {
    return this.names
      .of(id)
      .filter(({digest}) => digest !== undefined)
      .map(familiarText);
  }

  layerOver(image: Image): OverlayDirectory {
    return layerOver(image.layers.at(-1)?.root, {budget: this.#kernel.disk});
  }

  readonly usedBy = (image: Image): readonly Container[] =>
    this.#daemon()
      .containers.list()
      .filter((container) => container.image.id === image.id);

  childrenOf({id}: Image): readonly Image[] {
    return this.list().filter(({parentId}) => parentId === id);
  }

  async add(made: NewImage): Promise<Image> {
    const {parent, layer, config, history} = made;
    const below = parent?.layers ?? [];
    const layers = layer ? [...below, await this.seal(layer, below)] : below;
    const file: ImageConfigFile = {
      architecture: parent?.file.architecture ?? 'amd64',
      os: 'linux',
      created: history.created,
      author: made.author ?? parent?.file.author,
      container: made.container,
      container_config: made.containerConfig,
      config,
      history: [...(parent?.file.history ?? []), layer ? history : {...history, empty_layer: true}],
      rootfs: {type: 'layers', diff_ids: layers.map(({diffId}) => diffId)},
    };
    return this.adopt({file, fileBytes: configBytes(file), layers, parentId: parent?.id ?? ''});
  }

  adopt(given: Pick<Image, 'file' | 'fileBytes' | 'layers' | 'parentId'>): Image {
    const layers = given.layers.map((layer) => this.#kept(layer));
    const id = digestOf(this.#kernel.outside, given.fileBytes);
    const known = this.#images.get(id);
    if (known) return known;
    const image: Image = {...given, layers, id, taggedMs: undefined};
    this.#images.set(id, image);
    return image;
  }

  ofCatalogue(definition: ImageDefinition): Promise<CatalogueImage> {
    const made = this.#ofCatalogue.get(definition) ?? catalogueImage(definition, this, this.#kernel);
    this.#ofCatalogue.set(definition, made);
    return made;
  }

  async seal(root: OverlayDirectory, below: readonly Layer[]): Promise<Layer> {
    freeze(root);
    const {digest, length} = await measure(layerTar(root), this.#kernel);
    const chainId = this.chainId(digest, below);
    const known = this.#layers.get(chainId);
    return known ?? {diffId: digest, chainId, size: layerSize(root), tarBytes: length, root};
  }

  async unpack({bytes, digest}: Spooled, below: readonly Layer[]): Promise<Layer> {
    const chainId = this.chainId(digest, below);
    const known = this.#layers.get(chainId);
    if (known) {
      this.#kernel.disk.take(-bytes.storedBytes);
      return known;
    }
    const lower = below.at(-1)?.root;
    const root = await readLayer(bytes.chunks(), {
      lower,
      budget: this.#kernel.disk,
      breathe: () => this.#kernel.yield(),
    }).catch((error: unknown) => {
      this.#kernel.disk.take(-bytes.storedBytes);
      throw error;
    });
    freeze(root);
    return {diffId: digest, chainId, size: layerSize(root), tarBytes: bytes.length, root, tar: bytes};
  }

  discard(layers: readonly Layer[]): void {
    for (const layer of layers)
      if (this.#layers.get(layer.chainId) !== layer) this.#kernel.disk.take(-(layer.tar?.storedBytes ?? 0));
  }

  layer(chainId: string): Layer | undefined {
    return this.#layers.get(chainId);
  }

  chainId(diffId: string, below: readonly Layer[]): string {
    const parent = below.at(-1);
    return parent ? digestOf(this.#kernel.outside, encode(`${parent.chainId} ${diffId}`)) : diffId;
  }

  tag(image: Image, reference: ImageReference): void {
    this.names.set(reference, image.id);
    const known = this.#images.get(image.id);
    if (known) this.#images.set(image.id, {...known, taggedMs: this.#kernel.clock.now()});
    this.tell('tag', image.id, familiarText(withDefaultTag(reference)));
  }

  forget(image: Image): readonly string[] {
    this.#images.delete(image.id);
    const used = new Set(
      [
        ...this.#images.values(),
        ...this.#daemon()
          .containers.list()
          .map((container) => container.image),
      ].flatMap(({layers}) => layers.map(({chainId}) => chainId)),
    );
    for (const [chainId, layer] of this.#layers)
      if (!used.has(chainId)) {
        this.#layers.delete(chainId);
        this.#kernel.disk.take(-(layer.tar?.storedBytes ?? 0));
      }
    return image.layers
      .map(({chainId}) => chainId)
      .filter((chainId) => !used.has(chainId))
      .reverse();
  }

  tell(action: string, id: string, name: string): void {
    const image = this.#images.get(id) ?? (id.startsWith('sha256:') ? undefined : this.find(id));
    const labels = image?.file.config.Labels ?? {};
    this.#daemon().events.tell('image', action, id, {...labels, name});
  }

  #kept(layer: Layer): Layer {
    const known = this.#layers.get(layer.chainId);
    if (known && known !== layer) this.#kernel.disk.take(-(layer.tar?.storedBytes ?? 0));
    this.#layers.set(layer.chainId, known ?? layer);
    return known ?? layer;
  }

  /** The one id that begins so, with or without `sha256:`. */
  #idBeginningWith(prefix: string): string | undefined {
    const digits = prefix.startsWith('sha256:') ? prefix.slice('sha256:'.length) : prefix;
    if (!/^[a-f0-9]+$/.test(digits)) return undefined;
    const found = [...this.#images.keys()].filter((id) => id.startsWith(`sha256:${digits}`));
    return found.length === 1 ? found[0] : undefined;
  }
}
