import {z} from 'zod';
import {empty, json} from '../api/http.ts';
import {readBody} from '../api/json-body.ts';
import {ApiRefusal, badRequest, notFound, notSimulated} from '../api/refusal.ts';
import type {Handler, Route} from '../api/route.ts';
import {endpointSchema} from '../containers/container-config.ts';
import {flag, goStruct, text, textMap} from '../containers/go-json.ts';
import {ipamSchema} from './ipam.ts';
import {listNetworks} from './list-networks.ts';
import {networkJson} from './network-json.ts';
import {type NewNetwork, storeOf} from './network-store.ts';
import {pruneNetworks} from './prune.ts';
import {checkAddressWish} from './stored-network.ts';

const createSchema = goStruct({
  Name: text,
  Driver: text,
  Scope: text,
  Internal: flag,
  Attachable: flag,
  Ingress: flag,
  ConfigOnly: flag,
  ConfigFrom: goStruct({Network: text}).nullable().default(null),
  IPAM: ipamSchema.nullable().default(null),
  EnableIPv6: z.boolean().nullable().default(null),
  Options: textMap.nullable().default(null),
  Labels: textMap.nullable().default(null),
});

type CreateRequest = z.output<typeof createSchema>;

const list: Handler = ({daemon, request: {query, version}}) => {
  // Clients of long ago got the containers here as well: https://docs.docker.com/reference/api/engine/version-history/#v128-api-changes
  const containers = version[0] === 1 && version[1] < 28;
  return json(listNetworks(storeOf(daemon), query.get('filters')).map((network) => networkJson(network, {containers})));
};

const inspect: Handler = ({daemon, request: {query}, params: {id = ''}}) => {
  readBoolean(query, 'verbose');
  const network = storeOf(daemon).require(id);
  const scope = query.get('scope') ?? '';
  if (scope !== '' && scope !== 'local') throw notFound(`network ${id} not found`);
  return json(networkJson(network, {containers: true}));
};

const create: Handler = async ({daemon, request}) => {
  const body = await readBody(request, 'CreateRequest', createSchema);
  const {id} = storeOf(daemon).create(newNetwork(body));
  const Warning = body.EnableIPv6 === true ? 'IPv6 is not simulated: the network has addresses of IPv4 alone' : '';
  return json({Id: id, Warning}, 201);
};

const remove: Handler = ({daemon, params: {id = ''}}) => {
  const store = storeOf(daemon);
  store.remove(store.require(id));
  return empty();
};

const connectSchema = goStruct({Container: text, EndpointConfig: endpointSchema.nullable().default(null)});

const connect: Handler = async ({daemon, request, params: {id = ''}}) => {
  const {Container, EndpointConfig} = await readBody(request, 'ConnectOptions', connectSchema);
  const container = daemon.containers.require(named(Container));
  const network = storeOf(daemon).require(id);
  const settings = EndpointConfig ?? endpointSchema.parse({});
  if (settings.IPAMConfig?.IPv4Address) checkAddressWish(network);
  await container.connectNetwork(network, settings);
  return empty(200);
};

const disconnectSchema = goStruct({Container: text, Force: flag});

const disconnect: Handler = async ({daemon, request, params: {id = ''}}) => {
  const {Container, Force} = await readBody(request, 'DisconnectOptions', disconnectSchema);
  const network = storeOf(daemon).require(id);
  const container = Force ? daemon.containers.find(named(Container)) : daemon.containers.require(named(Container));
  if (!container) throw notFound(`endpoint ${Container} not found`);
  await container.disconnectNetwork(network);
  return empty(200);
};

const prune: Handler = ({daemon, request: {query}}) => json(pruneNetworks(daemon, query.get('filters')));

/** Everything about networks. */
export const routes: readonly Route[] = [
  // @api GET /networks full
  {method: 'GET', path: '/networks', handler: list},
  // @api GET /networks/{id} partial: no swarm, so verbose adds nothing
  {method: 'GET', path: '/networks/{id}', handler: inspect},
  // @api POST /networks/create partial: driver bridge, IPv4; other options are kept and have no effect
  {method: 'POST', path: '/networks/create', handler: create},
  // @api POST /networks/prune full
  {method: 'POST', path: '/networks/prune', handler: prune},
  // @api POST /networks/{id}/connect partial: IPv4
  {method: 'POST', path: '/networks/{id}/connect', handler: connect},
  // @api POST /networks/{id}/disconnect full
  {method: 'POST', path: '/networks/{id}/disconnect', handler: disconnect},
  // @api DELETE /networks/{id} full
  {method: 'DELETE', path: '/networks/{id}', handler: remove},
];

/** Checks what Docker checks before it makes a network, in its order. */
function newNetwork(body: CreateRequest): NewNetwork {
  const {Name, Driver, Scope, Internal, Attachable, Options, Labels, IPAM} = body;
  const name = Name.trim();
  if (name === '') throw badRequest('invalid name: name is empty');
  if (body.Ingress) throw new ApiRefusal(403, 'Ingress network can only be global scope network');
  if (Scope === 'swarm' || Scope === 'global')
    throw new ApiRefusal(403, 'cannot create a swarm scoped network when swarm is not active');
  if (body.ConfigOnly || body.ConfigFrom?.Network) throw notSimulated('a network that is only a configuration');
  checkDriver(Driver);
  return {
    name,
    internal: Internal,
    attachable: Attachable,
    labels: Labels ?? {},
    options: Options ?? {},
    ipam: IPAM ?? {Driver: '', Options: null, Config: null},
  };
}

function checkDriver(driver: string): void {
  switch (driver) {
    case '':
    case 'default':
    case 'bridge':
      return;
    case 'host':
    case 'null':
      throw new ApiRefusal(403, `only one instance of "${driver}" network is allowed`);
    case 'overlay':
      throw new ApiRefusal(
        503,
        'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      );
    case 'macvlan':
    case 'ipvlan':
      throw notSimulated(`a network of the driver ${driver}`);
    default:
      throw notFound(`plugin "${driver}" not found`);
  }
}

function named(reference: string): string {
  if (reference === '') throw badRequest('invalid name or ID supplied: ""');
  return reference;
}

/** A switch as Go's strconv.ParseBool reads it. Throws 400. */
function readBoolean(query: URLSearchParams, name: string): boolean {
  const value = query.get(name) ?? '';
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true;
  if (['', '0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)) return false;
  throw badRequest(`invalid value for ${name}: ${value}: strconv.ParseBool: parsing "${value}": invalid syntax`);
}
