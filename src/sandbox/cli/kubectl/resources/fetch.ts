import type {Kubectl} from '../app.ts';
import {type ApiResource, apiVersionOf, pathOf} from '../client/api-resource.ts';
import type {ApiRequest} from '../client/kube-api.ts';
import {errorOf, isNotFound, StatusError, throwAll} from '../errors.ts';
import {type Json, metaOf, object, objects, text} from '../json.ts';
import type {Found, Wanted} from './target.ts';

/** How objects are fetched. */
export interface FetchRules {
  /** Lists come in pieces of so many; 0 is all at once. */
  readonly chunkSize?: number;
  /** What is not there is left out. */
  readonly ignoreNotFound?: boolean;
  readonly subresource?: string;
}

/** What came of a selection: those that are there, and why the others are not. */
export interface Fetched {
  readonly found: readonly Found[];
  readonly errors: readonly Error[];
}

/** Fetches the objects of a selection, lists taken apart; goes on after an error and returns it. */
export async function fetchSome(kubectl: Kubectl, wanted: readonly Wanted[], rules: FetchRules = {}): Promise<Fetched> {
  const found: Found[] = [];
  const errors: Error[] = [];
  for (const one of wanted) {
    try {
      found.push(...(await fetchOne(kubectl, one, rules)));
    } catch (error) {
      if (!(rules.ignoreNotFound && isNotFound(error))) errors.push(errorOf(error));
    }
  }
  return {found, errors};
}

/** As `fetchSome`; throws after all when there was an error. */
export async function fetchAll(
  kubectl: Kubectl,
  wanted: readonly Wanted[],
  rules: FetchRules = {},
): Promise<readonly Found[]> {
  const {found, errors} = await fetchSome(kubectl, wanted, rules);
  throwAll(errors);
  return found;
}

async function fetchOne(kubectl: Kubectl, wanted: Wanted, rules: FetchRules): Promise<readonly Found[]> {
  const {resource, namespace} = wanted;
  if (wanted.kind === 'list') {
    const list = await listOf(kubectl, wanted, rules);
    return itemsOf(list).map((item) => {
      const meta = metaOf(item);
      return {resource, namespace: meta.namespace, name: meta.name, object: item};
    });
  }
  const {name} = wanted;
  const place = {namespace, name, ...(rules.subresource ? {subresource: rules.subresource} : {})};
  try {
    return [{resource, namespace, name, object: await getNamed(kubectl, namespace, {path: pathOf(resource, place)})}];
  } catch (error) {
    if (isNotFound(error)) await refuseMissingNamespace(kubectl, namespace);
    throw error;
  }
}

/** Of an object that is not there, the namespace that is not there either is the better thing to say. */
export async function refuseMissingNamespace({api}: Kubectl, namespace: string): Promise<void> {
  if (namespace === '' || namespace === 'default') return;
  try {
    await api.json({path: `/api/v1/namespaces/${encodeURIComponent(namespace)}`});
  } catch (error) {
    if (isNotFound(error)) throw error;
  }
}

/** One object; where its namespace is not there either, that is what is said. */
export async function getNamed({api}: Kubectl, namespace: string, request: ApiRequest): Promise<Json> {
  try {
    return await api.json(request);
  } catch (error) {
    if (isNotFound(error) && namespace !== '' && namespace !== 'default') {
      await api.json({path: `/api/v1/namespaces/${encodeURIComponent(namespace)}`}).catch((missing: unknown) => {
        if (isNotFound(missing)) throw missing;
      });
    }
    throw error;
  }
}

/** The items of a list with what only the list says: their kind. */
export function itemsOf(list: Json): readonly Json[] {
  const apiVersion = text(list['apiVersion']);
  const kind = text(list['kind']).replace(/List$/, '');
  return objects(list['items']).map((item) => ({apiVersion, kind, ...item}));
}

export interface ListRequest {
  readonly path: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly chunkSize?: number;
  readonly accept?: string;
  readonly includeObject?: string;
}

/** The list that is wanted; a refusal says which selectors were asked for. */
export async function listOf(
  kubectl: Kubectl,
  {resource, namespace, labelSelector, fieldSelector}: Extract<Wanted, {readonly kind: 'list'}>,
  shape: Omit<ListRequest, 'path' | 'labelSelector' | 'fieldSelector'>,
): Promise<Json> {
  try {
    return await listPieces(kubectl, {path: pathOf(resource, {namespace}), labelSelector, fieldSelector, ...shape});
  } catch (error) {
    throw error instanceof StatusError ? withSelectors(error, resource, {labelSelector, fieldSelector}) : error;
  }
}

function withSelectors(
  error: StatusError,
  {group, version, plural}: ApiResource,
  {labelSelector, fieldSelector}: {readonly labelSelector: string; readonly fieldSelector: string},
): StatusError {
  if (error.reason !== 'BadRequest' && error.reason !== 'NotFound') return error;
  const what = JSON.stringify(`${group}/${version}, Resource=${plural}`);
  const asked =
    labelSelector === '' && fieldSelector === ''
      ? `Unable to list ${what}`
      : `Unable to find ${what} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
  return new StatusError(error.status, {...error.body, message: `${asked}: ${error.message}`});
}

/** A list, its pieces put together; `rows` of Tables likewise. */
export async function listPieces({api}: Kubectl, request: ListRequest): Promise<Json> {
  const {path, labelSelector, fieldSelector, chunkSize = 500, accept, includeObject} = request;
  let whole: Json | undefined;
  let from = '';
  do {
    const query = {labelSelector, fieldSelector, includeObject, limit: chunkSize || undefined, continue: from};
    const piece = await api.json({path, query, ...(accept === undefined ? {} : {accept})});
    whole = whole === undefined ? piece : joined(whole, piece);
    from = text(object(piece['metadata'])['continue']);
  } while (from !== '');
  return whole;
}

function joined(before: Json, piece: Json): Json {
  const both = (key: string) =>
    piece[key] === undefined ? {} : {[key]: [...objects(before[key]), ...objects(piece[key])]};
  return {...before, metadata: piece['metadata'], ...both('items'), ...both('rows')};
}

/** `apps/v1` and `Deployment` as an object names its kind. */
export function typeMetaOf({resource}: Pick<Found, 'resource'>): {readonly apiVersion: string; readonly kind: string} {
  return {apiVersion: apiVersionOf(resource), kind: resource.kind};
}
