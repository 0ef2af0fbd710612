import {overlap, parseSubnet, type Subnet} from '../../runtime/net/address.ts';

/**
 * What Docker takes a network's addresses from when nobody says: 172.17.0.0/16 to 172.31.0.0/16, then pieces of
 * 192.168.0.0/16. https://docs.docker.com/engine/network/#automatic-subnet-allocation
 */
const pools: readonly {readonly within: string; readonly bits: number}[] = [
  ...['172.17.0.0/16', '172.18.0.0/16', '172.19.0.0/16'].map((within) => ({within, bits: 16})),
  ...['172.20.0.0/14', '172.24.0.0/14', '172.28.0.0/14'].map((within) => ({within, bits: 16})),
  {within: '192.168.0.0/16', bits: 20},
];

/** The first subnet of Docker's own that is apart from all others; undefined when there is none. */
export function freeSubnet(taken: readonly Subnet[]): Subnet | undefined {
  for (const subnet of ownSubnets()) if (!taken.some((other) => overlap(subnet, other))) return subnet;
  return undefined;
}

function* ownSubnets(): Generator<Subnet> {
  for (const {within, bits} of pools) {
    const whole = parseSubnet(within);
    if (!whole) continue;
    const count = 2 ** (bits - whole.bits);
    for (let index = 0; index < count; index += 1) yield {first: whole.first + index * 2 ** (32 - bits), bits};
  }
}
