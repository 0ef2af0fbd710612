/** A name of an image, taken apart. https://pkg.go.dev/github.com/distribution/reference */
export interface Reference {
  /** `docker.io`, `localhost:5000`. */
  readonly domain: string;
  /** `library/nginx`. */
  readonly path: string;
  /** '' when there is none. */
  readonly tag: string;
  /** `sha256:…`, or ''. */
  readonly digest: string;
}

const hub = 'docker.io';
const pathPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const domainPattern =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const invalid = 'invalid reference format';

/** Reads a name as people write it: `nginx` is `docker.io/library/nginx`. Throws in docker's words. */
export function parseReference(name: string): Reference {
  if (/^[a-f0-9]{64}$/.test(name)) {
    throw new Error(`invalid repository name (${name}), cannot specify 64-byte hexadecimal strings`);
  }
  const {domain, remainder} = splitDomain(name);
  const atDigest = remainder.split('@');
  const digest = atDigest[1] ?? '';
  const [, path = '', , tag = ''] = /^([^:]*)(:(.*))?$/s.exec(atDigest[0] ?? '') ?? [];
  if (path.toLowerCase() !== path) {
    throw new Error(`${invalid}: repository name (${path}) must be lowercase`);
  }
  const tagFits = !remainder.includes(':') || digest !== '' || /^[\w][\w.-]{0,127}$/.test(tag);
  const digestFits = atDigest.length === 1 || /^[a-z0-9]+:[a-fA-F0-9]{32,}$/.test(digest);
  if (!pathPattern.test(path) || !domainPattern.test(domain) || !tagFits || !digestFits) throw new Error(invalid);
  if (path.length > 255) throw new Error('repository name must not be more than 255 characters');
  return {domain, path, tag, digest};
}

function splitDomain(name: string): {readonly domain: string; readonly remainder: string} {
  const slash = name.indexOf('/');
  const first = name.slice(0, slash);
  const isDomain = slash > 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  const domain = isDomain ? first.replace(/^index\.docker\.io$/, hub) : hub;
  const remainder = isDomain ? name.slice(slash + 1) : name;
  return {domain, remainder: domain === hub && !remainder.includes('/') ? `library/${remainder}` : remainder};
}

/** The repository with its registry, in full: `docker.io/library/nginx`. */
export function repositoryOf({domain, path}: Reference): string {
  return `${domain}/${path}`;
}

/** As people write it: `nginx`, `localhost:5000/app`. */
export function familiarName({domain, path}: Reference): string {
  return domain === hub ? path.replace(/^library\//, '') : `${domain}/${path}`;
}

/** As people write it, tag and digest included. */
export function familiarText(reference: Reference): string {
  const {tag, digest} = reference;
  return `${familiarName(reference)}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;
}

/** The reference with the tag `latest` where it says neither tag nor digest. */
export function withDefaultTag(reference: Reference): Reference {
  return reference.tag === '' && reference.digest === '' ? {...reference, tag: 'latest'} : reference;
}

/** What the API takes apart: the repository in full, and the tag. */
export function familiarParts(reference: Reference): {readonly repository: string; readonly tag: string} {
  return {repository: repositoryOf(reference), tag: reference.tag};
}
