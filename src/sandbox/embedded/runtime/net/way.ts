import {contains, parseAddress} from './address.ts';
import type {Endpoint, Interface, NetworkStack, Segment} from './stack.ts';

/** Where else a connection goes, and whether who made it is hidden behind the address of the stack it passes. */
export type Translated = Endpoint & {readonly masquerade?: boolean};

/** A packet, as rules see it: where it goes, the stack it passes, and the address it comes from. */
export interface Passing {
  readonly to: Endpoint;
  readonly at: NetworkStack;
  /** Undefined while the stack it starts from has not chosen one. */
  readonly source: string | undefined;
}

/**
 * Another destination for a connection: what kube-proxy's rules do for a Service. `refused` for a Service without
 * endpoints; undefined for an address that is none of its.
 */
export type Translate = (passing: Passing) => Translated | 'refused' | undefined;

/** Where a connection ends up. */
export type Way =
  | {readonly kind: 'stack'; readonly stack: NetworkStack; readonly to: Endpoint; readonly source: string}
  /** The simulated host itself. */
  | {readonly kind: 'host'; readonly port: number}
  | {readonly kind: 'nobody'; readonly code: 'ECONNREFUSED' | 'EHOSTUNREACH' | 'ENETUNREACH' | 'silence'};

/** IP gives up at 64; nothing here is ever so far. */
const mostHops = 8;

/** Follows a connection from stack to stack: neighbours, bridges, routes, routers, and the rules of each of them. */
export function findWay(begin: Passing, translate: Translate): Way {
  let {to, at, source} = begin;
  for (let hop = 0; hop < mostHops; hop += 1) {
    const other = translate({to, at, source});
    if (other === 'refused') return {kind: 'nobody', code: 'ECONNREFUSED'};
    if (other !== undefined) {
      to = other;
      if (other.masquerade) source = undefined;
    }
    if (at.hasAddress(to.address)) return {kind: 'stack', stack: at, to, source: source ?? to.address};
    const next = nextHop(at, to);
    if (!('stack' in next)) return next;
    // A router lends its address to what leaves the cluster.
    source = next.leaves && at !== begin.at ? next.source : (source ?? next.source);
    at = next.stack;
  }
  return {kind: 'nobody', code: 'EHOSTUNREACH'};
}

type Next =
  | {readonly stack: NetworkStack; readonly source: string; readonly leaves: boolean}
  | Exclude<Way, {kind: 'stack'}>;

function nextHop(at: NetworkStack, to: Endpoint): Next {
  const {address} = to;
  const bridge = at.bridges.find((one) => one.memberAt(address) !== undefined);
  const member = bridge?.memberAt(address);
  if (bridge && member) return {stack: member, source: bridge.gateway, leaves: false};
  const neighbour = neighbourAt(at, address);
  if (neighbour) return {...neighbour, leaves: true};
  const route = routeTo(at, address);
  const via = route === undefined ? undefined : neighbourAt(at, route);
  if (via) return {...via, leaves: false};
  if (at.interfaces.some(({network}) => network.gateway === address && !network.router))
    return {kind: 'host', port: to.port};
  if (route !== undefined || [...at.bridges, ...at.interfaces.map(({network}) => network)].some(isIn(address)))
    return {kind: 'nobody', code: 'EHOSTUNREACH'};
  return outOf(at, address);
}

function outOf(at: NetworkStack, address: string): Next {
  for (const {network, address: source} of at.interfaces)
    if (network.router) return {stack: network.router, source, leaves: false};
  if (at.interfaces.length === 0 || !isPrivate(address)) return {kind: 'nobody', code: 'ENETUNREACH'};
  return {kind: 'nobody', code: 'silence'};
}

function neighbourAt(
  at: NetworkStack,
  address: string,
): {readonly stack: NetworkStack; readonly source: string} | undefined {
  for (const {network, address: source} of at.interfaces) {
    const stack = network.memberAt(address) ?? routerAt(network, address);
    if (stack) return {stack, source};
  }
  return undefined;
}

function routerAt({gateway, router}: Interface['network'], address: string): NetworkStack | undefined {
  return gateway === address ? router : undefined;
}

function routeTo({routes}: NetworkStack, address: string): string | undefined {
  const number = parseAddress(address);
  if (number === undefined) return undefined;
  for (const {subnet, via} of routes.values()) if (contains(subnet, number)) return via;
  return undefined;
}

function isIn(address: string): (segment: Segment) => boolean {
  const number = parseAddress(address);
  return ({subnet}) => number !== undefined && contains(subnet, number);
}

function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}
