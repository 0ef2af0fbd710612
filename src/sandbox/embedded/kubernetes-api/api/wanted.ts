import type {Attributes} from '../authorization/attributes.ts';
import {isTrue} from './options.ts';
import type {Place} from './path.ts';
import type {KubeRequest} from './request.ts';

const verbs: {readonly [method: string]: string} = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** What a call wants to do, as rules of RBAC have it. */
export function wantedBy({method, query, path}: KubeRequest, place: Place): Attributes {
  if (place.kind === 'other') return {kind: 'path', verb: method.toLowerCase(), path};
  const {group, plural, name = '', subresource, namespace = ''} = place;
  const resource = subresource === '' ? plural : `${plural}/${subresource}`;
  const isNamespace = group === '' && plural === 'namespaces';
  return {
    kind: 'resource',
    verb: verbOf(verbs[method] ?? method.toLowerCase(), name, query),
    group,
    resource,
    // A Namespace is in itself, so that whoever has a role in it may read it.
    namespace: isNamespace ? name : namespace,
    name,
  };
}

function verbOf(verb: string, name: string, query: URLSearchParams): string {
  if (verb === 'get' && isTrue(query.get('watch'))) return 'watch';
  if (name !== '') return verb;
  if (verb === 'get') return 'list';
  return verb === 'delete' ? 'deletecollection' : verb;
}
