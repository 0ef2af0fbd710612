import type {CatalogueImage} from '../docker-api/images/catalogue-image.ts';
import type {KubeletApi} from '../kubernetes-api/kubelet-api.ts';
import type {ApiServer} from '../kubernetes-api/server.ts';
import type {Store} from '../kubernetes-api/store/store.ts';
import type {FileSystemNode} from '../runtime/fs/nodes.ts';
import type {ImageDefinition} from '../runtime/images/define-image.ts';
import type {Hub} from '../runtime/images/hub.ts';
import type {Fabric} from '../runtime/net/fabric.ts';
import type {Endpoint, Listener, NetworkStack} from '../runtime/net/stack.ts';
import type {Lifetime} from './lifetime.ts';
import type {Machine} from './machine.ts';
import type {ServiceRules} from './network/service-rules.ts';

/** A service of the engine that is reached like a server: by an address, over the networks there are. */
export class Offers<Service> {
  readonly #services = new WeakMap<Listener, Service>();
  readonly #waiting = new Set<() => void>();

  /** What listens here is this. */
  offer(listener: Listener, service: Service): void {
    this.#services.set(listener, service);
    this.lookAgain();
  }

  /** Tells all who wait for a service that the way to one may be open now. */
  lookAgain(): void {
    for (const told of [...this.#waiting]) told();
  }

  /** Who answers at an address; undefined for a server that is something else. Throws as `Fabric.listenerFor`. */
  at(fabric: Fabric, from: NetworkStack, to: Endpoint): Service | undefined {
    return this.#services.get(fabric.listenerFor(from, to));
  }

  /** Calls back whenever a service is offered, wherever that is; returns how to stop. */
  onOffer(told: () => void): () => void {
    this.#waiting.add(told);
    return () => this.#waiting.delete(told);
  }
}

/** An etcd that runs. */
export interface EtcdService {
  readonly store: Store;
  readonly life: Lifetime;
}

/** An API server that runs. */
export interface ApiService {
  readonly server: ApiServer;
  readonly life: Lifetime;
}

/**
 * What the programs of clusters know of each other within one engine. In a real one they would speak gRPC and HTTP; here a
 * connection that could be made leads to the object that would have answered.
 */
export class Backplane {
  readonly etcds = new Offers<EtcdService>();
  readonly apis = new Offers<ApiService>();
  readonly kubelets = new Offers<KubeletApi>();
  /** The data directories of etcd. */
  readonly databases = new WeakMap<FileSystemNode, Store>();
  /** By the network stack of the node's container, while it runs. */
  readonly machines = new WeakMap<NetworkStack, Machine>();
  /** What kube-proxy wrote into a node's kernel. */
  readonly rules = new WeakMap<NetworkStack, ServiceRules>();
  /** What images of the catalogue came to: all nodes take the same ones. */
  readonly catalogued = new Map<ImageDefinition, Promise<CatalogueImage>>();
  readonly hub: Hub;
  /** Real time a simulated download takes: 1 as believable, 0 not at all. */
  readonly downloadPace: number;

  constructor({hub, downloadPace}: {readonly hub: Hub; readonly downloadPace: number}) {
    this.hub = hub;
    this.downloadPace = downloadPace;
  }
}
