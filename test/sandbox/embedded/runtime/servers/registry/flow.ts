import {createHash} from 'node:crypto';

/** Requests to a fresh registry, in order; what the real one answers is in `flow.json`, made by `record.ts`. */

export interface FlowStep {
  /** `GET /v2/`; a path that begins with `@name` is the `Location` kept under that name. */
  readonly request: string;
  readonly headers?: {readonly [name: string]: string};
  readonly body?: string;
  /** Keeps the `Location` of the answer. */
  readonly keep?: string;
}

export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const schema2 = 'application/vnd.docker.distribution.manifest.v2+json';
const oci = 'application/vnd.oci.image.manifest.v1+json';
const list = 'application/vnd.docker.distribution.manifest.list.v2+json';
const layer = 'not really a layer, but bytes';
const other = 'other bytes';
const config =
  '{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]},"history":[]}';

const manifestOf = (mediaType: string, layers: readonly string[]): string =>
  JSON.stringify(
    {
      schemaVersion: 2,
      mediaType,
      config: {
        mediaType:
          mediaType === oci
            ? 'application/vnd.oci.image.config.v1+json'
            : 'application/vnd.docker.container.image.v1+json',
        size: config.length,
        digest: digestOf(config),
      },
      layers: layers.map((text) => ({
        mediaType:
          mediaType === oci
            ? 'application/vnd.oci.image.layer.v1.tar+gzip'
            : 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        size: text.length,
        digest: digestOf(text),
      })),
    },
    null,
    3,
  );

const image = manifestOf(schema2, [layer]);
const second = manifestOf(schema2, [layer, other]);
const ociImage = manifestOf(oci, [layer]);
const missing = manifestOf(schema2, ['nobody has this']);
const index = JSON.stringify({
  schemaVersion: 2,
  mediaType: list,
  manifests: [
    {mediaType: schema2, size: image.length, digest: digestOf(image), platform: {architecture: 'amd64', os: 'linux'}},
  ],
});

const octets = {'Content-Type': 'application/octet-stream'};
const put = (reference: string, body: string, type = schema2): FlowStep => ({
  request: `PUT /v2/demo/app/manifests/${reference}`,
  headers: {'Content-Type': type},
  body,
});

export const flow: readonly FlowStep[] = [
  {request: 'GET /v2/'},
  {request: 'GET /'},
  {request: 'GET /v2'},
  {request: 'GET /v1/'},
  {request: 'POST /v2/'},
  {request: 'GET /v2/_catalog'},
  {request: 'GET /v2/demo/app/tags/list'},
  {request: 'GET /v2/Bad_Name/tags/list'},
  {request: 'GET /v2/demo/app/manifests/latest'},
  {request: 'GET /v2/demo/app/manifests/-bad'},
  {request: `GET /v2/demo/app/blobs/${digestOf(layer)}`},
  {request: 'GET /v2/demo/app/blobs/sha256:abc'},
  {request: 'GET /v2/demo/app/blobs/nothing'},
  {request: 'DELETE /v2/demo/app/tags/list'},
  // A layer in pieces.
  {request: 'POST /v2/demo/app/blobs/uploads/', keep: 'one'},
  {request: 'GET @one'},
  {request: 'PATCH @one', headers: {...octets, 'Content-Range': '0-9'}, body: layer.slice(0, 10), keep: 'one'},
  {request: 'GET @one', keep: 'one'},
  {request: 'PATCH @one', headers: octets, body: layer.slice(10, 20), keep: 'one'},
  {request: 'POST /v2/demo/app/blobs/uploads/', keep: 'stale'},
  {request: 'PATCH @stale', headers: {...octets, 'Content-Range': '5-9'}, body: 'xxxxx'},
  {request: 'PATCH @stale', headers: octets, body: 'xxxxx'},
  {request: 'GET @stale'},
  {request: `PUT @one&digest=${digestOf(layer)}`, headers: octets, body: layer.slice(20)},
  {request: 'GET @one'},
  {request: `HEAD /v2/demo/app/blobs/${digestOf(layer)}`},
  {request: `GET /v2/demo/app/blobs/${digestOf(layer)}`},
  {request: `GET /v2/demo/app/blobs/${digestOf(layer)}`, headers: {Range: 'bytes=4-9'}},
  {request: `GET /v2/demo/app/blobs/${digestOf(layer)}`, headers: {Range: 'bytes=100-'}},
  {request: `GET /v2/demo/app/blobs/${digestOf(layer)}`, headers: {'If-None-Match': `"${digestOf(layer)}"`}},
  // Whole layers.
  {request: 'POST /v2/demo/app/blobs/uploads/', keep: 'two'},
  {request: `PUT @two&digest=${digestOf(other)}`, headers: octets, body: 'not these bytes'},
  {request: 'POST /v2/demo/app/blobs/uploads/', keep: 'three'},
  {request: 'PUT @three&digest=nonsense', headers: octets, body: other},
  {request: 'PUT @three', headers: octets, body: other},
  {request: 'DELETE @three'},
  {request: 'GET @three'},
  {request: `POST /v2/demo/app/blobs/uploads/?digest=${digestOf(other)}`, headers: octets, body: other},
  {request: 'POST /v2/demo/app/blobs/uploads/', keep: 'four'},
  {request: `PUT @four&digest=${digestOf(other)}`, headers: octets, body: other},
  {request: 'POST /v2/demo/app/blobs/uploads/', keep: 'five'},
  {request: `PUT @five&digest=${digestOf(config)}`, headers: octets, body: config},
  {request: 'PATCH /v2/demo/app/blobs/uploads/00000000-0000-4000-8000-000000000000', headers: octets, body: 'x'},
  {request: 'GET /v2/demo/app/blobs/uploads/'},
  // From another repository.
  {request: `POST /v2/demo/copy/blobs/uploads/?mount=${digestOf(layer)}&from=demo/app`},
  {request: `HEAD /v2/demo/copy/blobs/${digestOf(layer)}`},
  {request: `POST /v2/demo/copy/blobs/uploads/?mount=${digestOf('nobody has this')}&from=demo/app`},
  // Manifests.
  put('latest', image),
  put('v1', image),
  put('second', second),
  put('oci', ociImage, oci),
  put('all', index, list),
  put(digestOf(image), image),
  put(digestOf(second), image),
  put('missing', missing),
  put('broken', '{"schemaVersion": 2'),
  put('empty', ''),
  put('typed', image, 'application/json'),
  put('bad', '{"schemaVersion": 2, "mediaType": "text/plain"}', 'text/plain'),
  put('-bad', image),
  {request: 'GET /v2/demo/app/manifests/latest', headers: {Accept: schema2}},
  {request: 'HEAD /v2/demo/app/manifests/latest', headers: {Accept: schema2}},
  {request: `GET /v2/demo/app/manifests/${digestOf(image)}`, headers: {Accept: schema2}},
  {request: 'GET /v2/demo/app/manifests/latest', headers: {Accept: schema2, 'If-None-Match': `"${digestOf(image)}"`}},
  {request: 'GET /v2/demo/app/manifests/oci', headers: {Accept: oci}},
  {request: 'GET /v2/demo/app/manifests/oci', headers: {Accept: schema2}},
  {request: 'GET /v2/demo/app/manifests/all', headers: {Accept: `${list}, ${schema2}`}},
  {request: 'GET /v2/demo/app/manifests/all', headers: {Accept: schema2}},
  {request: 'GET /v2/demo/app/manifests/all', headers: {Accept: list}},
  {request: 'GET /v2/demo/app/manifests/nothing', headers: {Accept: schema2}},
  {request: `GET /v2/demo/app/manifests/${digestOf('nothing')}`, headers: {Accept: schema2}},
  {request: 'GET /v2/demo/app/tags/list'},
  {request: 'GET /v2/demo/app/tags/list?n=2'},
  {request: 'GET /v2/demo/app/tags/list?n=2&last=all'},
  {request: 'GET /v2/demo/app/tags/list?n=x'},
  {request: 'GET /v2/demo/copy/tags/list'},
  {request: 'GET /v2/_catalog'},
  {request: 'GET /v2/_catalog?n=1'},
  {request: 'GET /v2/_catalog?n=1&last=demo/app'},
  {request: 'GET /v2/_catalog?n=0'},
  {request: 'GET /v2/_catalog?n=x'},
  // Gone again.
  {request: 'DELETE /v2/demo/app/manifests/v1'},
  {request: 'DELETE /v2/demo/app/manifests/nothing'},
  {request: 'GET /v2/demo/app/tags/list'},
  {request: `DELETE /v2/demo/app/manifests/${digestOf(second)}`},
  {request: 'GET /v2/demo/app/manifests/second', headers: {Accept: schema2}},
  {request: `DELETE /v2/demo/app/manifests/${digestOf(second)}`},
  {request: 'GET /v2/demo/app/tags/list'},
  {request: `DELETE /v2/demo/app/blobs/${digestOf(other)}`},
  {request: `GET /v2/demo/app/blobs/${digestOf(other)}`},
  {request: `DELETE /v2/demo/app/blobs/${digestOf(other)}`},
  {request: 'DELETE /v2/demo/app/blobs/sha256:abc'},
  {request: 'DELETE /v2/'},
  {request: 'PUT /v2/_catalog'},
  {request: 'GET /v2/demo/app/nothing'},
  {request: 'OPTIONS /v2/'},
];

/** What of an answer is compared. */
export interface FlowAnswer {
  readonly status: number;
  readonly headers: {readonly [name: string]: string};
  readonly body: string;
}

const compared = [
  'accept-ranges',
  'allow',
  'cache-control',
  'content-length',
  'content-range',
  'content-type',
  'docker-content-digest',
  'docker-distribution-api-version',
  'docker-upload-uuid',
  'etag',
  'link',
  'location',
  'range',
  'x-content-type-options',
];

/** An answer without what is another every time: host, upload ids, their state. */
export function comparable(status: number, headers: ReadonlyMap<string, string>, body: string): FlowAnswer {
  const stable = (text: string): string =>
    text
      .replace(/^http:\/\/[^/]*/, 'http://registry')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
      .replace(/_state=[^&]*/, '_state=STATE');
  const kept = compared.flatMap((name) => {
    const value = headers.get(name);
    return value === undefined ? [] : [[name, stable(value)] as const];
  });
  return {status, headers: Object.fromEntries(kept), body: stable(body)};
}

/** Where a step goes, with the kept locations put in. */
export function pathOf(
  step: FlowStep,
  kept: ReadonlyMap<string, string>,
): {readonly method: string; readonly path: string} {
  const [method = '', target = ''] = step.request.split(' ');
  const [, name, rest = ''] = /^@(\w+)(.*)$/.exec(target) ?? [];
  if (name === undefined) return {method, path: target};
  const url = new URL(kept.get(name) ?? '/', 'http://registry');
  return {method, path: `${url.pathname}${url.search}${rest}`};
}
