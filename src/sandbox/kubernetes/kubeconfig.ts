import {parse, stringify} from 'yaml';
import type {Upstream} from './upstream.ts';

/** What our listener is reached by. */
export interface Front {
  readonly server: string;
  readonly authority: string;
  readonly token: string;
}

type Named<K extends string> = {name?: string} & {[key in K]?: {[name: string]: unknown} | null};

interface Document {
  clusters?: Named<'cluster'>[] | null;
  users?: Named<'user'>[] | null;
  contexts?: Named<'context'>[] | null;
  'current-context'?: string;
}

/**
 * Puts our listener in the place of a cluster's API server in a kubeconfig. Undefined when the file has no such cluster,
 * or when it leads to us already; what else is in the file stays as it is. Throws on a file that is no YAML.
 * https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 */
export function takeOver(
  text: string,
  name: string,
  front: Front,
): {readonly text: string; readonly upstream: Upstream} | undefined {
  const document = (parse(text) ?? {}) as Document;
  const cluster = named(document.clusters, name)?.cluster;
  const context = (document.contexts ?? []).find((one) => one.context?.['cluster'] === name)?.context;
  const user = named(document.users, field(context, 'user') || name)?.user;
  const server = field(cluster, 'server');
  if (!cluster || server === '' || server === front.server) return undefined;
  const upstream: Upstream = {
    server,
    authority: decoded(cluster, 'certificate-authority-data'),
    certificate: decoded(user, 'client-certificate-data'),
    key: decoded(user, 'client-key-data'),
    token: field(user, 'token'),
  };
  cluster['server'] = front.server;
  cluster['certificate-authority-data'] = encoded(front.authority);
  if (user) {
    for (const key of Object.keys(user)) delete user[key];
    user['token'] = front.token;
  }
  return {text: stringify(document), upstream};
}

/** A kubeconfig that leads to our listener, for a cluster that lost its own. */
export function freshKubeconfig(name: string, front: Front, namespace = ''): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{name, cluster: {server: front.server, 'certificate-authority-data': encoded(front.authority)}}],
    users: [{name, user: {token: front.token}}],
    contexts: [{name, context: {cluster: name, user: name, ...(namespace === '' ? {} : {namespace})}}],
    'current-context': name,
  });
}

/** Our listener has another address since the file was written: the file is led there. Undefined when it need not be. */
export function follow(text: string, name: string, front: Front): string | undefined {
  const document = (parse(text) ?? {}) as Document;
  const cluster = named(document.clusters, name)?.cluster;
  const user = named(document.users, name)?.user;
  if (!cluster || !user || (field(cluster, 'server') === front.server && field(user, 'token') === front.token))
    return undefined;
  cluster['server'] = front.server;
  cluster['certificate-authority-data'] = encoded(front.authority);
  user['token'] = front.token;
  return stringify(document);
}

/**
 * The file with the cluster's context as the current one, in the namespace where the course is at home ('': in none of its
 * own); made anew when it is broken or lacks the cluster. Undefined when it is so already.
 */
export function atHome(text: string, name: string, front: Front, namespace = ''): string | undefined {
  let document: Document;
  try {
    document = (parse(text) ?? {}) as Document;
  } catch {
    return freshKubeconfig(name, front, namespace);
  }
  const context = named(document.contexts, name)?.context;
  if (!context || !named(document.clusters, name)) return freshKubeconfig(name, front, namespace);
  if (document['current-context'] === name && field(context, 'namespace') === namespace) return undefined;
  document['current-context'] = name;
  if (namespace === '') delete context['namespace'];
  else context['namespace'] = namespace;
  return stringify(document);
}

/** Name of the cluster the current context leads to, '' when there is none. */
export function currentCluster(text: string): string {
  const document = (parse(text) ?? {}) as Document;
  return field(named(document.contexts, document['current-context'] ?? '')?.context, 'cluster');
}

export function hasCluster(text: string, name: string): boolean {
  return named(((parse(text) ?? {}) as Document).clusters, name) !== undefined;
}

function named<T extends {name?: string}>(list: readonly T[] | null | undefined, name: string): T | undefined {
  return Array.isArray(list) ? list.find((one) => one?.name === name) : undefined;
}

function field(of: {[name: string]: unknown} | null | undefined, name: string): string {
  const value = of?.[name];
  return typeof value === 'string' ? value : '';
}

function decoded(of: {[name: string]: unknown} | null | undefined, name: string): string {
  return Buffer.from(field(of, name), 'base64').toString('utf8');
}

function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
