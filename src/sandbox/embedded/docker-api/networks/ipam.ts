import {z} from 'zod';
import {
  addressText,
  contains,
  overlap,
  parseAddress,
  parseSubnet,
  type Subnet,
  subnetText,
} from '../../runtime/net/address.ts';
import {ApiRefusal, badRequest, notFound, notSimulated} from '../api/refusal.ts';
import {goStruct, text, textMap} from '../containers/go-json.ts';
import {AddressPool} from './address-pool.ts';
import {freeSubnet} from './address-pools.ts';

const configSchema = goStruct({
  Subnet: text,
  IPRange: text,
  Gateway: text,
  AuxiliaryAddresses: textMap.default({}),
});

/** Where a network's addresses come from, as a client asks. */
export const ipamSchema = goStruct({
  Driver: text,
  Options: textMap.nullable().default(null),
  Config: z.array(configSchema).nullable().default(null),
});

export type IpamRequest = z.output<typeof ipamSchema>;

/** The addresses of a network, and what `docker network inspect` shows of them. */
export interface Ipam {
  readonly pool: AddressPool | undefined;
  /** Somebody chose the subnet: then containers may choose their addresses. */
  readonly isChosen: boolean;
  readonly shown: {
    readonly Driver: string;
    readonly Options: {readonly [name: string]: string} | null;
    readonly Config: readonly object[];
  };
}

/** A network without addresses: `host` and `none`. */
export const noIpam: Ipam = {
  pool: undefined,
  isChosen: false,
  shown: {Driver: 'default', Options: null, Config: []},
};

/** Gives a new network its addresses, apart from all that are taken. Throws in Docker's words. */
export function allotAddresses(asked: IpamRequest, taken: readonly Subnet[]): Ipam {
  const {Driver, Options, Config} = asked;
  if (Driver === 'null') throw notSimulated('the address driver "null"');
  if (Driver !== '' && Driver !== 'default') throw notFound(`plugin "${Driver}" not found`);
  // Addresses of IPv6 are left out: the network is made without, and says so.
  const configs = (Config ?? []).filter(({Subnet: wish}) => !wish.includes(':'));
  const [config, ...more] = configs;
  if (more.length > 0) throw new ApiRefusal(403, "bridge driver doesn't support multiple subnets");
  const isChosen = config !== undefined;
  const pool = config ? chosenPool(config, taken) : ownPool(taken);
  const entry = config ? shownConfig(config) : {Subnet: subnetText(pool.network.subnet), Gateway: pool.network.gateway};
  return {pool, isChosen, shown: {Driver: 'default', Options, Config: [entry]}};
}

function ownPool(taken: readonly Subnet[]): AddressPool {
  const subnet = freeSubnet(taken);
  if (!subnet) throw badRequest('all predefined address pools have been fully subnetted');
  return new AddressPool({subnet, range: subnet, gateway: undefined, auxiliary: new Map()});
}

type ConfigRequest = z.output<typeof configSchema>;

function chosenPool(config: ConfigRequest, taken: readonly Subnet[]): AddressPool {
  const problems = problemsOf(config);
  const [only] = problems;
  if (only !== undefined) {
    const text = problems.length === 1 ? only : problems.map((problem) => `* ${problem}`).join('\n');
    throw badRequest(`invalid network config:\n${text}`);
  }
  const subnet = subnetOf(config.Subnet);
  if (taken.some((other) => overlap(subnet, other)))
    throw new ApiRefusal(403, 'invalid pool request: Pool overlaps with other one on this address space');
  return new AddressPool({
    subnet,
    range: config.IPRange === '' ? subnet : subnetOf(config.IPRange),
    gateway: config.Gateway === '' ? undefined : config.Gateway,
    auxiliary: new Map(Object.entries(config.AuxiliaryAddresses)),
  });
}

/** https://github.com/moby/moby/blob/v27.0.0/api/types/network/ipam.go */
function problemsOf({Subnet: wish, IPRange, Gateway, AuxiliaryAddresses}: ConfigRequest): readonly string[] {
  const subnet = parseSubnet(wish);
  if (!subnet) return [`invalid subnet ${wish}: invalid CIDR block notation`];
  const whole = subnetText(subnet);
  const place = (address: string): string | undefined => {
    const number = parseAddress(address);
    if (number === undefined) return 'invalid address';
    return contains(subnet, number) ? undefined : `parent subnet ${whole} doesn't contain this address`;
  };
  const gateway = Gateway === '' ? undefined : place(Gateway);
  return [
    ...(isMasked(wish, subnet) ? [] : [`invalid subnet ${wish}: it should be ${whole}`]),
    ...(IPRange === '' ? [] : rangeProblems(IPRange, subnet)),
    ...(gateway === undefined ? [] : [`invalid gateway ${Gateway}: ${gateway}`]),
    ...Object.entries(AuxiliaryAddresses).flatMap(([name, address]) => {
      const problem = place(address);
      return problem === undefined ? [] : [`invalid auxiliary address ${name}: ${problem}`];
    }),
  ];
}

function rangeProblems(wish: string, subnet: Subnet): readonly string[] {
  const range = parseSubnet(wish);
  const whole = subnetText(subnet);
  if (!range) return [`invalid ip-range ${wish}: invalid CIDR block notation`];
  return [
    ...(range.bits < subnet.bits
      ? [`invalid ip-range ${wish}: CIDR block is bigger than its parent subnet ${whole}`]
      : []),
    ...(isMasked(wish, range) ? [] : [`invalid ip-range ${wish}: it should be ${subnetText(range)}`]),
    ...(overlap(range, subnet) ? [] : [`invalid ip-range ${wish}: parent subnet ${whole} doesn't contain ip-range`]),
  ];
}

function isMasked(wish: string, {first}: Subnet): boolean {
  return wish.split('/')[0] === addressText(first);
}

function subnetOf(written: string): Subnet {
  const subnet = parseSubnet(written);
  if (!subnet) throw badRequest(`invalid network config:\ninvalid subnet ${written}: invalid CIDR block notation`);
  return subnet;
}

/** As it was asked for: Docker does not show a gateway it chose itself in a subnet it did not. */
function shownConfig({Subnet: wish, IPRange, Gateway, AuxiliaryAddresses}: ConfigRequest): object {
  return {
    Subnet: wish,
    ...(IPRange === '' ? {} : {IPRange}),
    ...(Gateway === '' ? {} : {Gateway}),
    ...(Object.keys(AuxiliaryAddresses).length === 0 ? {} : {AuxiliaryAddresses}),
  };
}
