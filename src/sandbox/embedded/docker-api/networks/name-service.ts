import {parseAddress} from '../../runtime/net/address.ts';
import type {NameAnswer, NameQuestion, NameServer, NetworkStack} from '../../runtime/net/stack.ts';
import type {Member, StoredNetwork} from './stored-network.ts';

/** Where Docker's own name server answers in every container on a network somebody made. */
export const dockerNameServer = '127.0.0.11';

/**
 * Docker's own name server: containers by name, alias, host name and short id, on the networks of whoever asks. It
 * knows nothing of the world. https://docs.docker.com/engine/network/#dns-services
 */
export class NameService {
  /** Networks on which names are known. */
  readonly #networks: () => readonly StoredNetwork[];
  /** What a container is called now; it may have been renamed since it was connected. */
  readonly #nameOf: (id: string) => string | undefined;
  #asked = 0;

  constructor(options: {
    readonly networks: () => readonly StoredNetwork[];
    readonly nameOf: (id: string) => string | undefined;
  }) {
    this.#networks = options.networks;
    this.#nameOf = options.nameOf;
  }

  /** Whether a stack is on a network with names. */
  knows(stack: NetworkStack): boolean {
    return this.#networksOf(stack).length > 0;
  }

  readonly answer: NameServer = ({name, type}: NameQuestion, from: NetworkStack): NameAnswer => {
    const networks = this.#networksOf(from);
    const asked = name.toLowerCase().replace(/\.$/, '');
    if (type === 'PTR') return this.#nameAt(asked, networks) ?? unknown(networks);
    const addresses = type === 'SRV' ? [] : this.#addressesOf(asked, from, networks);
    if (addresses.length === 0) return unknown(networks);
    // A name that is known has no address of IPv6, which is not the same as an unknown name.
    if (type === 'AAAA') return {status: 'found', records: []};
    return {status: 'found', records: this.#turned(addresses).map((value) => ({name, type, value}))};
  };

  /** In the order of the stack's cards. */
  #networksOf(stack: NetworkStack): readonly StoredNetwork[] {
    const networks = this.#networks();
    return stack.interfaces.flatMap((card) => networks.find(({bridge}) => bridge === card.network) ?? []);
  }

  /** The first network that knows the name answers, alone. */
  #addressesOf(asked: string, from: NetworkStack, networks: readonly StoredNetwork[]): readonly string[] {
    for (const network of networks) {
      const name = asked.endsWith(`.${network.name.toLowerCase()}`)
        ? asked.slice(0, -network.name.length - 1)
        : undefined;
      const linked = [...network.endpoints.values()].find(({stack}) => stack === from)?.links.get(asked);
      const wanted = [asked, ...(name === undefined ? [] : [name]), ...(linked === undefined ? [] : [linked])];
      const found = [...network.endpoints]
        .filter(([id, member]) => this.#namesOf(id, member).some((own) => wanted.includes(own)))
        .map(([, {address}]) => address);
      if (found.length > 0) return found;
    }
    return [];
  }

  #namesOf(id: string, {name, aliases, hostname}: Member): readonly string[] {
    const names = [this.#nameOf(id) ?? name, ...aliases, hostname, id.slice(0, 12)];
    return names.map((own) => own.toLowerCase());
  }

  /** Each question begins with another of equal addresses, so that all get their share. */
  #turned(addresses: readonly string[]): readonly string[] {
    this.#asked += 1;
    const first = this.#asked % addresses.length;
    return [...addresses.slice(first), ...addresses.slice(0, first)];
  }

  /** `2.0.18.172.in-addr.arpa` is `web.mynet`. */
  #nameAt(asked: string, networks: readonly StoredNetwork[]): NameAnswer | undefined {
    const address = /^([\d.]+)\.in-addr\.arpa$/.exec(asked)?.[1]?.split('.').reverse().join('.');
    if (address === undefined || parseAddress(address) === undefined) return undefined;
    for (const network of networks)
      for (const [id, member] of network.endpoints)
        if (member.address === address) {
          const value = `${this.#nameOf(id) ?? member.name}.${network.name}`;
          return {status: 'found', records: [{name: asked, type: 'PTR', value}]};
        }
    return undefined;
  }
}

/** Docker passes on what it does not know; from an internal network nothing gets out, and nobody answers. */
function unknown(networks: readonly StoredNetwork[]): NameAnswer {
  return networks.every(({internal}) => internal) ? {status: 'failed'} : {status: 'no-such-name'};
}
