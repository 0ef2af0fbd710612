import {refuseAggregated} from '../aggregation/api-services.ts';
import {authorize} from '../authorization/authorize.ts';
import {discovery} from '../discovery/discovery.ts';
import {unstored} from '../discovery/unstored.ts';
import {keyOf} from '../object.ts';
import {scaleOf} from '../objects/scale.ts';
import {writableSubresources} from '../objects/subresources.ts';
import {answerProxy} from '../proxy/answer-proxy.ts';
import {notFound} from '../refusal.ts';
import {apiVersionOf, collectionOf, type Resource} from '../resources/resource.ts';
import {entryOf} from '../values/reading.ts';
import {type Format, formatOf} from './accept.ts';
import type {ApiCall, Backend} from './api-call.ts';
import {answerHealth, answerPaths, answerVersion, notFoundPage} from './health.ts';
import {answerList} from './list.ts';
import {listOptions} from './list-options.ts';
import {answerPatch} from './patch.ts';
import {type Place, placeOf} from './path.ts';
import {answerExec, answerLog, answerPortForward} from './pod-streams.ts';
import {deprecationOf, presentObject, warningHeaders} from './present.ts';
import {answerDelete, answerDeleteCollection} from './remove.ts';
import type {KubeRequest, KubeResponse} from './request.ts';
import {failure, noSuchMethod, noSuchResource} from './status.ts';
import {answerUnstored} from './unstored.ts';
import {wantedBy} from './wanted.ts';
import {answerWatch} from './watch.ts';
import {answerCreate, answerUpdate, existing} from './write.ts';

/** Answers one call; what goes wrong is a Status. */
export async function handle(backend: Backend, call: KubeRequest): Promise<KubeResponse> {
  // Whoever asks for the head alone is given the same; the body stays where the connection is.
  const request = call.method === 'HEAD' ? {...call, method: 'GET'} : call;
  try {
    const place = placeOf(request.path);
    authorize(backend.state.store, request.user, wantedBy(request, place));
    return place.kind === 'other' ? answerOther(backend, request) : await answerResource(backend, request, place);
  } catch (error) {
    return failure(error);
  }
}

function answerOther({state, serverAddress, openApi}: Backend, request: KubeRequest): KubeResponse {
  const versions = [...new Set(state.resources.all().map(apiVersionOf))];
  const paths = versions.map((version) => (version.includes('/') ? `/apis/${version}` : `/api/${version}`));
  const accept = request.headers.get('accept');
  return (
    answerVersion(request) ??
    answerHealth(request) ??
    answerPaths(request, paths) ??
    openApi.answer(request, state.resources.all()) ??
    discovery({path: request.path, accept, resources: state.resources.all(), serverAddress}) ??
    missing(request.path)
  );
}

/** Below `/api` there are versions alone, and one that is not there is a resource that is not there. */
function missing(path: string): KubeResponse {
  if (/^\/api\/[^/]+\/?$/.test(path)) throw noSuchResource();
  return notFoundPage();
}

type ResourcePlace = Extract<Place, {kind: 'resource'}>;

async function answerResource(backend: Backend, request: KubeRequest, place: ResourcePlace): Promise<KubeResponse> {
  const answer = answerUnstored(backend, request, place);
  if (answer) return answer;
  const {resources} = backend.state;
  const asked = resources.at(place.group, place.version, place.plural);
  if (!asked) {
    if (isGroup(backend, place.group)) throw noSuchResource();
    refuseAggregated(backend.state, place.group, place.version);
    return notFoundPage();
  }
  const collection = asked.view?.collection ?? collectionOf(asked);
  const resource = resources.of(collection) ?? asked;
  const namespace = resource.namespaced ? (place.namespace ?? '') : '';
  const call: ApiCall = {
    backend,
    request,
    asked,
    target: {resource, collection, namespace, name: place.name ?? '', user: request.user},
    subresource: place.subresource,
    rest: place.rest,
    format: formatFor(request, place.name === undefined),
  };
  try {
    return await answerCall(call, place);
  } catch (error) {
    const refused = failure(error);
    return {...refused, headers: {...refused.headers, ...warningHeaders(deprecationOf(call))}};
  }
}

async function answerCall(call: ApiCall, place: ResourcePlace): Promise<KubeResponse> {
  if (place.name === undefined) return answerCollection(call);
  if (call.target.resource.namespaced && place.namespace === undefined) throw noSuchResource();
  return place.subresource === '' ? answerObject(call) : answerSubresource(call);
}

/** A group that is not there is a page, whatever version and resource are asked for in one that is there. */
function isGroup({state}: Backend, group: string): boolean {
  return state.resources.all().some((one) => one.group === group) || unstored.some((one) => one.group === group);
}

function formatFor({headers}: KubeRequest, isCollection: boolean): Format {
  return formatOf(headers.get('accept'), isCollection);
}

async function answerCollection(call: ApiCall): Promise<KubeResponse> {
  const {request, target} = call;
  const inNamespace = !target.resource.namespaced || target.namespace !== '';
  switch (request.method) {
    case 'GET': {
      const options = listOptions(request.query);
      return options.watch ? answerWatch(call, options) : answerList(call, options);
    }
    case 'POST':
      if (inNamespace) return answerCreate(call);
      throw noSuchMethod();
    case 'DELETE':
      if (inNamespace && allows(target.resource, 'deletecollection'))
        return answerDeleteCollection(call, listOptions(request.query));
      throw noSuchMethod();
    default:
      throw noSuchMethod();
  }
}

async function answerObject(call: ApiCall): Promise<KubeResponse> {
  switch (call.request.method) {
    case 'GET':
      return answerGet(call);
    case 'PUT':
      return answerUpdate(call);
    case 'PATCH':
      return answerPatch(call);
    case 'DELETE':
      return answerDelete(call);
    default:
      throw noSuchMethod();
  }
}

function answerGet(call: ApiCall): KubeResponse {
  const {request, target, backend} = call;
  const options = listOptions(request.query);
  // A watch of one object, as old clients ask for it.
  if (options.watch) return answerWatch(call, {...options, fieldSelector: `metadata.name=${target.name}`});
  const found = backend.state.store.get(target.collection, keyOf(target.namespace, target.name));
  if (!found) throw notFound(target.resource, target.name);
  return presentObject(call, found);
}

async function answerSubresource(call: ApiCall): Promise<KubeResponse> {
  const {request, subresource, target} = call;
  const own = entryOf(entryOf(ownSubresources, target.collection) ?? {}, subresource);
  if (own) return own(call);
  const isScale = subresource === 'scale' && target.resource.scale !== undefined;
  if (!isScale && !writableSubresources(target.resource, target.collection).includes(subresource))
    throw noSuchResource();
  switch (request.method) {
    case 'GET':
      return presentObject(call, isScale ? scaleOf(target.resource, existing(call)) : existing(call));
    case 'PUT':
      return answerUpdate(call);
    case 'PATCH':
      return answerPatch(call);
    default:
      throw noSuchMethod();
  }
}

type Answer = (call: ApiCall) => KubeResponse | Promise<KubeResponse>;

/** What is answered by other means than a change of the object. */
const ownSubresources: {readonly [collection: string]: {readonly [subresource: string]: Answer}} = {
  pods: {
    log: onGet(answerLog),
    exec: answerExec,
    attach: answerExec,
    portforward: answerPortForward,
    binding: onPost(answerCreate),
    eviction: onPost(answerCreate),
    proxy: answerProxy,
  },
  services: {proxy: answerProxy},
  nodes: {proxy: answerProxy},
  serviceaccounts: {token: onPost(answerCreate)},
};

function onGet(answer: Answer): Answer {
  return (call) => {
    if (call.request.method !== 'GET') throw noSuchMethod();
    return answer(call);
  };
}

function onPost(answer: Answer): Answer {
  return (call) => {
    if (call.request.method !== 'POST') throw noSuchMethod();
    return answer(call);
  };
}

function allows({withoutVerbs}: Resource, verb: string): boolean {
  return !withoutVerbs?.includes(verb);
}
