/** A request to an API server, taken apart. https://kubernetes.io/docs/reference/using-api/api-concepts/ */
export interface KubernetesRequest {
  readonly method: string;
  /** '' for the core group. */
  readonly group: string;
  /** `pods`; '' for what is about no resource: discovery, version, health. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** `log`, `exec`, `scale`, `status` …, '' for the object itself. */
  readonly subresource: string;
  readonly query: URLSearchParams;
  /** The path without its query. */
  readonly path: string;
  readonly writes: boolean;
}

/** `/api/v1/namespaces/NS/RESOURCE/NAME/SUB` and its shorter and grouped forms. */
export function readKubernetesRequest(method: string, url: string): KubernetesRequest {
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  const query = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  const writes = !['GET', 'HEAD', 'OPTIONS'].includes(method);
  const none = {method, group: '', resource: '', namespace: '', name: '', subresource: '', query, path, writes};
  const isCore = parts[0] === 'api' && parts.length > 2;
  const isGrouped = parts[0] === 'apis' && parts.length > 3;
  if (!isCore && !isGrouped) return none;
  const group = isCore ? '' : (parts[1] ?? '');
  const rest = parts.slice(isCore ? 2 : 3);
  // A namespace itself is a resource without one.
  const isInNamespace = rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2] ?? '');
  const namespace = isInNamespace ? (rest[1] ?? '') : '';
  const [resource = '', name = '', ...sub] = isInNamespace ? rest.slice(2) : rest;
  return {...none, group, resource, namespace, name, subresource: sub.join('/')};
}

/** Whether the answer goes on for as long as the client listens. */
export function isLong({query, subresource}: KubernetesRequest): boolean {
  const says = (name: string): boolean => /^(1|true)$/.test(query.get(name) ?? '');
  return says('watch') || says('follow') || ['exec', 'attach', 'portforward', 'proxy'].includes(subresource);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
