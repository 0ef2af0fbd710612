import {z} from 'zod';
import {badRequest} from '../api/refusal.ts';
import {checkHost} from './check-host.ts';
import {type ContainerConfig, configShape, type EndpointSettings, endpointSchema} from './container-config.ts';
import {goStruct, parseGo} from './go-json.ts';
import {type HostConfig, hostConfigSchema} from './host-config.ts';
import {withHostDefaults} from './host-defaults.ts';

/**
 * What a new container is asked to be. The command line's names for the parts:
 * https://docs.docker.com/reference/cli/docker/container/create/
 */
export interface CreateRequest {
  /** Undefined: one is made up. */
  readonly name?: string | undefined;
  readonly config: ContainerConfig;
  readonly host: HostConfig;
  /** Settings of the networks it is connected to at its start, by the name or id the client used. */
  readonly networks: ReadonlyMap<string, EndpointSettings>;
  readonly warnings: readonly string[];
}

const createSchema = goStruct({
  ...configShape,
  HostConfig: hostConfigSchema.prefault({}),
  NetworkingConfig: goStruct({
    EndpointsConfig: z.record(z.string(), endpointSchema.nullable()).default({}),
  }).prefault({}),
});

/** What every field of a configuration is when nobody says anything. */
export const emptyConfig: ContainerConfig = z.object(configShape).parse({});
export const emptyEndpoint: EndpointSettings = endpointSchema.parse({});

/** The body of `POST /containers/create`, checked. Throws 400 in Docker's words. */
export function parseCreateBody(body: unknown, name?: string): CreateRequest {
  if (body === undefined) throw badRequest('invalid JSON: got EOF while reading request body');
  if (isEmptyObject(body)) throw badRequest('Config cannot be empty in order to create a container');
  const {HostConfig: asked, NetworkingConfig, ...config} = parseGo('ContainerConfigWrapper', createSchema, body);
  const warnings = checkHost(asked, config);
  const networks = new Map<string, EndpointSettings>();
  for (const [network, settings] of Object.entries(NetworkingConfig.EndpointsConfig))
    networks.set(network, settings ?? emptyEndpoint);
  return {name, config, host: withHostDefaults(asked), networks, warnings};
}

function isEmptyObject(body: unknown): boolean {
  return body === null || (typeof body === 'object' && Object.keys(body).length === 0);
}
