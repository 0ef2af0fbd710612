import {type KubeObject, keyOf} from '../object.ts';
import {notFound} from '../refusal.ts';
import {bound} from './bind.ts';
import {createObject} from './create.ts';
import {evicted} from './evict.ts';
import {scaled, scaleOf} from './scale.ts';
import {type ApiState, type Target, timestamp} from './state.ts';
import {withSubresource} from './subresources.ts';
import {requestedToken} from './token.ts';
import {type UpdateCall, updateObject} from './update.ts';

/** Changes an object, or a part of it that has a path of its own. */
export function changeObject(state: ApiState, call: UpdateCall): KubeObject {
  const {target, subresource, draft} = call;
  if (subresource === '') return updateObject(state, call);
  const before = existing(state, target);
  if (subresource === 'scale') {
    const next = scaled(target.resource, before, draft);
    return scaleOf(target.resource, updateObject(state, {...call, draft: next, subresource: '', trackedAs: 'scale'}));
  }
  return updateObject(state, {...call, draft: withSubresource(target, subresource, {draft, before})});
}

/** Creates an object, or what is created under one: a Pod's binding, an eviction. */
export function createUnder(state: ApiState, call: UpdateCall): KubeObject {
  const {target, subresource, draft} = call;
  if (subresource === '') return createObject(state, call);
  const before = existing(state, target);
  if (subresource === 'binding' && target.collection === 'pods') {
    const next = bound(before, draft, timestamp(state.store.clock.now()));
    return updateObject(state, {...call, draft: next, isTracked: true});
  }
  if (subresource === 'token' && target.collection === 'serviceaccounts')
    return requestedToken(state, target, before, draft);
  if (subresource === 'eviction' && target.collection === 'pods') return evicted(state, call, before);
  throw notFound(target.resource, target.name);
}

function existing(state: ApiState, {resource, collection, namespace, name}: Target): KubeObject {
  const found = state.store.get(collection, keyOf(namespace, name));
  if (!found) throw notFound(resource, name);
  return found;
}
