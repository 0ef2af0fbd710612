import type {Network} from '../../runtime/net/network.ts';
import type {NetworkEndpoint} from './endpoint.ts';

/** A network as the API knows it. `null` and `host` have no bridge. */
export interface DockerNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: 'bridge' | 'host' | 'null';
  readonly createdMs: number;
  readonly internal: boolean;
  readonly labels: {readonly [name: string]: string};
  readonly options: {readonly [name: string]: string};
  readonly bridge: Network | undefined;
  /** By container id. */
  readonly endpoints: Map<string, NetworkEndpoint & {readonly name: string; readonly hostname: string}>;
}
