import {decode} from '../../bytes/bytes.ts';
import {readAll} from '../../bytes/pipe.ts';
import type {DeleteOptions} from '../client.ts';
import type {Fields} from '../object.ts';
import {keyOf} from '../object.ts';
import {removeObject} from '../objects/remove.ts';
import {badRequest, type FieldCause, KubeRefusal} from '../refusal.ts';
import {fieldsOf, isFields, listOf, numberOf, textOf} from '../values/reading.ts';
import type {ApiCall} from './api-call.ts';
import {mediaTypeOf} from './body.ts';
import type {ListOptions} from './list-options.ts';
import {faultOfDryRun, mergedOptions, refuseOptions} from './options.ts';
import {presentList, presentObject} from './present.ts';
import type {KubeResponse} from './request.ts';
import {selectionOf} from './selection.ts';
import {bodyLimit, success} from './status.ts';

/** DELETE of one object: a Status when it is gone, the object while it is on its way. */
export async function answerDelete(call: ApiCall): Promise<KubeResponse> {
  const {backend, target} = call;
  const options = await optionsOf(call);
  const removed = removeObject(backend.state, target, options);
  const still = backend.state.store.get(target.collection, keyOf(target.namespace, target.name));
  // A dry run says what would be left.
  const waits = options.dryRun === true ? removed.metadata.deletionTimestamp !== undefined : still !== undefined;
  if (waits || showsObject.includes(target.collection)) return presentObject(call, removed);
  const {group, plural} = target.resource;
  return success({name: target.name, ...(group === '' ? {} : {group}), kind: plural, uid: removed.metadata.uid});
}

/** Kinds whose deletion is answered with what they were. */
const showsObject: readonly string[] = [
  'pods',
  'services',
  'serviceaccounts',
  'persistentvolumes',
  'persistentvolumeclaims',
  'podtemplates',
  'resourcequotas',
  'storageclasses.storage.k8s.io',
];

/** DELETE of a collection: everything a selection matches. */
export async function answerDeleteCollection(call: ApiCall, listOptions: ListOptions): Promise<KubeResponse> {
  const {backend, target} = call;
  const {store} = backend.state;
  const options = await optionsOf(call);
  const selection = selectionOf(target.resource, target.namespace, listOptions);
  const matching = store.list(target.collection, target.namespace).filter(selection.matches);
  const removed = matching.map(({metadata}) => {
    const one = {...target, namespace: metadata.namespace ?? '', name: metadata.name};
    return removeIfThere(call, one, options);
  });
  const gone = removed.filter((object) => object !== undefined);
  return presentList(call, gone, {resourceVersion: String(store.revision)});
}

/** Another one's deletion may have taken it already. */
function removeIfThere({backend}: ApiCall, target: ApiCall['target'], options: DeleteOptions) {
  try {
    return removeObject(backend.state, target, options);
  } catch (error) {
    if (error instanceof KubeRefusal && error.code === 404) return undefined;
    throw error;
  }
}

async function optionsOf({request, backend}: ApiCall): Promise<DeleteOptions> {
  const bytes = await readAll(request.body, bodyLimit);
  void backend;
  const body = bytes.length === 0 ? {} : parsed(decode(bytes), mediaTypeOf(request));
  return deleteOptions(mergedOptions(request.query, body));
}

function parsed(text: string, _type: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (isFields(value)) return value;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(`couldn't get version/kind; json parse error: ${why}`);
  }
  throw badRequest('the body of a deletion must be DeleteOptions');
}

const policies = ['Foreground', 'Background', 'Orphan'] as const;

/** Throws 422 for what DeleteOptions may not say. */
export function deleteOptions(fields: Fields): DeleteOptions {
  const {gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions} = fields;
  const dryRun = listOf(fields.dryRun).map(textOf);
  const policy = policies.find((one) => one === propagationPolicy);
  refuseOptions('DeleteOptions', [
    ...faultOfDryRun(dryRun),
    ...faultOfPolicy(propagationPolicy, policy !== undefined, orphanDependents !== undefined),
  ]);
  const orphan =
    orphanDependents === true ? ('Orphan' as const) : orphanDependents === false ? ('Background' as const) : undefined;
  const propagation = policy ?? orphan;
  const {uid, resourceVersion} = fieldsOf(preconditions);
  return {
    ...(dryRun.length > 0 ? {dryRun: true} : {}),
    ...(gracePeriodSeconds === undefined || gracePeriodSeconds === null
      ? {}
      : {gracePeriodSeconds: numberOf(gracePeriodSeconds)}),
    ...(propagation ? {propagation} : {}),
    ...(typeof uid === 'string' ? {uid} : {}),
    ...(typeof resourceVersion === 'string' ? {resourceVersion} : {}),
  };
}

function faultOfPolicy(policy: unknown, isKnown: boolean, hasOrphan: boolean): readonly FieldCause[] {
  const field = 'propagationPolicy';
  if (policy === undefined || policy === null) return [];
  if (hasOrphan) {
    const message = `Invalid value: ${JSON.stringify(policy)}: orphanDependents and deletionPropagation cannot be both set`;
    return [{reason: 'FieldValueInvalid', message, field}];
  }
  if (isKnown) return [];
  const supported = [...policies, 'nil'].map((one) => JSON.stringify(one)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(policy)}: supported values: ${supported}`;
  return [{reason: 'FieldValueNotSupported', message, field}];
}
