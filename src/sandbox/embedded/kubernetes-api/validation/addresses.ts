import type {At} from './at.ts';

const v4 = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/** Whether text is an IPv4 address: `10.0.0.1`. */
export function isIpv4(text: string): boolean {
  return v4.test(text);
}

/** Whether text is an IPv6 address: `2001:db8::ffff`. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const enough = halves.length === 2 ? groups.length < 8 : groups.length === 8;
  return enough && groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
}

/** An IPv4 address as a number, for ranges. */
export function numberOfIpv4(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function ipv4OfNumber(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');
}

/** `10.0.0.0/8` as its first address and its size; undefined for what is no IPv4 range. */
export function rangeOf(cidr: string): {readonly first: number; readonly size: number} | undefined {
  const [address = '', bits = ''] = cidr.split('/');
  if (!isIpv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  return {first: Math.floor(numberOfIpv4(address) / size) * size, size};
}

export function isCidr(text: string): boolean {
  const [address = '', bits = ''] = text.split('/');
  return rangeOf(text) !== undefined || (isIpv6(address) && /^\d{1,3}$/.test(bits) && Number(bits) <= 128);
}

export function checkIp(at: At): boolean {
  if (isIpv4(at.text) || isIpv6(at.text)) return true;
  at.invalid('must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)');
  return false;
}

export function checkCidr(at: At): boolean {
  if (isCidr(at.text)) return true;
  at.invalid('must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)');
  return false;
}

/** Addresses that lead nowhere but to the machine itself. */
export function checkReachable(at: At): void {
  const {text} = at;
  if (text === '0.0.0.0' || text === '::') at.invalid(`may not be unspecified (${text})`);
  if (/^127\./.test(text) || text === '::1') at.invalid('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  if (/^169\.254\./.test(text) || /^fe80:/i.test(text))
    at.invalid('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  if (/^224\.0\.0\./.test(text) || /^ff02:/i.test(text))
    at.invalid('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
}
