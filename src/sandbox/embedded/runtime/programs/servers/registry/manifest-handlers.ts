import {concat} from '../../../../bytes/bytes.ts';
import type {ByteReader} from '../../../../bytes/pipe.ts';
import type {HeaderPair} from '../../../http/headers.ts';
import type {RegistryCall} from './call.ts';
import {type Manifest, mediaTypes, parseManifest, storedType, verifyReferences} from './manifests.ts';
import {RegistryProblem} from './problem.ts';
import {emptyReply, jsonReply, type RegistryReply} from './reply.ts';
import {isDigest} from './route.ts';
import type {RegistryStorage} from './storage.ts';

const mostManifestBytes = 4 << 20;

/** `GET` and `HEAD /v2/<name>/manifests/<reference>` */
export async function getManifest(call: RegistryCall, name: string, reference: string): Promise<RegistryReply> {
  const {storage} = call;
  const digest = resolve(storage, name, reference);
  if (call.request.headers.all('if-none-match').includes(`"${digest}"`)) return {status: 304};
  const accepted = call.request.headers
    .all('accept')
    .flatMap((value) => value.split(',').map((one) => one.split(';')[0]?.trim() ?? ''));
  const bytes = read(storage, name, digest);
  const type = storedType(bytes);
  const found = isForImage(type, accepted) ? platformImage(storage, name, bytes) : undefined;
  refuseUnwanted(found ? storedType(found.bytes) : type, accepted);
  return manifestReply(found ?? {digest, bytes});
}

function resolve(storage: RegistryStorage, name: string, reference: string): string {
  if (reference.includes(':')) return reference;
  const digest = storage.readLink(`${storage.tagPath(name, reference)}/current/link`);
  if (digest === undefined) throw RegistryProblem.of('MANIFEST_UNKNOWN', {Tag: reference});
  return digest;
}

function read(storage: RegistryStorage, name: string, digest: string): Uint8Array {
  const isLinked = isDigest(digest) && storage.exists(storage.revisionLink(name, digest));
  const node = isLinked ? storage.data(digest) : undefined;
  if (!node) throw RegistryProblem.of('MANIFEST_UNKNOWN', {Name: name, Revision: digest});
  return node.read(0, node.size);
}

/** A list is asked for by somebody who does not know lists. */
function isForImage(type: string, accepted: readonly string[]): boolean {
  return type === mediaTypes.list && !accepted.includes(mediaTypes.list);
}

function platformImage(
  storage: RegistryStorage,
  name: string,
  bytes: Uint8Array,
): {readonly digest: string; readonly bytes: Uint8Array} {
  const {references} = parseManifest(bytes, mediaTypes.list);
  const found = references.find(({platform}) => platform === 'linux/amd64');
  if (!found) throw RegistryProblem.of('MANIFEST_UNKNOWN');
  return {digest: found.digest, bytes: read(storage, name, found.digest)};
}

function refuseUnwanted(type: string, accepted: readonly string[]): void {
  if (type === mediaTypes.oci && !accepted.includes(type))
    throw RegistryProblem.of(
      'MANIFEST_UNKNOWN',
      undefined,
      'OCI manifest found, but accept header does not support OCI manifests',
    );
  if (type === mediaTypes.ociIndex && !accepted.includes(type))
    throw RegistryProblem.of(
      'MANIFEST_UNKNOWN',
      undefined,
      'OCI index found, but accept header does not support OCI indexes',
    );
}

function manifestReply({digest, bytes}: {readonly digest: string; readonly bytes: Uint8Array}): RegistryReply {
  const headers: readonly HeaderPair[] = [
    ['Content-Type', storedType(bytes)],
    ['Docker-Content-Digest', digest],
    ['Etag', `"${digest}"`],
  ];
  return {status: 200, headers, body: bytes};
}

/** `PUT /v2/<name>/manifests/<reference>` */
export async function putManifest(call: RegistryCall, name: string, reference: string): Promise<RegistryReply> {
  const {storage, request} = call;
  call.refuseWhenReadOnly();
  const bytes = await readAtMost(request.body, mostManifestBytes);
  const digest = storage.digestOfBytes(bytes);
  const manifest: Manifest = parseManifest(bytes, request.headers.get('content-type') ?? '');
  const isByDigest = reference.includes(':');
  if (isByDigest && reference !== digest) throw RegistryProblem.of('DIGEST_INVALID');
  verifyReferences(storage, name, manifest);
  storage.write(storage.blobPath(digest), bytes);
  storage.write(storage.revisionLink(name, digest), digest);
  if (!isByDigest) {
    const path = storage.tagPath(name, reference);
    storage.write(`${path}/index/${digest.replace(':', '/')}/link`, digest);
    storage.write(`${path}/current/link`, digest);
  }
  return emptyReply(201, [
    ['Docker-Content-Digest', digest],
    ['Location', `${call.origin}/v2/${name}/manifests/${digest}`],
  ]);
}

async function readAtMost(body: ByteReader, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let piece = await body.read(); piece !== null; piece = await body.read()) {
    size += piece.length;
    if (size > limit) throw RegistryProblem.of('MANIFEST_INVALID', {});
    parts.push(piece.slice());
  }
  return parts.length === 0 ? new Uint8Array(0) : concat(parts);
}

/** `DELETE /v2/<name>/manifests/<digest>`; tags that lead to it go with it. */
export async function deleteManifest(call: RegistryCall, name: string, reference: string): Promise<RegistryReply> {
  const {storage} = call;
  call.refuseWithoutDeletes();
  if (!isDigest(reference)) throw RegistryProblem.of('DIGEST_INVALID');
  const link = storage.revisionLink(name, reference);
  if (!storage.exists(link)) throw RegistryProblem.of('MANIFEST_UNKNOWN');
  await storage.remove(link);
  for (const tag of storage.list(`${storage.repositoryPath(name)}/_manifests/tags`) ?? [])
    if (storage.readLink(`${storage.tagPath(name, tag)}/current/link`) === reference)
      await storage.remove(storage.tagPath(name, tag));
  return emptyReply(202, []);
}

/** `GET /v2/<name>/tags/list` */
export async function listTags({storage}: RegistryCall, name: string): Promise<RegistryReply> {
  const tags = storage.list(`${storage.repositoryPath(name)}/_manifests/tags`);
  if (tags === undefined) throw RegistryProblem.of('NAME_UNKNOWN', {name});
  return jsonReply({name, tags: tags.length === 0 ? null : tags});
}
