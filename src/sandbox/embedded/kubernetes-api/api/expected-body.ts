import {apiVersionOf, type Resource} from '../resources/resource.ts';
import {entryOf} from '../values/reading.ts';
import type {ApiCall} from './api-call.ts';
import type {Expected} from './body.ts';
import type {ChangeOptions} from './options.ts';

/** Subresources that are read and written as objects of a kind of their own. */
const kinds: {readonly [subresource: string]: Pick<Resource, 'group' | 'version' | 'kind'>} = {
  scale: {group: 'autoscaling', version: 'v1', kind: 'Scale'},
  binding: {group: '', version: 'v1', kind: 'Binding'},
  eviction: {group: 'policy', version: 'v1', kind: 'Eviction'},
  token: {group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest'},
};

/** What the body of a write is to be. */
export function expectedBody(
  {asked, subresource, backend}: ApiCall,
  {fieldValidation}: Pick<ChangeOptions, 'fieldValidation'>,
): Expected {
  const {schema, state} = backend;
  const own = entryOf(kinds, subresource);
  if (own) return {resource: own, schema, type: schema.kind(apiVersionOf(own), own.kind), fieldValidation};
  return {resource: asked, schema, type: state.types(asked), fieldValidation};
}
