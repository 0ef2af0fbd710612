import {z} from 'zod';
import {encode} from '../../bytes/bytes.ts';
import {parseJson} from './image-config.ts';
import {TarFault} from './tar.ts';

/** https://distribution.github.io/distribution/spec/manifest-v2-2/#media-types */
export const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
/** Of an image's configuration. */
export const configType = 'application/vnd.docker.container.image.v1+json';
/** Of a layer's tar, compressed. */
export const layerType = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
/** What this engine understands, as a client says it. */
export const acceptedTypes = [
  manifestType,
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
] as const;

/** A blob, as manifests point to it. */
export interface Descriptor {
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

/** What an image is made of, in a registry. https://distribution.github.io/distribution/spec/manifest-v2-2/ */
export interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** Its bytes as the daemon writes them; their digest is the image's in a registry. */
export function manifestBytes({config, layers}: Manifest): Uint8Array {
  return encode(JSON.stringify({schemaVersion: 2, mediaType: manifestType, config, layers}, null, 3));
}

const descriptor = z.object({
  mediaType: z.string().default(''),
  size: z.number().int().nonnegative(),
  digest: z.string().regex(/^sha256:[a-f0-9]{64}$/),
});
const manifest = z.object({config: descriptor, layers: z.array(descriptor)});
const platform = z.object({architecture: z.string().default(''), os: z.string().default('')});
const index = z.object({manifests: z.array(descriptor.extend({platform: platform.optional()}))});

/** Reads a manifest, or a list of those for several platforms. Throws a TarFault for anything else. */
export function parseManifest(
  bytes: Uint8Array,
):
  | {readonly kind: 'manifest'; readonly manifest: Manifest}
  | {readonly kind: 'list'; readonly digests: readonly string[]} {
  const value = parseJson(bytes);
  const one = manifest.safeParse(value);
  if (one.success) return {kind: 'manifest', manifest: one.data};
  const several = index.safeParse(value);
  if (!several.success)
    throw new TarFault('unsupported manifest format: neither a schema 2 manifest nor a list of those');
  const ours = several.data.manifests.filter(
    (entry) =>
      entry.platform === undefined || (entry.platform.os === 'linux' && entry.platform.architecture === 'amd64'),
  );
  return {kind: 'list', digests: ours.map(({digest}) => digest)};
}
