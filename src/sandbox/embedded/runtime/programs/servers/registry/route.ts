/** What a path of the registry API is about. */
export type RegistryRoute =
  | {readonly kind: 'base'}
  | {readonly kind: 'catalog'}
  | {readonly kind: 'tags'; readonly name: string}
  | {readonly kind: 'manifest'; readonly name: string; readonly reference: string}
  | {readonly kind: 'blob'; readonly name: string; readonly digest: string}
  | {readonly kind: 'uploads'; readonly name: string}
  | {readonly kind: 'upload'; readonly name: string; readonly id: string};

/** Methods of each kind, in the order of `Allow`; a kind that takes all has none. */
export const routeMethods: {readonly [kind in RegistryRoute['kind']]: readonly string[]} = {
  base: [],
  catalog: ['GET'],
  tags: ['GET'],
  manifest: ['DELETE', 'GET', 'HEAD', 'PUT'],
  blob: ['DELETE', 'GET', 'HEAD'],
  uploads: [],
  upload: ['DELETE', 'GET', 'HEAD', 'PATCH', 'PUT'],
};

const component = '[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*';
const repository = new RegExp(`^${component}(?:/${component})*$`);
const tag = /^\w[\w.-]{0,127}$/;
const anyDigest = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const longestName = 255;

/** Undefined for a path that is none. https://distribution.github.io/distribution/spec/api/#detail */
export function routeOf(path: string): RegistryRoute | undefined {
  if (path === '/v2/') return {kind: 'base'};
  if (path === '/v2/_catalog') return {kind: 'catalog'};
  if (!path.startsWith('/v2/')) return undefined;
  const rest = path.slice('/v2/'.length);
  const [, name = '', kind = '', tail = ''] = /^(.+)\/(tags|manifests|blobs)\/(.*)$/.exec(rest) ?? [];
  if (kind === 'blobs') return blobRoute(rest);
  if (!isRepository(name)) return undefined;
  if (kind === 'tags') return tail === 'list' ? {kind: 'tags', name} : undefined;
  if (kind === 'manifests' && (tag.test(tail) || anyDigest.test(tail)))
    return {kind: 'manifest', name, reference: tail};
  return undefined;
}

function blobRoute(rest: string): RegistryRoute | undefined {
  const [, name = '', tail = ''] = /^(.+)\/blobs\/(.*)$/.exec(rest) ?? [];
  const [, uploading = '', id] = /^(.+)\/blobs\/uploads\/([a-zA-Z0-9_.=-]*)$/.exec(rest) ?? [];
  if (id !== undefined && isRepository(uploading))
    return id === '' ? {kind: 'uploads', name: uploading} : {kind: 'upload', name: uploading, id};
  if (!isRepository(name) || !/^[\w+.-]+:[\w+.=-]+$/.test(tail)) return undefined;
  return {kind: 'blob', name, digest: tail};
}

function isRepository(name: string): boolean {
  return name.length <= longestName && repository.test(name);
}

/** Whether a text is a digest this registry knows how to make. */
export function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}
