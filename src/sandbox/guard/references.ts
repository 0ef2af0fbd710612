/** An image reference in the short form the docker CLI prints: `nginx:1.27-alpine`, `localhost:5001/web:1`. */
export type Reference = {
  /** Without tag and digest: `localhost:5001/web`. */
  readonly repository: string;
  /** '' when there is a digest. */
  readonly tag: string;
  /** `sha256:...` or ''. */
  readonly digest: string;
};

/**
 * Reads a reference as Docker does: `docker.io/library/nginx` is `nginx:latest`, a digest wins over a tag.
 * https://pkg.go.dev/github.com/distribution/reference
 */
export function readReference(written: string, tag = ''): Reference {
  const [beforeDigest = '', digestWritten = ''] = written.split('@');
  const slash = beforeDigest.lastIndexOf('/');
  const colon = beforeDigest.indexOf(':', slash + 1);
  const path = colon === -1 ? beforeDigest : beforeDigest.slice(0, colon);
  const repository = path.replace(/^(index\.)?docker\.io\//, '').replace(/^library\/(?=[^/]+$)/, '');
  const named = tag || (colon === -1 ? '' : beforeDigest.slice(colon + 1));
  const digest = digestWritten || (named.includes(':') ? named : '');
  return {repository, digest, tag: digest ? '' : named || 'latest'};
}

export function familiar({repository, tag, digest}: Reference): string {
  return digest ? `${repository}@${digest}` : `${repository}:${tag}`;
}

/** `x`, `docker.io/library/x:latest` and `x:latest` all become `x:latest`. */
export function familiarName(written: string, tag = ''): string {
  return familiar(readReference(written, tag));
}

/** The registry's host in a repository, or '' for Docker Hub. */
export function registryHost(repository: string): string {
  const [first = '', ...rest] = repository.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : '';
}

/** A repository in full, as the daemon names it to a registry: `docker.io/library/nginx`. */
export function hubName(repository: string): string {
  if (registryHost(repository)) return repository;
  return `docker.io/${repository.includes('/') ? '' : 'library/'}${repository}`;
}

/** Below `k8s-learn.local`, where nothing can be pushed. */
export function isOwnFolder({repository}: Reference): boolean {
  return repository.startsWith('k8s-learn.local/');
}

/**
 * A reference of our own for a name that is taken by a foreign image. In a registry with a host name it is the same
 * place spelled with a capital letter, so that it can be pushed as it stands; else it is below `k8s-learn.local`.
 */
export function standIn(reference: Reference, session: string): Reference {
  const host = registryHost(reference.repository);
  const path = reference.repository.slice(host ? host.length + 1 : 0);
  if (/^[a-z]/.test(host)) {
    return {...reference, repository: `${host[0]?.toUpperCase() ?? ''}${host.slice(1)}/${path}`};
  }
  if (/^127\.0\.0\.1(:|$)/.test(host))
    return {...reference, repository: `${host.replace('127.0.0.1', 'Localhost')}/${path}`};
  const folder = host ? `${host.toLowerCase().replace(/[^a-z0-9]+/g, '-')}/` : '';
  return {...reference, repository: `k8s-learn.local/${session}/${folder}${path}`};
}
