import type {Json} from '../json.ts';

/** What is said of the addresses of a network. */
export interface SubnetOptions {
  readonly subnets: readonly string[];
  readonly ranges: readonly string[];
  readonly gateways: readonly string[];
  readonly auxiliary: ReadonlyMap<string, string>;
}

/** Puts ranges, gateways and names with the subnets they lie in; throws in docker's words. */
export function parseSubnets({subnets, ranges, gateways, auxiliary}: SubnetOptions): readonly Json[] {
  if (subnets.length < ranges.length || subnets.length < gateways.length) {
    throw new Error('every ip-range or gateway must have a corresponding subnet');
  }
  const parsed = subnets.map(parseCidr);
  for (const [at, subnet] of parsed.entries()) {
    const overlapping = parsed
      .slice(0, at)
      .find((other) => contains(other, subnet.address) || contains(subnet, other.address));
    if (overlapping !== undefined) throw new Error('multiple overlapping subnet configuration is not supported');
  }
  const configs: Record<string, unknown>[] = subnets.map((Subnet) => ({Subnet}));
  for (const range of ranges)
    place(parsed, configs, {address: parseCidr(range).address, key: 'IPRange', value: range, what: 'range'});
  for (const gateway of gateways)
    place(parsed, configs, {address: parseIp(gateway), key: 'Gateway', value: gateway, what: 'gateway'});
  for (const [name, value] of auxiliary) {
    const at = parsed.findIndex((subnet) => contains(subnet, parseIp(value)));
    if (at < 0) throw new Error(`no matching subnet for aux-address ${value}`);
    const config = configs[at];
    if (config !== undefined) config['AuxiliaryAddresses'] = {...Object(config['AuxiliaryAddresses']), [name]: value};
  }
  return configs;
}

interface Placed {
  readonly address: bigint | undefined;
  readonly key: 'IPRange' | 'Gateway';
  readonly value: string;
  readonly what: 'range' | 'gateway';
}

function place(
  subnets: readonly Cidr[],
  configs: readonly Record<string, unknown>[],
  {address, key, value, what}: Placed,
): void {
  const at = subnets.findIndex((subnet) => contains(subnet, address));
  const config = configs[at];
  if (config === undefined) throw new Error(`no matching subnet for ${what} ${value}`);
  if (config[key] !== undefined) {
    const also = what === 'range' ? 'ranges' : 'gateways';
    throw new Error(
      `cannot configure multiple ${also} (${value}, ${String(config[key])}) on the same subnet (${String(config['Subnet'])})`,
    );
  }
  config[key] = value;
}

interface Cidr {
  readonly address: bigint | undefined;
  readonly prefix: number;
  readonly bits: number;
}

function parseCidr(text: string): Cidr {
  const [ip = '', prefix = ''] = text.split('/');
  const address = parseIp(ip);
  // One that is none lies in no other; the Engine says what is wrong with it.
  if (!/^\d+$/.test(prefix)) return {address: undefined, prefix: 0, bits: 0};
  return {address, prefix: Number(prefix), bits: ip.includes(':') ? 128 : 32};
}

function contains({address, prefix, bits}: Cidr, other: bigint | undefined): boolean {
  if (address === undefined || other === undefined) return false;
  const shift = BigInt(bits - prefix);
  return address >> shift === other >> shift;
}

function parseIp(text: string): bigint | undefined {
  if (/^\d+(\.\d+){3}$/.test(text)) return text.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
  if (!URL.canParse(`http://[${text}]/`)) return undefined;
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({length: 8 - left.length - right.length}, () => '0');
  return [...left, ...zeros, ...right].reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n);
}
