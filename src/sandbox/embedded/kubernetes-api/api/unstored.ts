import {type Unstored, unstored} from '../discovery/unstored.ts';
import type {Draft} from '../object.ts';
import {apiVersionOf} from '../resources/resource.ts';
import type {Backend} from './api-call.ts';
import {readObject} from './body.ts';
import {answerComponents} from './components.ts';
import {answerMetrics} from './metrics.ts';
import {changeOptions} from './options.ts';
import type {Place} from './path.ts';
import type {KubeRequest, KubeResponse} from './request.ts';
import {reviews} from './reviews.ts';
import {noSuchMethod} from './status.ts';

const metricsGroup = 'metrics.k8s.io';

type ResourcePlace = Extract<Place, {kind: 'resource'}>;

/** Answers calls of what is never kept; undefined for everything else. */
export function answerUnstored(
  backend: Backend,
  request: KubeRequest,
  place: ResourcePlace,
): Promise<KubeResponse> | undefined {
  const found = unstored.find(
    ({group, version, plural}) => group === place.group && version === place.version && plural === place.plural,
  );
  // There is no API of metrics unless somebody asked for one.
  if (!found || (found.group === metricsGroup && !backend.state.resources.at(found.group, found.version, found.plural)))
    return undefined;
  return answer(backend, {request, place, found});
}

interface UnstoredCall {
  readonly request: KubeRequest;
  readonly place: ResourcePlace;
  readonly found: Unstored;
}

async function answer(backend: Backend, {request, place, found}: UnstoredCall): Promise<KubeResponse> {
  if (request.method === 'GET' && found.plural === 'componentstatuses')
    return answerComponents(backend, request, place);
  if (request.method === 'GET' && found.group === metricsGroup) return answerMetrics(backend, request, place);
  const review = reviews[found.plural];
  if (request.method !== 'POST' || place.name !== undefined || !review) throw noSuchMethod();
  const options = changeOptions('CreateOptions', request.query);
  const {schema} = backend;
  const type = schema.kind(apiVersionOf(found), found.kind);
  const {draft} = await readObject(request, {resource: found, schema, type, ...options});
  const body: Draft = review(backend, draft, {user: request.user, namespace: place.namespace ?? ''});
  return {kind: 'json', status: 201, body};
}
