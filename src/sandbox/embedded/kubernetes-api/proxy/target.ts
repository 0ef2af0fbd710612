import type {Endpoints} from 'kubernetes-types/core/v1';
import {keyOf, type Stored} from '../object.ts';
import {badRequest, KubeRefusal, notFound} from '../refusal.ts';
import type {Store} from '../store/store.ts';
import {at, fieldsOf, listOf, numberOf, textOf} from '../values/reading.ts';

/** Where a call goes on to. */
export interface ProxyTarget {
  readonly scheme: 'http' | 'https';
  readonly address: string;
  readonly port: number;
}

/** What a path says: `web`, `web:80`, `https:web:443`. */
interface Named {
  readonly scheme: ProxyTarget['scheme'];
  readonly name: string;
  readonly port: string;
}

/** A port that is not said is the scheme's own. */
const usualPorts = {http: 80, https: 443} as const;

export interface Asked {
  readonly store: Store;
  readonly namespace: string;
  /** As the path says it. */
  readonly id: string;
}

/** The Pod itself, at the port its first container says when the path says none. Throws 400 and 404. */
export function podTarget({store, namespace, id}: Asked): ProxyTarget {
  const named = parsed(id);
  if (!named) throw badRequest(`invalid pod request ${JSON.stringify(id)}`);
  const {scheme, name, port} = named;
  const pod = store.get('pods', keyOf(namespace, name));
  if (!pod) throw notFound({group: '', plural: 'pods'}, name);
  const address = textOf(at(pod, 'status', 'podIP'));
  if (address === '') throw badRequest('address not allowed');
  const ports = listOf(at(pod, 'spec', 'containers')).flatMap((one) => listOf(fieldsOf(one)['ports']).slice(0, 1));
  const first = numberOf(fieldsOf(ports[0])['containerPort']);
  const number = port === '' ? first || usualPorts[scheme] : portNumber(port);
  return {scheme, address, port: number};
}

/** One of the endpoints of a Service, which are ready. Throws 400, 404 and 503. */
export function serviceTarget({store, namespace, id}: Asked, choose: (count: number) => number): ProxyTarget {
  const named = parsed(id);
  if (!named) throw badRequest(`invalid service request ${JSON.stringify(id)}`);
  const {scheme, name} = named;
  const service = store.get('services', keyOf(namespace, name));
  if (!service) throw notFound({group: '', plural: 'services'}, name);
  const port = portName(listOf(at(service, 'spec', 'ports')), named);
  const endpoints = store.get('endpoints', keyOf(namespace, name)) as Stored<Endpoints> | undefined;
  const subsets = endpoints?.subsets ?? [];
  if (subsets.length === 0) throw unavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  const all = subsets.flatMap(({addresses = [], ports = []}) => {
    const found = ports.find((one) => (one.name ?? '') === port);
    return found ? addresses.map(({ip}) => ({scheme, address: ip, port: found.port})) : [];
  });
  const chosen = all[choose(all.length)];
  if (!chosen) throw unavailable(`no endpoints available for service ${JSON.stringify(id)}`);
  return chosen;
}

/** The name of a Service's port, which is what its endpoints call it; '' for one without a name. */
function portName(ports: readonly unknown[], {name, port}: Named): string {
  if (!/^\d+$/.test(port)) return port;
  const found = ports.map(fieldsOf).find((one) => one['port'] === Number(port));
  if (!found) throw unavailable(`no service port ${Number(port)} found for service ${JSON.stringify(name)}`);
  return textOf(found['name']);
}

function parsed(id: string): Named | undefined {
  const parts = id.split(':');
  const [scheme, name = '', port = ''] = parts.length === 3 ? parts : ['http', ...parts];
  if (parts.length > 3 || name === '') return undefined;
  if (scheme !== 'http' && scheme !== 'https' && scheme !== '') return undefined;
  return {scheme: scheme === 'https' ? 'https' : 'http', name, port};
}

function portNumber(port: string): number {
  const number = Number(port);
  if (/^\d+$/.test(port) && number > 0 && number < 0x1_0000) return number;
  throw unavailable(`error trying to reach service: dial tcp: lookup tcp/${port}: unknown port`);
}

export function unavailable(message: string): KubeRefusal {
  return new KubeRefusal(503, 'ServiceUnavailable', message);
}
