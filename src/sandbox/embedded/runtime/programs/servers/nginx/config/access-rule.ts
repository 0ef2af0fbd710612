import {contains, parseAddress, parseSubnet, type Subnet} from '../../../../net/address.ts';
import type {Directive} from './directive.ts';
import {ConfigProblem} from './problem.ts';

/** `allow` or `deny`; undefined: for all. */
export interface AccessRule {
  readonly allows: boolean;
  readonly subnet: Subnet | undefined;
}

/** https://nginx.org/en/docs/http/ngx_http_access_module.html Throws ConfigProblem; `warn` hears of bits that mean nothing. */
export function parseAccessRule({name, args, place}: Directive, warn: (message: string) => void): AccessRule {
  const [who = ''] = args;
  const allows = name === 'allow';
  // Nobody comes from there.
  if (who === 'unix:' || /^[0-9a-fA-F:]*:[0-9a-fA-F:]*(\/\d+)?$/.test(who))
    return {allows, subnet: {first: 0, bits: 32}};
  if (who === 'all') return {allows, subnet: undefined};
  const subnet = parseSubnet(who.includes('/') ? who : `${who}/32`);
  if (!subnet) throw new ConfigProblem(`invalid parameter "${who}"`, place);
  if (who.includes('/') && parseAddress(who.split('/')[0] ?? '') !== subnet.first)
    warn(`low address bits of ${who} are meaningless`);
  return {allows, subnet};
}

/** Whether an address may come in; the first rule that fits says so. */
export function isAllowed(rules: readonly AccessRule[], address: string): boolean {
  const number = parseAddress(address);
  const rule = rules.find(({subnet}) => subnet === undefined || (number !== undefined && contains(subnet, number)));
  return rule?.allows ?? true;
}
