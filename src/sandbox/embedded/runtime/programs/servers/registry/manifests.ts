import {z} from 'zod';
import {decode} from '../../../../bytes/bytes.ts';
import {RegistryProblem} from './problem.ts';
import type {RegistryStorage} from './storage.ts';

export const mediaTypes = {
  schema2: 'application/vnd.docker.distribution.manifest.v2+json',
  list: 'application/vnd.docker.distribution.manifest.list.v2+json',
  oci: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
} as const;

const descriptor = z.looseObject({
  mediaType: z.string().optional(),
  digest: z.string(),
  size: z.number().optional(),
  platform: z.looseObject({architecture: z.string().optional(), os: z.string().optional()}).optional(),
});
const head = {schemaVersion: z.literal(2), mediaType: z.string().optional()};
const image = z
  .looseObject({...head, config: descriptor, layers: z.array(descriptor)})
  .transform(({mediaType, config, layers}) => ({mediaType, descriptors: [config, ...layers]}));
const list = z
  .looseObject({...head, manifests: z.array(descriptor)})
  .transform(({mediaType, manifests}) => ({mediaType, descriptors: manifests}));

/** A manifest, as far as the registry looks into it. */
export interface Manifest {
  readonly mediaType: string;
  /** What it refers to, in order. */
  readonly references: readonly Reference[];
}

interface Reference {
  readonly digest: string;
  readonly mediaType: string;
  /** `linux/amd64`; '' when it is for none. */
  readonly platform: string;
}

/** Reads a manifest of the type the client says. Throws RegistryProblem MANIFEST_INVALID. */
export function parseManifest(bytes: Uint8Array, contentType: string): Manifest {
  const mediaType = contentType.split(';')[0]?.trim() ?? '';
  if (!Object.values<string>(mediaTypes).includes(mediaType)) throw RegistryProblem.of('MANIFEST_INVALID', {});
  const value = jsonOf(decode(bytes));
  const isList = mediaType === mediaTypes.list || mediaType === mediaTypes.ociIndex;
  const parsed = (isList ? list : image).safeParse(value);
  if (!parsed.success) throw RegistryProblem.of('MANIFEST_INVALID', {});
  const {mediaType: said, descriptors} = parsed.data;
  if (said !== undefined && said !== '' && said !== mediaType) throw RegistryProblem.of('MANIFEST_INVALID', {});
  return {mediaType, references: descriptors.map(referenceOf)};
}

function referenceOf({digest, mediaType = '', platform}: z.infer<typeof descriptor>): Reference {
  return {digest, mediaType, platform: platform ? `${platform.os ?? ''}/${platform.architecture ?? ''}` : ''};
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw RegistryProblem.of('MANIFEST_INVALID', {Offset: text.length});
  }
}

/** The type of a manifest that is stored: it says so itself, or its form does. */
export function storedType(bytes: Uint8Array): string {
  const value = jsonOf(decode(bytes));
  if (typeof value !== 'object' || value === null) return mediaTypes.schema2;
  if ('mediaType' in value && typeof value.mediaType === 'string' && value.mediaType !== '') return value.mediaType;
  return 'manifests' in value ? mediaTypes.ociIndex : mediaTypes.oci;
}

/** Throws RegistryProblem for what the manifest refers to and the repository does not have. */
export function verifyReferences(storage: RegistryStorage, name: string, {mediaType, references}: Manifest): void {
  const isList = mediaType === mediaTypes.list || mediaType === mediaTypes.ociIndex;
  const unknown = references.filter(({digest, mediaType: type}) => {
    // A layer that may only be fetched elsewhere.
    if (type.includes('foreign') || type.includes('nondistributable')) return false;
    return isList ? !storage.exists(storage.revisionLink(name, digest)) : storage.blob(name, digest) === undefined;
  });
  if (unknown.length > 0)
    throw RegistryProblem.ofAll(
      'MANIFEST_BLOB_UNKNOWN',
      unknown.map(({digest}) => digest),
    );
}
