import {NetworkStack} from '../../runtime/net/stack.ts';
import {ApiRefusal, badRequest, conflict} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import type {DockerNetwork} from '../networks/docker-network.ts';
import type {Attachable, EndpointWish, NetworkEndpoint} from '../networks/endpoint.ts';
import type {EndpointSettings} from './container-config.ts';
import {emptyEndpoint} from './create-body.ts';

/** A network a container is on whenever it runs. */
export interface Connection {
  readonly settings: EndpointSettings;
  /** '' before its first start. */
  readonly networkId: string;
  /** While it runs. */
  readonly endpoint: NetworkEndpoint | undefined;
}

/** The networks of one container: what it asked for, and what it has while it runs. */
export class ContainerNetworks {
  readonly #daemon: () => Daemon;
  readonly #who: () => Attachable;
  /** `default`, `none`, `host`, `container:x`, or a network. */
  readonly mode: string;
  readonly #own = new NetworkStack();
  #stack = this.#own;
  #attached = false;
  readonly #connections = new Map<string, Connection>();

  constructor(options: {
    readonly daemon: () => Daemon;
    readonly who: () => Attachable;
    readonly mode: string;
    readonly wishes: ReadonlyMap<string, EndpointSettings>;
  }) {
    this.#daemon = options.daemon;
    this.#who = options.who;
    this.mode = options.mode;
    if (this.mode.startsWith('container:')) return;
    const first = this.#nameOf(this.mode);
    const wishes = new Map([...options.wishes].map(([name, settings]) => [this.#nameOf(name), settings]));
    for (const [name, settings] of [[first, wishes.get(first) ?? emptyEndpoint] as const, ...wishes])
      this.#connections.set(name, {settings, networkId: '', endpoint: undefined});
  }

  /** The stack its processes use: its own, the host's, or another container's. */
  get stack(): NetworkStack {
    return this.#stack;
  }

  /** Whether its containers share the host's name and /etc/hosts. */
  get isHost(): boolean {
    return this.mode === 'host';
  }

  /** By network name, in the order they were connected. */
  get connections(): ReadonlyMap<string, Connection> {
    return this.#connections;
  }

  get endpoints(): ReadonlyMap<string, NetworkEndpoint> {
    const endpoints = new Map<string, NetworkEndpoint>();
    for (const [name, {endpoint}] of this.#connections) if (endpoint) endpoints.set(name, endpoint);
    return endpoints;
  }

  /** Whether Docker's own name server answers: it does on every network that somebody made. */
  get hasNameServer(): boolean {
    return [...this.#connections.keys()].some((name) => !['bridge', 'host', 'none'].includes(name));
  }

  /** Connects it everywhere: it starts. Throws in Docker's words; then it is connected nowhere. */
  attach(shared: NetworkStack | undefined): void {
    // Listeners on a stack that is shared end with who opened them.
    this.#stack = shared ? new NetworkStack(shared) : this.#own;
    this.#attached = true;
    try {
      for (const [name, connection] of this.#connections) {
        const network = this.#daemon().networks.require(name);
        this.#connections.set(name, this.#attachOne(network, connection.settings));
      }
    } catch (error) {
      this.detach();
      throw error;
    }
  }

  /** It has ended: its addresses are free, its listeners closed. */
  detach(): void {
    for (const [name, connection] of this.#connections) {
      if (!connection.endpoint) continue;
      const network = this.#daemon().networks.find(connection.networkId);
      if (network) this.#daemon().networks.detach(network, this.#who());
      this.#connections.set(name, {...connection, endpoint: undefined});
    }
    this.#stack.close();
    this.#attached = false;
  }

  /** Its container has another name: networks know it by that. */
  renamed(): void {
    const {id, name} = this.#who();
    for (const {networkId} of this.#connections.values()) {
      const endpoints = this.#daemon().networks.find(networkId)?.endpoints;
      const endpoint = endpoints?.get(id);
      if (endpoint) endpoints?.set(id, {...endpoint, name});
    }
  }

  /** `docker network connect`. */
  connect(network: DockerNetwork, settings: EndpointSettings): NetworkEndpoint | undefined {
    this.#checkChange(network);
    if (this.#attached && this.#connections.has(network.name))
      throw new ApiRefusal(403, `endpoint with name ${this.#who().name} already exists in network ${network.name}`);
    const idle = {settings, networkId: network.id, endpoint: undefined};
    const connection = this.#attached ? this.#attachOne(network, settings) : idle;
    this.#connections.set(network.name, connection);
    return connection.endpoint;
  }

  /** `docker network disconnect`; gives the endpoint that is gone. */
  disconnect(network: DockerNetwork): NetworkEndpoint | undefined {
    const connection = this.#connections.get(network.name);
    if (this.isHost && connection) throw conflict(hostConflict);
    if (!connection)
      throw new ApiRefusal(500, `container ${this.#who().id} is not connected to network ${network.name}`);
    this.#connections.delete(network.name);
    if (connection.endpoint) this.#daemon().networks.detach(network, this.#who());
    return connection.endpoint;
  }

  #checkChange(network: DockerNetwork): void {
    if (this.mode.startsWith('container:'))
      throw badRequest(
        'container sharing network namespace with another container or host cannot be connected to any other network',
      );
    if (this.isHost || network.driver === 'host') throw badRequest(hostConflict);
    if (network.driver === 'null' || this.#connections.has('none'))
      throw badRequest(
        'container cannot be connected to multiple networks with one of the networks in private (none) mode',
      );
  }

  #attachOne(network: DockerNetwork, settings: EndpointSettings): Connection {
    const address = settings.IPAMConfig?.IPv4Address ?? '';
    if (network.name === 'bridge') {
      if (address !== '') throw badRequest('user specified IP address is supported on user defined networks only');
      if ((settings.Aliases ?? []).length > 0)
        throw badRequest('network-scoped alias is supported only for containers in user defined networks');
    }
    const endpoint = this.#daemon().networks.attach(network, this.#who(), wishOf(settings));
    return {settings, networkId: network.id, endpoint};
  }

  /** A network by the name it has; as it was written when there is none (it may come before the start). */
  #nameOf(reference: string): string {
    if (reference === 'default' || reference === '') return 'bridge';
    return this.#daemon().networks.find(reference)?.name ?? reference;
  }
}

const hostConflict = 'container cannot be disconnected from host network or connected to host network';

function wishOf({Aliases, IPAMConfig, MacAddress, Links}: EndpointSettings): EndpointWish {
  return {
    aliases: Aliases ?? [],
    links: Links ?? [],
    ...(IPAMConfig?.IPv4Address ? {address: IPAMConfig.IPv4Address} : {}),
    ...(MacAddress ? {mac: MacAddress} : {}),
  };
}
