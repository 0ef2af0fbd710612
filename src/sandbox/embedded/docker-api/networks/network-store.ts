import {hex} from '../../bytes/bytes.ts';
import type {Subnet} from '../../runtime/net/address.ts';
import {ApiRefusal, badRequest, conflict, notFound} from '../api/refusal.ts';
import type {Daemon, Networks} from '../daemon.ts';
import type {DockerNetwork} from './docker-network.ts';
import type {Attachable, EndpointWish, NetworkEndpoint} from './endpoint.ts';
import {allotAddresses, type Ipam, type IpamRequest, noIpam} from './ipam.ts';
import {dockerNameServer, NameService} from './name-service.ts';
import {checkAddressWish, isPredefined, linksOf, type StoredNetwork} from './stored-network.ts';

/** What a network is made of. */
export interface NewNetwork {
  readonly name: string;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly labels: {readonly [name: string]: string};
  readonly options: {readonly [name: string]: string};
  readonly ipam: IpamRequest;
}

const bridgeOptions = {
  'com.docker.network.bridge.default_bridge': 'true',
  'com.docker.network.bridge.enable_icc': 'true',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
  'com.docker.network.bridge.name': 'docker0',
  'com.docker.network.driver.mtu': '1500',
};

/** The networks of the engine. */
export class NetworkStore implements Networks {
  readonly #daemon: () => Daemon;
  /** By id, the oldest first. */
  readonly #networks = new Map<string, StoredNetwork>();
  readonly #names: NameService;

  constructor(daemon: () => Daemon) {
    this.#daemon = daemon;
    this.#names = new NameService({
      networks: () => this.list().filter(({name}) => !isPredefined(name)),
      nameOf: (id) => daemon().containers.find(id)?.name,
    });
  }

  /** Makes Docker's own networks; once, before anything else. */
  makePredefined(): void {
    const ipam = allotAddresses({Driver: 'default', Options: null, Config: null}, this.#subnets());
    this.#add({name: 'bridge', driver: 'bridge', ipam, options: bridgeOptions});
    this.#add({name: 'host', driver: 'host', ipam: noIpam, options: {}});
    this.#add({name: 'none', driver: 'null', ipam: noIpam, options: {}});
  }

  list(): readonly StoredNetwork[] {
    return [...this.#networks.values()];
  }

  find(reference: string): StoredNetwork | undefined {
    const found = this.#matches(reference);
    return found.length === 1 ? found[0] : undefined;
  }

  /** 404; 400 for a prefix of several ids. */
  require(reference: string): StoredNetwork {
    const [found, ...more] = this.#matches(reference);
    if (more.length > 0)
      throw badRequest(`${more.length + 1} matches found based on ID prefix: network ${reference} is ambiguous`);
    if (!found) throw notFound(`network ${reference} not found`);
    return found;
  }

  /** `docker network create`. Throws in Docker's words. */
  create(made: NewNetwork): StoredNetwork {
    const {name} = made;
    if (isPredefined(name)) throw new ApiRefusal(403, `operation is not permitted on predefined ${name} network `);
    if (this.list().some((other) => other.name === name)) throw conflict(`network with name ${name} already exists`);
    const network = this.#add({...made, driver: 'bridge', ipam: allotAddresses(made.ipam, this.#subnets())});
    this.#tell('create', network);
    return network;
  }

  /** `docker network rm`. Throws 403 for one of Docker's own, and for one that is in use. */
  remove(network: StoredNetwork): void {
    const {id, name} = network;
    if (isPredefined(name)) throw new ApiRefusal(403, `${name} is a pre-defined network and cannot be removed`);
    if (network.endpoints.size > 0)
      throw new ApiRefusal(403, `error while removing network: network ${name} id ${id} has active endpoints`);
    this.#networks.delete(id);
    this.#tell('destroy', network);
  }

  attach({id}: DockerNetwork, who: Attachable, wish: EndpointWish): NetworkEndpoint {
    const network = this.require(id);
    const {ipam} = network;
    const address = wish.address || undefined;
    if (address !== undefined) checkAddressWish(network);
    const card = ipam.pool?.attach(who.stack, {
      address,
      mac: wish.mac || undefined,
      network: `${network.name} (${id})`,
    });
    const endpoint: NetworkEndpoint = {
      networkId: id,
      endpointId: hex(this.#daemon().outside.random(32)),
      gateway: ipam.pool?.network.gateway ?? '',
      address: card?.address ?? '',
      prefixLength: ipam.pool?.network.subnet.bits ?? 0,
      mac: card?.mac ?? '',
      aliases: wish.aliases ?? [],
    };
    const {name, hostname, stack} = who;
    network.endpoints.set(who.id, {...endpoint, name, hostname, stack, links: linksOf(wish.links ?? [])});
    if (card && !isPredefined(network.name)) stack.nameServers.set(dockerNameServer, this.#names.answer);
    this.#tell('connect', network, {container: who.id});
    return endpoint;
  }

  detach({id}: DockerNetwork, who: Attachable): void {
    const network = this.#networks.get(id);
    if (!network?.endpoints.delete(who.id)) return;
    network.bridge?.detach(who.stack);
    if (!this.#names.knows(who.stack)) who.stack.nameServers.delete(dockerNameServer);
    this.#tell('disconnect', network, {container: who.id});
  }

  #add(
    given: Partial<Omit<NewNetwork, 'ipam'>> &
      Pick<StoredNetwork, 'name' | 'driver' | 'options'> & {readonly ipam: Ipam},
  ): StoredNetwork {
    const {outside} = this.#daemon();
    const network: StoredNetwork = {
      internal: false,
      attachable: false,
      labels: {},
      ...given,
      id: hex(outside.random(32)),
      createdMs: outside.clock.now(),
      bridge: given.ipam.pool?.network,
      endpoints: new Map(),
    };
    this.#networks.set(network.id, network);
    return network;
  }

  #matches(reference: string): readonly StoredNetwork[] {
    const exact = this.#networks.get(reference) ?? this.list().find(({name}) => name === reference);
    if (exact) return [exact];
    return reference === '' ? [] : this.list().filter(({id}) => id.startsWith(reference));
  }

  #subnets(): readonly Subnet[] {
    return this.list().flatMap(({bridge}) => (bridge ? [bridge.subnet] : []));
  }

  #tell(action: string, {id, name, driver}: StoredNetwork, more: {readonly [name: string]: string} = {}): void {
    this.#daemon().events.tell('network', action, id, {...more, name, type: driver});
  }
}

/** The networks of a daemon as their own routes know them. */
export function storeOf({networks}: Pick<Daemon, 'networks'>): NetworkStore {
  if (networks instanceof NetworkStore) return networks;
  throw new TypeError('these routes serve the networks of a NetworkStore');
}
