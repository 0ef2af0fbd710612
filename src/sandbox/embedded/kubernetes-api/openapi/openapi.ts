import {sha256} from '@noble/hashes/sha2.js';
import {encode, hex} from '../../bytes/bytes.ts';
import type {KubeHeaders, KubeRequest, KubeResponse} from '../api/request.ts';
import {writableSubresources} from '../objects/subresources.ts';
import {notSimulated} from '../refusal.ts';
import {apiVersionOf, collectionOf, type Resource} from '../resources/resource.ts';
import type {Schema} from '../schema/field.ts';
import {packages} from '../schema/packages.ts';
import {documentOf} from './document.ts';
import {versionTwoDocument, versionTwoType} from './version-two.ts';

/** What describes the API to its clients. https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3 */
export interface OpenApi {
  /**
   * Answers `/openapi/v3` and what is below it, and what is looked up in `/openapi/v2`; undefined for other paths and for
   * groups that are not there.
   */
  answer(
    request: Pick<KubeRequest, 'path' | 'query' | 'headers'>,
    resources: readonly Resource[],
  ): KubeResponse | undefined;
}

const root = '/openapi/v3';

/** Documents are made when somebody asks, and kept until the resources they are of change. */
export function createOpenApi(schema: Schema): OpenApi {
  const made = new Map<string, {readonly hash: string; readonly body: unknown}>();
  const documentFor = (
    path: string,
    resources: readonly Resource[],
  ): {readonly hash: string; readonly body: unknown} => {
    const hash = hashOf(resources);
    const known = made.get(path);
    if (known?.hash === hash) return known;
    const fresh = {hash, body: documentOf(resources, schema)};
    made.set(path, fresh);
    return fresh;
  };
  return {
    answer({path, query, headers}, resources) {
      const plain = path.replace(/\/$/, '');
      if (plain === '/openapi/v2') return versionTwo(headers.get('accept') ?? '', resources);
      if (plain !== root && !plain.startsWith(`${root}/`)) return undefined;
      const groups = byGroup(resources);
      if (plain === root) return {kind: 'json', status: 200, body: indexOf(groups)};
      const name = plain.slice(root.length + 1);
      const found = groups.get(name);
      if (!found) return undefined;
      const {hash, body} = documentFor(name, found);
      const etag = `"${hash}"`;
      const common = {Etag: etag, Vary: 'Accept', ...(query.get('hash') === hash ? kept : {})};
      if (headers.get('if-none-match') === etag) return {kind: 'json', status: 304, headers: common, body: null};
      return {kind: 'json', status: 200, headers: common, body};
    },
  };
}

function versionTwo(accept: string, resources: readonly Resource[]): KubeResponse {
  if (!accept.includes('proto-openapi.spec.v2')) throw notSimulated('OpenAPI v2 in another form than protobuf');
  return {
    kind: 'stream',
    status: 200,
    type: versionTwoType,
    write: (to) => to.write(versionTwoDocument(resources)),
  };
}

/** The address with the hash is another one when the document is, so what it gives may be kept for good. */
const kept: KubeHeaders = {'Cache-Control': 'public, max-age=31536000, immutable'};

/** Of everything a document is made of. */
function hashOf(resources: readonly Resource[]): string {
  // Whoever keeps a document must not keep it longer than the table: a newer program has another one.
  const tables = packages.map(({lines}) => lines.length);
  const own = resources.map((one) => [
    one.plural,
    one.kind,
    writableSubresources(one, one.view?.collection ?? collectionOf(one)),
    one.scale,
    one.withoutVerbs,
    one.schema,
  ]);
  return hex(sha256(encode(JSON.stringify([tables, own])))).toUpperCase();
}

/** `api/v1`, `apis/apps/v1`, each with its resources. */
function byGroup(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const name = `${resource.group === '' ? 'api' : 'apis'}/${apiVersionOf(resource)}`;
    const all = groups.get(name) ?? [];
    all.push(resource);
    groups.set(name, all);
  }
  return groups;
}

function indexOf(groups: ReadonlyMap<string, readonly Resource[]>): unknown {
  const paths = [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, resources]) => [name, {serverRelativeURL: `${root}/${name}?hash=${hashOf(resources)}`}]);
  return {paths: Object.fromEntries(paths)};
}
