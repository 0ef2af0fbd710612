import {stringify} from 'yaml';
import {encode} from '../../bytes/bytes.ts';
import type {KubeObject} from '../object.ts';
import {badRequest} from '../refusal.ts';
import {apiVersionOf} from '../resources/resource.ts';
import {type ApiCall, shown} from './api-call.ts';
import {metadataOf} from './metadata.ts';
import type {KubeHeaders, KubeResponse} from './request.ts';
import {type IncludeObject, tableOf} from './table.ts';

/** One object, in the form the client wants. */
export function presentObject(
  call: ApiCall,
  object: KubeObject,
  {status = 200, warnings = []}: {readonly status?: number; readonly warnings?: readonly string[]} = {},
): KubeResponse {
  const body = formOf(call, shown(call, object));
  return encoded(call, {status, body, headers: warningHeaders([...new Set([...deprecationOf(call), ...warnings])])});
}

function formOf(call: ApiCall, object: KubeObject): unknown {
  switch (call.format.as) {
    case 'object':
      return object;
    case 'metadata':
      return metadataOf(object, call.format.version);
    case 'table':
      return tableOf([object], {resourceVersion: object.metadata.resourceVersion}, tableOptions(call));
  }
}

/** A list, in the form the client wants. Items do not say their kind. */
export function presentList(
  call: ApiCall,
  objects: readonly KubeObject[],
  metadata: {readonly [field: string]: unknown},
): KubeResponse {
  const items = objects.map((object) => shown(call, object));
  return encoded(call, {
    status: 200,
    body: listOf(call, items, metadata),
    headers: warningHeaders(deprecationOf(call)),
  });
}

function listOf(call: ApiCall, items: readonly KubeObject[], metadata: {readonly [field: string]: unknown}): unknown {
  const {asked, format} = call;
  switch (format.as) {
    case 'object':
      return {
        kind: `${asked.kind}List`,
        apiVersion: apiVersionOf(asked),
        metadata,
        // Fields without a value are left out by whoever writes JSON.
        items: items.map((item) => ({...item, kind: undefined, apiVersion: undefined})),
      };
    case 'metadata':
      return {
        kind: 'PartialObjectMetadataList',
        apiVersion: `meta.k8s.io/${format.version}`,
        metadata,
        items: items.map((item) => metadataOf(item, format.version)),
      };
    case 'table':
      return tableOf(items, metadata, tableOptions(call));
  }
}

export function tableOptions({asked, format, request, backend}: ApiCall) {
  const include = includeOf(request.query);
  return {resource: asked, include, version: format.version, now: backend.state.store.clock.now()};
}

function includeOf(query: URLSearchParams): IncludeObject {
  const include = query.get('includeObject') ?? '';
  if (include === '' || include === 'Metadata') return 'Metadata';
  if (include === 'None' || include === 'Object') return include;
  const why = `Invalid value: ${JSON.stringify(include)}: must be 'Metadata', 'Object', 'None', or empty`;
  throw badRequest(`Unable to convert to Table as requested: includeObject: ${why}`);
}

/** Kinds whose time is over; clients are told with every answer. */
const deprecated: {readonly [collection: string]: string} = {
  endpoints: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
};

/** What the kind's own age tells every client, also when the answer is a refusal. */
export function deprecationOf({target}: Pick<ApiCall, 'target'>): readonly string[] {
  const warning = deprecated[target.collection];
  return warning === undefined ? [] : [warning];
}

/** https://kubernetes.io/blog/2020/09/03/warnings/ */
export function warningHeaders(warnings: readonly string[]): KubeHeaders {
  if (warnings.length === 0) return {};
  const quoted = warnings.map((warning) => `299 - "${warning.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', ' ')}"`);
  return {warning: quoted.join(', ')};
}

interface Encodable {
  readonly status: number;
  readonly body: unknown;
  readonly headers: KubeHeaders;
}

function encoded({format}: ApiCall, {status, body, headers}: Encodable): KubeResponse {
  // Through JSON, which leaves out what has no value.
  if (format.encoding === 'yaml')
    return text(
      'application/yaml',
      stringify(JSON.parse(JSON.stringify(body)), {version: '1.1', sortMapEntries: true}),
      {status, headers},
    );
  return {kind: 'json', status, body, headers};
}

/** A body that is text already. */
export function text(
  type: string,
  body: string,
  {status = 200, headers = {}}: {readonly status?: number; readonly headers?: KubeHeaders} = {},
): KubeResponse {
  return {kind: 'stream', status, type, headers, write: async (to) => to.write(encode(body))};
}
