import type {NetworkStack} from '../../runtime/net/stack.ts';
import {badRequest} from '../api/refusal.ts';
import type {DockerNetwork} from './docker-network.ts';
import type {NetworkEndpoint} from './endpoint.ts';
import type {Ipam} from './ipam.ts';

/** A container on a network. */
export interface Member extends NetworkEndpoint {
  readonly name: string;
  readonly hostname: string;
  readonly stack: NetworkStack;
  /** `--link` on a network somebody made: names this container alone knows, and the container each leads to. */
  readonly links: ReadonlyMap<string, string>;
}

/** A network with everything the API shows of it. */
export interface StoredNetwork extends DockerNetwork {
  readonly attachable: boolean;
  readonly ipam: Ipam;
  readonly endpoints: Map<string, Member>;
}

/** Docker's own networks: they are always there, and names are not known on them. */
export function isPredefined(name: string): boolean {
  return ['bridge', 'host', 'none'].includes(name);
}

/** Throws 400 where a container cannot choose its address. */
export function checkAddressWish({name, ipam}: StoredNetwork): void {
  if (isPredefined(name)) throw badRequest('user specified IP address is supported on user defined networks only');
  if (!ipam.isChosen)
    throw badRequest(
      'user specified IP address is supported only when connecting to networks with user configured subnets',
    );
}

/** `web:db` of `--link`: the alias in lower case, and what it leads to. */
export function linksOf(specs: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    specs.map((spec) => {
      const [target = '', alias = target] = spec.replace(/^\//, '').split(':');
      return [alias.toLowerCase(), target];
    }),
  );
}
