/** IPv4 addresses as numbers and text; the engine has no IPv6. */

/** Undefined when the text is no dotted quad. */
export function parseAddress(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** A block of addresses: `172.18.0.0/16`. */
export interface Subnet {
  readonly first: number;
  readonly bits: number;
}

/** Undefined when the text is no subnet; the host part is cleared. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address = '', length = ''] = text.split('/');
  const first = parseAddress(address);
  const bits = /^\d{1,2}$/.test(length) ? Number(length) : Number.NaN;
  if (first === undefined || !(bits >= 0 && bits <= 32)) return undefined;
  return {first: first - (first % 2 ** (32 - bits)), bits};
}

export function subnetText({first, bits}: Subnet): string {
  return `${addressText(first)}/${bits}`;
}

export function contains({first, bits}: Subnet, address: number): boolean {
  return address >= first && address < first + 2 ** (32 - bits);
}

export function overlap(one: Subnet, other: Subnet): boolean {
  return contains(one, other.first) || contains(other, one.first);
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.');
}

/** Docker's: 02:42 and the four bytes of the address. */
export function macOf(address: number): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return ['02', '42', ...bytes.map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}
