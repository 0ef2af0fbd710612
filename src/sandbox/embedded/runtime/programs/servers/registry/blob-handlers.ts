import type {FileNode} from '../../../fs/nodes.ts';
import type {HeaderPair} from '../../../http/headers.ts';
import type {RegistryCall} from './call.ts';
import {RegistryProblem} from './problem.ts';
import {emptyReply, type RegistryReply, textReply} from './reply.ts';
import {isDigest} from './route.ts';
import type {Upload} from './uploads.ts';

/** `GET` and `HEAD /v2/<name>/blobs/<digest>`, whole or in part. */
export async function getBlob(call: RegistryCall, name: string, digest: string): Promise<RegistryReply> {
  if (!isDigest(digest)) throw RegistryProblem.of('DIGEST_INVALID', {});
  const file = call.storage.blob(name, digest);
  if (!file) throw RegistryProblem.of('BLOB_UNKNOWN', digest);
  const headers: readonly HeaderPair[] = [
    ['Cache-Control', 'max-age=31536000'],
    ['Docker-Content-Digest', digest],
    ['Etag', `"${digest}"`],
  ];
  if (call.request.headers.list('if-none-match').includes(`"${digest}"`)) return {status: 304, headers};
  return partOf(call, file, headers);
}

function partOf(call: RegistryCall, file: FileNode, headers: readonly HeaderPair[]): RegistryReply {
  const {size} = file;
  const all: readonly HeaderPair[] = [
    ['Accept-Ranges', 'bytes'],
    ['Content-Type', 'application/octet-stream'],
    ...headers,
  ];
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(call.request.headers.get('range') ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === ''))
    return {status: 200, headers: all, body: {file, start: 0, length: size}};
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= end)
    return textReply(416, 'invalid range: failed to overlap', [...headers, ['Content-Range', `bytes */${size}`]]);
  return {
    status: 206,
    headers: [...all, ['Content-Range', `bytes ${start}-${end - 1}/${size}`]],
    body: {file, start, length: end - start},
  };
}

/** `DELETE /v2/<name>/blobs/<digest>`: the repository's link goes, the bytes stay until they are collected. */
export async function deleteBlob(call: RegistryCall, name: string, digest: string): Promise<RegistryReply> {
  if (!isDigest(digest)) throw RegistryProblem.of('DIGEST_INVALID', {});
  call.refuseWithoutDeletes();
  if (!call.storage.blob(name, digest)) throw RegistryProblem.of('BLOB_UNKNOWN');
  await call.storage.remove(call.storage.layerLink(name, digest));
  return emptyReply(202, [['Content-Length', '0']]);
}

/** `POST /v2/<name>/blobs/uploads/`: a new upload, or a blob another repository has already. */
export async function startUpload(call: RegistryCall, name: string): Promise<RegistryReply> {
  if (call.request.method !== 'POST') throw RegistryProblem.of('BLOB_UPLOAD_UNKNOWN');
  call.refuseWhenReadOnly();
  const {storage, uploads, query} = call;
  const mount = query.get('mount') ?? '';
  const from = query.get('from') ?? '';
  if (isDigest(mount) && from !== '' && storage.blob(from, mount)) {
    storage.write(storage.layerLink(name, mount), mount);
    return blobCreated(call, name, mount);
  }
  return progress(call, uploads.start(name), 202);
}

/** `GET`, `PATCH`, `PUT`, `DELETE /v2/<name>/blobs/uploads/<id>` */
export async function continueUpload(call: RegistryCall, name: string, id: string): Promise<RegistryReply> {
  const {uploads, query, request} = call;
  const upload = uploads.resume(name, id, query.get('_state') ?? '');
  switch (request.method) {
    case 'PATCH': {
      call.refuseWhenReadOnly();
      const type = request.headers.get('content-type') ?? '';
      if (type !== '' && type !== 'application/octet-stream') throw RegistryProblem.of('UNKNOWN', {});
      await uploads.append(upload, request.body);
      return progress(call, upload, 202);
    }
    case 'PUT':
      call.refuseWhenReadOnly();
      return finishUpload(call, upload);
    case 'DELETE':
      await uploads.cancel(upload);
      return {status: 204, headers: [['Docker-Upload-Uuid', id]]};
    default:
      return progress(call, upload, 204);
  }
}

async function finishUpload(call: RegistryCall, upload: Upload): Promise<RegistryReply> {
  const {uploads, query, request} = call;
  const digest = query.get('digest') ?? '';
  if (digest === '') throw RegistryProblem.of('DIGEST_INVALID', 'digest missing');
  if (!isDigest(digest)) throw RegistryProblem.of('DIGEST_INVALID', 'digest parsing failed');
  await uploads.append(upload, request.body);
  await uploads.commit(upload, digest);
  return blobCreated(call, upload.name, digest);
}

function blobCreated({origin}: RegistryCall, name: string, digest: string): RegistryReply {
  return emptyReply(201, [
    ['Content-Length', '0'],
    ['Docker-Content-Digest', digest],
    ['Location', `${origin}/v2/${name}/blobs/${digest}`],
  ]);
}

/** How far an upload is, and where it goes on. */
function progress({origin, uploads}: RegistryCall, upload: Upload, status: 202 | 204): RegistryReply {
  const size = uploads.size(upload);
  return {
    status,
    headers: [
      ['Docker-Upload-Uuid', upload.id],
      ['Location', `${origin}/v2/${upload.name}/blobs/uploads/${upload.id}?_state=${uploads.stateOf(upload)}`],
      ['Range', `0-${Math.max(0, size - 1)}`],
    ],
  };
}
