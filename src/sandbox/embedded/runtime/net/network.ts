import {SystemError} from '../../system-error.ts';
import {addressText, contains, macOf, parseAddress, type Subnet} from './address.ts';
import type {Interface, NetworkStack, Segment} from './stack.ts';

/** A bridge: stacks with an address of its subnet reach each other, and nobody else reaches them by it. */
export class Network implements Segment {
  readonly subnet: Subnet;
  readonly gateway: string;
  readonly router: NetworkStack | undefined;
  readonly #members = new Map<string, NetworkStack>();
  /** Docker gives addresses in order and does not use one again at once. */
  #last: number;

  /** With a `router` the gateway is that stack instead of the simulated host. */
  constructor(subnet: Subnet, gateway = addressText(subnet.first + 1), router?: NetworkStack) {
    this.subnet = subnet;
    this.gateway = gateway;
    this.router = router;
    router?.bridges.push(this);
    this.#last = subnet.first + 1;
  }

  /** Gives a stack a card here. Throws EADDRINUSE for a wished address that is taken, ENOSPC when all are. */
  attach(
    stack: NetworkStack,
    wish: {readonly address?: string; readonly mac?: string; readonly name?: string} = {},
  ): Interface {
    const address = wish.address ?? this.#freeAddress();
    if (this.#members.has(address) || address === this.gateway) throw new SystemError('EADDRINUSE', address);
    const number = parseAddress(address);
    if (number === undefined || !contains(this.subnet, number)) throw new SystemError('EADDRNOTAVAIL', address);
    const taken = new Set(stack.interfaces.map(({name}) => name));
    let index = 0;
    while (taken.has(`eth${index}`)) index += 1;
    const card: Interface = {
      name: wish.name ?? `eth${index}`,
      network: this,
      address,
      mac: wish.mac ?? macOf(number),
      rxBytes: 0,
      txBytes: 0,
    };
    this.#members.set(address, stack);
    stack.interfaces.push(card);
    return card;
  }

  detach(stack: NetworkStack): void {
    const at = stack.interfaces.findIndex(({network}) => network === this);
    const [card] = at < 0 ? [] : stack.interfaces.splice(at, 1);
    if (card) this.#members.delete(card.address);
  }

  memberAt(address: string): NetworkStack | undefined {
    return this.#members.get(address);
  }

  get size(): number {
    return this.#members.size;
  }

  #freeAddress(): string {
    const {first, bits} = this.subnet;
    const last = first + 2 ** (32 - bits) - 2;
    for (let tries = first + 2; tries <= last; tries += 1) {
      this.#last = this.#last >= last ? first + 2 : this.#last + 1;
      const address = addressText(this.#last);
      if (address !== this.gateway && !this.#members.has(address)) return address;
    }
    throw new SystemError('ENOSPC');
  }
}
