import {badRequest} from '../api/refusal.ts';

/**
 * A name of an image, normalised: `nginx` is `docker.io`, `library/nginx`.
 * https://pkg.go.dev/github.com/distribution/reference
 */
export interface ImageReference {
  /** `docker.io`, `localhost:5001`, `registry.k8s.io`. */
  readonly domain: string;
  /** `library/nginx`, `team/app`. */
  readonly path: string;
  readonly tag: string | undefined;
  /** `sha256:` and 64 digits. */
  readonly digest: string | undefined;
}

/** What somebody who asks for an image can mean: a name, or an id in full. */
export type AnyReference =
  | {readonly kind: 'name'; readonly name: ImageReference}
  | {readonly kind: 'id'; readonly id: string};

/** The registry of names that say none. */
export const dockerHub = 'docker.io';
const legacyDockerHub = 'index.docker.io';

const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const hostPart = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const host = `(?:${hostPart}(?:\\.${hostPart})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const whole = new RegExp(
  `^(?<domain>${host})/(?<path>${component}(?:/${component})*)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>${digest}))?$`,
);
const tagPattern = /^\w[\w.-]{0,127}$/;
const idPattern = /^[a-f0-9]{64}$/;
const digestLengths: {readonly [algorithm: string]: number} = {sha256: 64, sha384: 96, sha512: 128};
const longestName = 255;
/** Nothing valid comes near; what is longer is not even looked at. */
const longestText = 8192;

/** Reads a name as `docker` users write it. Throws 400 in Docker's words. */
export function parseReference(text: string): ImageReference {
  if (text.length > longestText) throw badRequest('invalid reference format');
  if (idPattern.test(text))
    throw badRequest(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  const {domain, rest} = splitDomain(text);
  const path = rest.split(':', 1)[0]?.split('@', 1)[0] ?? '';
  if (path.toLowerCase() !== path)
    throw badRequest(`invalid reference format: repository name (${path}) must be lowercase`);
  const found = whole.exec(`${domain}/${rest}`)?.groups;
  if (!found) throw badRequest('invalid reference format');
  if ((found.path ?? '').length > longestName)
    throw badRequest(`repository name must not be more than ${longestName} characters`);
  if (found.digest !== undefined) checkDigest(found.digest);
  return {domain, path: found.path ?? '', tag: found.tag, digest: found.digest};
}

/** As `parseReference`, or an id: 64 digits, with or without `sha256:`. */
export function parseAnyReference(text: string): AnyReference {
  if (idPattern.test(text)) return {kind: 'id', id: `sha256:${text}`};
  return isDigest(text) ? {kind: 'id', id: text} : {kind: 'name', name: parseReference(text)};
}

/** Whether a text is a digest of a known algorithm, with all its digits. */
export function isDigest(text: string): boolean {
  const [algorithm = '', digits = ''] = text.split(':', 2);
  return (
    digestLengths[algorithm] === digits.length &&
    /^[a-f0-9]+$/.test(digits) &&
    !text.includes(':', text.indexOf(':') + 1)
  );
}

/** Throws 400 `invalid tag format`. */
export function withTag(reference: ImageReference, tag: string): ImageReference {
  if (!tagPattern.test(tag)) throw badRequest('invalid tag format');
  return {...reference, tag};
}

/** The reference with `latest`, where it says neither tag nor digest. */
export function withDefaultTag(reference: ImageReference): ImageReference {
  return reference.tag === undefined && reference.digest === undefined ? {...reference, tag: 'latest'} : reference;
}

/**
 * What `repo` and `tag` of a query name; undefined when `repo` is ''. Throws 400.
 * https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Image/operation/ImageTag
 */
export function repositoryAndTag(repository: string, tag: string): ImageReference | undefined {
  if (repository === '') return undefined;
  const reference = parseReference(repository);
  if (reference.digest !== undefined) throw badRequest('cannot import digest reference');
  return tag === '' ? withDefaultTag(reference) : withTag(reference, tag);
}

/** `docker.io/library/nginx`. */
export function repositoryOf({domain, path}: Pick<ImageReference, 'domain' | 'path'>): string {
  return `${domain}/${path}`;
}

/** As people write the repository: `nginx`, `team/app`, `localhost:5001/app`. */
export function familiarName({domain, path}: Pick<ImageReference, 'domain' | 'path'>): string {
  if (domain !== dockerHub) return `${domain}/${path}`;
  const short = /^library\/([^/]+)$/.exec(path)?.[1];
  return short ?? path;
}

/** With tag and digest as far as there are any: `nginx:1.27-alpine`, `nginx@sha256:…`. */
export function familiarText(reference: ImageReference): string {
  return `${familiarName(reference)}${suffix(reference)}`;
}

/** Nothing left out: `docker.io/library/nginx:1.27-alpine`. */
export function fullText(reference: ImageReference): string {
  return `${repositoryOf(reference)}${suffix(reference)}`;
}

function suffix({tag, digest}: ImageReference): string {
  return `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function splitDomain(text: string): {readonly domain: string; readonly rest: string} {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(0, slash));
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  const named = isHost ? first : dockerHub;
  const domain = named === legacyDockerHub ? dockerHub : named;
  const rest = isHost ? text.slice(slash + 1) : text;
  return {domain, rest: domain === dockerHub && !rest.includes('/') ? `library/${rest}` : rest};
}

function checkDigest(text: string): void {
  const [algorithm = '', digits = ''] = text.split(':', 2);
  const length = digestLengths[algorithm];
  if (length === undefined) throw badRequest('unsupported digest algorithm');
  if (digits.length !== length) throw badRequest('invalid checksum digest length');
  if (!/^[a-f0-9]+$/.test(digits)) throw badRequest('invalid checksum digest format');
}
