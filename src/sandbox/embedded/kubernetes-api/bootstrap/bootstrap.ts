import type {Client} from '../client.ts';
import type {Draft} from '../object.ts';
import type {ResourceTable} from '../resources/resource-table.ts';
import {ownApiServices} from './api-services.ts';
import {namespaceRoles} from './namespace-roles.ts';
import {bootstrapBindings, bootstrapRoles} from './roles.ts';

export interface BootstrapOptions {
  readonly resources: ResourceTable;
  readonly address: string;
  readonly port: number;
  /** `10.96.0.0/16`; the API's own Service has its first address. */
  readonly serviceCidr: string;
  /** Whose certificates clients show, as PEM; undefined where nobody does. */
  readonly clientAuthority?: string;
  /** `2026-11-27` */
  readonly today: string;
}

/** Makes what a new cluster has from its first moment; what is there already stays as it is. */
export function bootstrap(client: Client, options: BootstrapOptions): void {
  for (const name of ['kube-system', 'kube-public', 'kube-node-lease', 'default'])
    ensure(client, options, 'namespaces', '', {metadata: {name}});
  for (const priority of priorities) ensure(client, options, 'priorityclasses.scheduling.k8s.io', '', priority);
  for (const role of bootstrapRoles()) ensure(client, options, 'clusterroles.rbac.authorization.k8s.io', '', role);
  for (const binding of bootstrapBindings())
    ensure(client, options, 'clusterrolebindings.rbac.authorization.k8s.io', '', binding);
  for (const {namespace, role, binding} of namespaceRoles()) {
    ensure(client, options, 'roles.rbac.authorization.k8s.io', namespace, role);
    ensure(client, options, 'rolebindings.rbac.authorization.k8s.io', namespace, binding);
  }
  for (const service of ownApiServices(options.resources))
    ensure(client, options, 'apiservices.apiregistration.k8s.io', '', service);
  for (const map of configMaps(options)) ensure(client, options, 'configmaps', 'kube-system', map);
  ensure(client, options, 'services', 'default', apiService(options));
  // A server that comes back may be reached at another address than before.
  put(client, options, 'endpointslices.discovery.k8s.io', apiSlice(options));
  put(client, options, 'endpoints', apiEndpoints(options));
}

function ensure(
  client: Client,
  {resources}: BootstrapOptions,
  ...[collection, namespace, draft]: readonly [collection: string, namespace: string, draft: Draft]
): void {
  if (!resources.of(collection)) return;
  if (client.find(collection, namespace, draft.metadata?.name ?? '')) return;
  client.create(collection, namespace, draft);
}

/** Makes it, or brings what is there in line. */
function put(client: Client, options: BootstrapOptions, collection: string, draft: Draft): void {
  const known = client.find(collection, 'default', draft.metadata?.name ?? '');
  const {metadata: _, ...wanted} = draft;
  if (known) client.update(collection, {...known, ...wanted});
  else ensure(client, options, collection, 'default', draft);
}

/** What the server tells others of how it knows its clients. */
function configMaps({clientAuthority, today}: BootstrapOptions): readonly Draft[] {
  const tracking = {metadata: {name: 'kube-apiserver-legacy-service-account-token-tracking'}, data: {since: today}};
  if (clientAuthority === undefined) return [tracking];
  const metadata = {name: 'extension-apiserver-authentication'};
  return [tracking, {metadata, data: {'client-ca-file': clientAuthority}}];
}

const priorities: readonly Draft[] = [
  {
    metadata: {name: 'system-node-critical'},
    value: 2_000_001_000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
  {
    metadata: {name: 'system-cluster-critical'},
    value: 2_000_000_000,
    description:
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
];

function apiService({serviceCidr, port}: BootstrapOptions): Draft {
  const clusterIP = firstAddress(serviceCidr);
  return {
    metadata: {name: 'kubernetes', labels: {component: 'apiserver', provider: 'kubernetes'}},
    spec: {
      clusterIP,
      clusterIPs: [clusterIP],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{name: 'https', protocol: 'TCP', port: 443, targetPort: port}],
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
  };
}

function apiSlice({address, port}: BootstrapOptions): Draft {
  return {
    metadata: {name: 'kubernetes', labels: {'kubernetes.io/service-name': 'kubernetes'}},
    addressType: 'IPv4',
    endpoints: [{addresses: [address], conditions: {ready: true}}],
    ports: [{name: 'https', port, protocol: 'TCP'}],
  };
}

function apiEndpoints({address, port}: BootstrapOptions): Draft {
  return {
    metadata: {name: 'kubernetes', labels: {'endpointslice.kubernetes.io/skip-mirror': 'true'}},
    subsets: [{addresses: [{ip: address}], ports: [{name: 'https', port, protocol: 'TCP'}]}],
  };
}

/** `10.96.0.1` of `10.96.0.0/16`. */
export function firstAddress(cidr: string): string {
  const [base = ''] = cidr.split('/');
  const parts = base.split('.');
  return [...parts.slice(0, 3), String(Number(parts[3] ?? 0) + 1)].join('.');
}
