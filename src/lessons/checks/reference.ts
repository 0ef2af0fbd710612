/** An image reference taken apart. `registry` is '' for Docker Hub, `tag` is '' when a digest was given. */
export interface Reference {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** Takes `nginx`, `web:1`, `localhost:5001/web:1`, `docker.io/library/nginx` or `web@sha256:...` apart. */
export function parseReference(text: string): Reference {
  const [named = '', digest = ''] = text.split('@', 2);
  const slash = named.indexOf('/');
  const first = slash < 0 ? '' : named.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost';
  const rest = hasRegistry ? named.slice(slash + 1) : named;
  const registry = hasRegistry && !/^(index\.)?docker\.io$/.test(first) ? first : '';
  const colon = rest.lastIndexOf(':');
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? (digest === '' ? 'latest' : '') : rest.slice(colon + 1);
  return {registry, repository: registry === '' ? path.replace(/^library\//, '') : path, tag, digest};
}

/** The shortest way to write a reference, with its tag always named: `nginx` becomes `nginx:latest`. */
export function canonicalReference(text: string): string {
  const {registry, repository, tag, digest} = parseReference(text);
  return `${registry === '' ? '' : `${registry}/`}${repository}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;
}

/** Registry and repository without the tag: `localhost:5001/web`. */
export function repositoryOf(text: string): string {
  const {registry, repository} = parseReference(text);
  return `${registry === '' ? '' : `${registry}/`}${repository}`;
}

/** Whether two references name the same image in the same registry: `nginx` and `docker.io/library/nginx:latest`. */
export function sameReference(one: string, other: string): boolean {
  return canonicalReference(one) === canonicalReference(other);
}
