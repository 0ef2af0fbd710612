import {isSystemError} from '../../system-error.ts';
import {KubeRefusal, type StatusDetails} from '../refusal.ts';
import type {KubeResponse} from './request.ts';

/** Refusals that upstream makes without details. */
const bare: readonly string[] = [
  '',
  'BadRequest',
  'ServiceUnavailable',
  'NotAcceptable',
  'Expired',
  'Unauthorized',
  'UnsupportedMediaType',
];

/** Such a refusal by a sentence of HTTP's, which upstream makes elsewhere. */
const byNumber = /^(406|415): /;

/** A refusal as the API says it. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export function statusOf(refusal: KubeRefusal): {readonly [field: string]: unknown} {
  const {message, reason, code, details} = refusal;
  const hasDetails = Object.keys(details).length > 0 || byNumber.test(message) || !bare.includes(reason);
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : {reason}),
    ...(hasDetails ? {details: {...withoutEmpty(details), ...shownCauses(details)}} : {}),
    code,
  };
}

/** A name or a kind that is not known is left out. */
function withoutEmpty(details: StatusDetails): object {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== ''));
}

/** Causes without the parts they do not have. */
function shownCauses({causes}: StatusDetails): {readonly causes?: readonly object[]} {
  if (!causes) return {};
  return {
    causes: causes.map(({reason, message, field}) => ({
      ...(reason === '' ? {} : {reason}),
      message,
      ...(field === '' ? {} : {field}),
    })),
  };
}

/** That something was done, where there is no object to show. */
export function success(details: StatusDetails | undefined, code = 200): KubeResponse {
  const base = {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success'};
  const body = details ? {...base, details} : {...base, code};
  return {kind: 'json', status: code, body};
}

/** What a call that failed is answered with, whatever was thrown. */
export function failure(error: unknown): Extract<KubeResponse, {readonly kind: 'json'}> {
  const refusal = refusalOf(error);
  const {retryAfterSeconds} = refusal.details;
  const headers = retryAfterSeconds === undefined ? {} : {headers: {'retry-after': String(retryAfterSeconds)}};
  return {kind: 'json', status: refusal.code, body: statusOf(refusal), ...headers};
}

/** Anything thrown as a refusal: what nobody expected is an internal error. */
export function refusalOf(error: unknown): KubeRefusal {
  if (error instanceof KubeRefusal) return error;
  if (isSystemError(error) && error.code === 'E2BIG') return tooLarge();
  const message = error instanceof Error ? error.message : String(error);
  const causes = [{reason: '', message, field: ''}];
  return new KubeRefusal(500, 'InternalError', `Internal error occurred: ${message}`, {causes});
}

/** Upstream's limit of a request's body. */
export const bodyLimit = 3_145_728;

export function tooLarge(): KubeRefusal {
  return new KubeRefusal(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${bodyLimit}`);
}

export function noSuchResource(): KubeRefusal {
  return new KubeRefusal(404, 'NotFound', 'the server could not find the requested resource');
}

export function noSuchMethod(): KubeRefusal {
  const message = 'the server does not allow this method on the requested resource';
  return new KubeRefusal(405, 'MethodNotAllowed', message);
}
