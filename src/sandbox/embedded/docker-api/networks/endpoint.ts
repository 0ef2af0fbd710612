import type {NetworkStack} from '../../runtime/net/stack.ts';

/** Whoever can be connected to networks. */
export interface Attachable {
  readonly id: string;
  readonly name: string;
  readonly hostname: string;
  readonly stack: NetworkStack;
}

/** What a container asks of one network: the API's EndpointSettings, as far as it is simulated. */
export interface EndpointWish {
  readonly aliases?: readonly string[];
  readonly address?: string;
  readonly mac?: string;
  readonly links?: readonly string[];
}

/** What it got. */
export interface NetworkEndpoint {
  readonly networkId: string;
  readonly endpointId: string;
  readonly gateway: string;
  readonly address: string;
  readonly prefixLength: number;
  readonly mac: string;
  readonly aliases: readonly string[];
}
