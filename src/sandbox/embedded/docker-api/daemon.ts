import type {Outside} from '../outside.ts';
import type {OverlayDirectory} from '../runtime/fs/overlay.ts';
import type {Fabric} from '../runtime/net/fabric.ts';
import type {Kernel} from '../runtime/process/kernel.ts';
import type {Program} from '../runtime/process/process.ts';
import type {Container} from './containers/container.ts';
import type {Events} from './events.ts';
import type {Image} from './images/image.ts';
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
}
