import {addressText, contains, parseAddress, type Subnet} from '../../runtime/net/address.ts';
import {Network} from '../../runtime/net/network.ts';
import type {Interface, NetworkStack} from '../../runtime/net/stack.ts';
import {ApiRefusal} from '../api/refusal.ts';

/** The addresses of one network. Docker gives the lowest that is free, also one that was just given back. */
export class AddressPool {
  readonly network: Network;
  /** Where addresses come from that nobody asked for: the subnet, or a part of it. */
  readonly #range: Subnet;
  /** The subnet's own two addresses, and those that were set aside. */
  readonly #reserved: ReadonlySet<number>;

  /** Throws in Docker's words when the gateway, or an address that is to be set aside, cannot be had. */
  constructor(options: {
    readonly subnet: Subnet;
    readonly range: Subnet;
    /** Undefined: the lowest of the range. */
    readonly gateway: string | undefined;
    /** To be set aside, by their names. */
    readonly auxiliary: ReadonlyMap<string, string>;
  }) {
    const {subnet, range, gateway, auxiliary} = options;
    this.#range = range;
    const own = new Set([subnet.first, subnet.first + 2 ** (32 - subnet.bits) - 1]);
    const chosen = gateway === undefined ? lowest(range, own) : freeOf(gateway, own);
    if (chosen === undefined)
      throw gateway === undefined
        ? new ApiRefusal(500, 'failed to allocate gateway (): No available addresses on this pool')
        : new ApiRefusal(500, `failed to allocate gateway (${gateway}): Address already in use`);
    own.add(chosen);
    for (const [name, address] of auxiliary) {
      const number = freeOf(address, own);
      if (number === undefined)
        throw new ApiRefusal(
          500,
          `failed to allocate secondary ip address (${name}:${address}): Address already in use`,
        );
      own.add(number);
    }
    this.#reserved = own;
    this.network = new Network(subnet, addressText(chosen));
  }

  /** Plugs a stack in. `network` is `name (id)`, for error texts. Throws in Docker's words. */
  attach(
    stack: NetworkStack,
    wish: {readonly address: string | undefined; readonly mac: string | undefined; readonly network: string},
  ): Interface {
    const address = wish.address === undefined ? this.#free(wish.network) : this.#checked(wish.address);
    return this.network.attach(stack, {address, ...(wish.mac === undefined ? {} : {mac: wish.mac})});
  }

  #free(network: string): string {
    const number = lowest(this.#range, this.#reserved, (address) => this.network.memberAt(addressText(address)));
    if (number === undefined)
      throw new ApiRefusal(500, `no available IPv4 addresses on this network's address pools: ${network}`);
    return addressText(number);
  }

  #checked(address: string): string {
    const number = parseAddress(address);
    if (number === undefined || !contains(this.network.subnet, number))
      throw new ApiRefusal(500, `Invalid address ${address}: It does not belong to any of this network's subnets`);
    if (this.#reserved.has(number) || this.network.memberAt(address))
      throw new ApiRefusal(403, 'Address already in use');
    return address;
  }
}

function freeOf(address: string, reserved: ReadonlySet<number>): number | undefined {
  const number = parseAddress(address);
  return number === undefined || reserved.has(number) ? undefined : number;
}

function lowest(
  {first, bits}: Subnet,
  reserved: ReadonlySet<number>,
  taken: (address: number) => unknown = () => undefined,
): number | undefined {
  const end = first + 2 ** (32 - bits);
  for (let address = first; address < end; address += 1)
    if (!reserved.has(address) && taken(address) === undefined) return address;
  return undefined;
}
