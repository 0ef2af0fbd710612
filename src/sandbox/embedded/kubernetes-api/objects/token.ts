import type {Draft, KubeObject} from '../object.ts';
import {keyOf} from '../object.ts';
import {conflict, type FieldCause, invalid, notFound} from '../refusal.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../values/reading.ts';
import type {ApiState, Target} from './state.ts';
import {timestamp} from './state.ts';

/** Seconds a token lasts when nobody says otherwise. */
const usualSeconds = 3600;
const shortestSeconds = 600;
const longestSeconds = 2 ** 32;

/**
 * What a TokenRequest is answered with: the same with a token in its status.
 * https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/
 */
export function requestedToken(state: ApiState, {namespace}: Target, account: KubeObject, request: Draft): KubeObject {
  const {metadata} = account;
  const spec = fieldsOf(request.spec);
  const seconds = spec.expirationSeconds === undefined ? usualSeconds : numberOf(spec.expirationSeconds);
  refuseWrong(seconds);
  const asked = listOf(spec.audiences).map(textOf);
  const audiences = asked.length > 0 ? asked : [state.tokens.issuer];
  const pod = boundPod(state, namespace, fieldsOf(spec.boundObjectRef));
  const token = state.tokens.issue({namespace, name: metadata.name, uid: metadata.uid, audiences, seconds, pod});
  const now = state.store.clock.now();
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: {
      name: metadata.name,
      namespace,
      uid: metadata.uid,
      resourceVersion: metadata.resourceVersion,
      creationTimestamp: timestamp(now),
    },
    spec: {...spec, audiences, expirationSeconds: seconds, boundObjectRef: spec.boundObjectRef ?? null},
    status: {token, expirationTimestamp: timestamp(now + seconds * 1000)},
  };
}

function refuseWrong(seconds: number): void {
  const cause = (why: string): FieldCause => ({
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${seconds}: ${why}`,
    field: 'spec.expirationSeconds',
  });
  const causes = [
    ...(seconds < shortestSeconds ? [cause('may not specify a duration less than 10 minutes')] : []),
    ...(seconds > longestSeconds ? [cause('may not specify a duration larger than 2^32 seconds')] : []),
  ];
  if (causes.length > 0) throw invalid({group: 'authentication.k8s.io', kind: 'TokenRequest', name: ''}, causes);
}

function boundPod({store}: ApiState, namespace: string, reference: {readonly [field: string]: unknown}) {
  if (reference.kind !== 'Pod') return undefined;
  const name = textOf(reference.name);
  const named = {group: '', plural: 'pods'};
  const pod = store.get('pods', keyOf(namespace, name));
  if (!pod) throw notFound(named, name);
  const asked = textOf(reference.uid);
  const {uid} = pod.metadata;
  if (asked !== '' && asked !== uid) {
    const why = `the UID in the bound object reference (${asked}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict(named, name, why);
  }
  return {name, uid};
}
