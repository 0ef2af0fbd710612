import type {ByteStream} from '../bytes/pipe.ts';
import {admissions} from './admission/index.ts';
import {installApiServices} from './aggregation/api-services.ts';
import type {Backend} from './api/api-call.ts';
import {handle} from './api/handle.ts';
import type {KubeRequest, KubeResponse} from './api/request.ts';
import type {Known} from './authentication/authenticate.ts';
import {bootstrap} from './bootstrap/bootstrap.ts';
import type {Client} from './client.ts';
import {customResourceDefinition} from './custom/definition.ts';
import {installCustomResources} from './custom/installer.ts';
import {expireEvents} from './event-expiry.ts';
import type {KubeletApi} from './kubelet-api.ts';
import {DirectClient} from './objects/direct-client.ts';
import {type ApiState, timestamp} from './objects/state.ts';
import {createTypes} from './objects/types.ts';
import {createOpenApi} from './openapi/openapi.ts';
import {createResources} from './resources/index.ts';
import type {Resource, User} from './resources/resource.ts';
import {ResourceTable} from './resources/resource-table.ts';
import {createSchema} from './schema/schema.ts';
import type {Store} from './store/store.ts';
import {ServiceAccountTokens} from './tokens/service-account-tokens.ts';

export interface ApiServerOptions {
  readonly store: Store;
  readonly random: (count: number) => Uint8Array;
  /** The built-in ones when absent. */
  readonly resources?: readonly Resource[];
  /** A node's kubelet; may throw a KubeRefusal that says why it is not reached. */
  readonly kubelets?: (node: string) => KubeletApi | undefined;
  /** Connects to a Pod, as the server's own network has it; for `/proxy`. Rejects with a SystemError. */
  readonly dial?: (to: {readonly address: string; readonly port: number}, signal: AbortSignal) => Promise<ByteStream>;
  /** Where the server is reached. When it is told, it makes everything a new cluster has from the start. */
  readonly advertise?: {readonly address: string; readonly port: number};
  /** Addresses of Services: `10.96.0.0/16`. */
  readonly serviceCidr?: string;
  /** What tokens are signed with; one of its own when absent, so that tokens end with the server. */
  readonly signingKey?: string;
  readonly issuer?: string;
  /** Authorities of client certificates, as PEM: told to others in a ConfigMap. */
  readonly clientAuthority?: string;
}

/** One API server over one store. */
export interface ApiServer {
  /** The API for a component inside the engine. */
  as(user: User): Client;
  /** The API as HTTP has it. Never rejects: what goes wrong is a Status. */
  handle(request: KubeRequest): Promise<KubeResponse>;
  /** Whom a service account's token is of; undefined for one that is not good. */
  userOfToken(token: string): Known | undefined;
  /** By the name of their node, for kubelets that enter and leave themselves. */
  readonly kubelets: Map<string, KubeletApi>;
  readonly resources: ResourceTable;
  /** Looks after nothing any more: another server may go on with the store. */
  stop(): void;
}

const usualIssuer = 'https://kubernetes.default.svc.cluster.local';

/** https://kubernetes.io/docs/concepts/overview/components/#kube-apiserver */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const {store, random, resources = createResources(), issuer = usualIssuer} = options;
  const key = options.signingKey ?? String.fromCharCode(...random(32));
  const tokens = new ServiceAccountTokens({store, random, key, issuer});
  const schema = createSchema();
  const types = createTypes(schema);
  const state: ApiState = {
    store,
    random,
    resources: new ResourceTable([...resources, customResourceDefinition]),
    admissions,
    tokens,
    types,
  };
  const kubelets = new Map<string, KubeletApi>();
  const kubeletOf = (node: string): KubeletApi | undefined => options.kubelets?.(node) ?? kubelets.get(node);
  const {address, port} = options.advertise ?? {address: '127.0.0.1', port: 6443};
  const backend: Backend = {
    state,
    schema,
    openApi: createOpenApi(schema),
    kubeletOf,
    dial: options.dial,
    serverAddress: `${address}:${port}`,
  };
  const stops = [installCustomResources(state), installApiServices(state), expireEvents(state)];
  begin(state, options);
  return {
    as: (user) => new DirectClient(state, user),
    handle: (request) => handle(backend, request),
    userOfToken: (token) => tokens.ownerOf(token),
    kubelets,
    resources: state.resources,
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** Makes what a new cluster has, once it is known where its API is. */
function begin(state: ApiState, options: ApiServerOptions): void {
  const {advertise, serviceCidr = '10.96.0.0/16', clientAuthority} = options;
  if (!advertise) return;
  const user = {name: 'system:apiserver', groups: ['system:masters'], manager: 'kube-apiserver'};
  bootstrap(new DirectClient(state, user), {
    resources: state.resources,
    serviceCidr,
    ...advertise,
    today: timestamp(state.store.clock.now()).slice(0, 10),
    ...(clientAuthority === undefined ? {} : {clientAuthority}),
  });
}
