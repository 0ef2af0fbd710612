import {admit, check, counting} from '../admission/chain.ts';
import {type Draft, freeze, type KubeObject, keyOf} from '../object.ts';
import {alreadyExists, type FieldCause, invalid} from '../refusal.ts';
import {apiVersionOf, type StrategyContext} from '../resources/resource.ts';
import {trackFields} from './fields.ts';
import {checkName} from './names.ts';
import {type ApiState, asObject, contextOf, type Target} from './state.ts';

export interface CreateCall {
  readonly target: Target;
  readonly draft: Draft;
  readonly dryRun: boolean;
  readonly manager: string;
  /** `managedFields` say it all already: made by server-side apply. */
  readonly isTracked?: boolean;
  /** Is told what admission warns of. */
  readonly warn?: (warning: string) => void;
}

/** Names tried for one `generateName` before a client is told to try again. */
const generatedTries = 8;

/** Creates an object and returns it as stored. Throws what upstream answers: 403, 404, 409, 422. */
export function createObject(state: ApiState, call: CreateCall): KubeObject {
  const context = contextOf(state, call.target.user);
  const {target} = call;
  const draft = named(state, call, context);
  const name = draft.metadata?.name ?? '';
  const {strategy} = target.resource;
  const defaulted = strategy.defaults?.(draft) ?? draft;
  // What admission and the server itself fill in from here on is nobody's.
  const tracked = call.isTracked ? defaulted : track(state, call, defaulted, context.now);
  const request = {
    operation: 'create' as const,
    resource: target.resource,
    namespace: target.namespace,
    name,
    subresource: '',
    before: undefined,
    user: target.user,
    context,
  };
  const admitted = admit(state, target.collection, {...request, object: tracked});
  const key = keyOf(target.namespace, name);
  // Before the strategy hands out addresses and ports, which a second object of the name would lose.
  const taken = state.store.get(target.collection, key);
  const prepared = taken && strategy.handsOut ? admitted : (strategy.prepareCreate?.(admitted, context) ?? admitted);
  refuseInvalid(call, prepared, context);
  if (taken) throw alreadyExists(target.resource, name);
  check(state, target.collection, {...request, object: prepared, ...counting(state, call)});
  return call.dryRun ? freeze(asObject(prepared)) : state.store.put(target.collection, prepared);
}

function track(state: ApiState, {target, manager}: CreateCall, after: Draft, now: string): Draft {
  const {resource} = target;
  return trackFields(state, {resource, before: undefined, after, manager, subresource: '', now});
}

/** The draft with everything of its metadata that the server sets. */
function named(state: ApiState, {target, draft}: CreateCall, context: StrategyContext): Draft {
  const {resource, namespace} = target;
  const {
    resourceVersion: _revision,
    deletionTimestamp: _deleted,
    deletionGracePeriodSeconds: _grace,
    generation: _generation,
    namespace: _namespace,
    selfLink: _link,
    ...given
  } = draft.metadata ?? {};
  const metadata = {
    ...given,
    name: target.name || given.name || generated(state, target, given.generateName, context),
    ...(namespace === '' ? {} : {namespace}),
    uid: context.uid(),
    creationTimestamp: context.now,
    ...(resource.hasGeneration ? {generation: 1} : {}),
  };
  // In this order, as upstream writes them.
  const {apiVersion: _version, kind: _kind, metadata: _metadata, ...rest} = draft;
  return {kind: resource.kind, apiVersion: apiVersionOf(resource), metadata, ...rest};
}

function generated(state: ApiState, target: Target, prefix: string | undefined, context: StrategyContext): string {
  if (prefix === undefined || prefix === '') return '';
  let name = '';
  for (let tries = 0; tries < generatedTries; tries += 1) {
    // Five signs, and never more than a label may have.
    name = prefix.slice(0, 58) + context.suffix(5);
    if (!state.store.get(target.collection, keyOf(target.namespace, name))) break;
  }
  return name;
}

function refuseInvalid({target, draft}: CreateCall, object: Draft, context: StrategyContext): void {
  const {resource, collection} = target;
  const name = object.metadata?.name ?? '';
  const hasPrefix = draft.metadata?.generateName !== undefined;
  const causes: FieldCause[] = [
    ...checkName(collection, name, hasPrefix),
    ...(resource.strategy.validate?.(object, context) ?? []),
  ];
  if (causes.length > 0) throw invalid({group: resource.group, kind: resource.kind, name}, causes);
}
