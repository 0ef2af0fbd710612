import type {Outside} from '../outside.ts';
import type {OverlayDirectory} from '../runtime/fs/overlay.ts';
import type {ImageDefinition} from '../runtime/images/define-image.ts';
import type {Hub} from '../runtime/images/hub.ts';
import type {Fabric} from '../runtime/net/fabric.ts';
import type {Connection} from '../runtime/net/stack.ts';
import type {Kernel} from '../runtime/process/kernel.ts';
import type {Program} from '../runtime/process/process.ts';
import type {Container} from './containers/container.ts';
import type {Events} from './events.ts';
import type {CatalogueImage} from './images/catalogue-image.ts';
import type {Image, Layer, NewImage} from './images/image.ts';
import type {ImageNames} from './images/image-names.ts';
import type {KnownBlobs} from './images/known-blobs.ts';
import type {ImageReference} from './images/reference.ts';
import type {Spooled} from './images/spool.ts';
import type {DockerNetwork} from './networks/docker-network.ts';
import type {Attachable, EndpointWish, NetworkEndpoint} from './networks/endpoint.ts';
import type {Volume} from './volumes/volume.ts';

/** How the engine is set up, once. */
export interface DaemonOptions {
  /** Real time a simulated download takes: 1 as believable, 0 not at all. */
  readonly downloadPace: number;
  /** Folder of the real machine bind mounts may come from; undefined: none. */
  readonly bindFolder: string | undefined;
}

/** Images by id and by name. Everything here throws ApiRefusals in Docker's words. */
export interface Images {
  list(): readonly Image[];
  /** By id, id prefix, `name[:tag]` or `name@digest`; undefined when there is none. */
  find(reference: string): Image | undefined;
  /** 404 `No such image: x:y`. */
  require(reference: string): Image;
  /** `name:tag` of an image, sorted. */
  tagsOf(image: Image): readonly string[];
  /** `name@sha256:…` of an image, sorted. */
  digestsOf(image: Image): readonly string[];
  /** A new writable layer over an image. */
  layerOver(image: Image): OverlayDirectory;
  /** Containers that use it, so that it is not removed under them. */
  usedBy: (image: Image) => readonly Container[];
  /** Which names lead to which image. */
  readonly names: ImageNames;
  /** The registries of the outer world. */
  readonly hub: Hub;
  /** As which blobs layers came in or went out. */
  readonly blobs: KnownBlobs;
  /** An image of the catalogue, ready to be taken; made at its first pull. */
  ofCatalogue(definition: ImageDefinition): Promise<CatalogueImage>;
  /** Images committed or built from it here: the build cache looks among them. */
  childrenOf(image: Image): readonly Image[];
  /** Makes an image; when the very same is there already, that one. */
  add(made: NewImage): Promise<Image>;
  /** Takes an image whose layers are ready; the one that is there when it is the same. */
  adopt(given: Pick<Image, 'file' | 'fileBytes' | 'layers' | 'parentId'>): Image;
  /** A layer of a tree that was made here, which is frozen; the one that is there when it is the same. */
  seal(root: OverlayDirectory, below: readonly Layer[]): Promise<Layer>;
  /** A layer of a tar that came from elsewhere. Throws a TarFault. */
  unpack(tar: Spooled, below: readonly Layer[]): Promise<Layer>;
  /** Layers of an image that came to nothing: the room they took is free again. */
  discard(layers: readonly Layer[]): void;
  layer(chainId: string): Layer | undefined;
  chainId(diffId: string, below: readonly Layer[]): string;
  /** Gives an image a name, which whoever had it loses, and tells of it. */
  tag(image: Image, reference: ImageReference): void;
  /** Forgets an image and what nothing else needs of its layers; returns the chain ids of those, the topmost first. */
  forget(image: Image): readonly string[];
  /** An event of type `image`; labels are added. */
  tell(action: string, id: string, name: string): void;
}

export interface Containers {
  list(): readonly Container[];
  /** By id, id prefix or name (a leading slash is allowed); undefined when there is none. */
  find(reference: string): Container | undefined;
  /** 404 `No such container: x`; 400 for a prefix of several. */
  require(reference: string): Container;
}

export interface Networks {
  list(): readonly DockerNetwork[];
  find(reference: string): DockerNetwork | undefined;
  /** 404 `network x not found`. */
  require(reference: string): DockerNetwork;
  /** Gives a container an address on a network; its names are found there from then on. */
  attach(network: DockerNetwork, who: Attachable, wish: EndpointWish): NetworkEndpoint;
  detach(network: DockerNetwork, who: Attachable): void;
}

export interface Volumes {
  list(): readonly Volume[];
  find(name: string): Volume | undefined;
  /** 404 `get x: no such volume`. */
  require(name: string): Volume;
  /** The volume of that name, made when it is not there; an anonymous one when the name is ''. */
  ensure(name: string, labels?: {readonly [name: string]: string}): Volume;
  /** 409 `remove x: volume is in use - [id…]`. */
  remove(name: string, force: boolean): void;
}

/** The Docker Engine: what its API reads and changes. */
export interface Daemon {
  readonly outside: Outside;
  readonly kernel: Kernel;
  readonly fabric: Fabric;
  readonly programs: ReadonlyMap<string, Program>;
  readonly options: DaemonOptions;
  /** Made once a run; `docker info` shows it. */
  readonly id: string;
  readonly startedMs: number;
  readonly events: Events;
  readonly images: Images;
  readonly containers: Containers;
  readonly networks: Networks;
  readonly volumes: Volumes;
  /** Connects to a registry of the simulated host; throws or rejects with what a client is told that cannot. */
  readonly dialRegistry: (domain: string) => Connection | Promise<Connection>;
}

/** Who keeps images: the Docker Engine, or the containerd of a node of a cluster. */
export type ImageKeeper = Pick<Daemon, 'images' | 'kernel' | 'outside' | 'options' | 'dialRegistry'>;
