/** Why a field is not as it must be. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export interface FieldCause {
  /** `FieldValueInvalid`, `FieldValueRequired`, `FieldValueForbidden`, ... */
  readonly reason: string;
  readonly message: string;
  /** `spec.containers[0].image` */
  readonly field: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** The resource's name, `pods`, or the kind where upstream says the kind. */
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly FieldCause[];
  readonly retryAfterSeconds?: number;
}

/** A call that is not done, as a Kubernetes Status. Controllers and clients inside the engine get the same ones thrown. */
export class KubeRefusal extends Error {
  readonly code: number;
  /** `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, ... */
  readonly reason: string;
  readonly details: StatusDetails;

  constructor(code: number, reason: string, message: string, details: StatusDetails = {}) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

/** What names a resource in a refusal. */
export interface Named {
  readonly group: string;
  /** `pods` */
  readonly plural: string;
}

/** `deployments.apps`, as refusals write it. */
export function qualified({group, plural}: Named): string {
  return group === '' ? plural : `${plural}.${group}`;
}

export function notFound(resource: Named, name: string): KubeRefusal {
  const {group, plural} = resource;
  const details = {name, ...(group === '' ? {} : {group}), kind: plural};
  return new KubeRefusal(404, 'NotFound', `${qualified(resource)} "${name}" not found`, details);
}

export function alreadyExists(resource: Named, name: string): KubeRefusal {
  const {group, plural} = resource;
  const details = {name, ...(group === '' ? {} : {group}), kind: plural};
  return new KubeRefusal(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, details);
}

export function conflict(resource: Named, name: string, why: string): KubeRefusal {
  const {group, plural} = resource;
  const details = {name, ...(group === '' ? {} : {group}), kind: plural};
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`;
  return new KubeRefusal(409, 'Conflict', message, details);
}

export const modifiedSince =
  'the object has been modified; please apply your changes to the latest version and try again';

export function badRequest(message: string): KubeRefusal {
  return new KubeRefusal(400, 'BadRequest', message);
}

export function forbidden(resource: Named, name: string, why: string): KubeRefusal {
  const {group, plural} = resource;
  const details = {name, ...(group === '' ? {} : {group}), kind: plural};
  return new KubeRefusal(403, 'Forbidden', `${qualified(resource)} "${name}" is forbidden: ${why}`, details);
}

/** A watch or a page that goes back further than is remembered. */
export function expired(message: string): KubeRefusal {
  return new KubeRefusal(410, 'Expired', message);
}

/** What this engine does not simulate: a sentence that says what, and never a made-up success. */
export function notSimulated(what: string): KubeRefusal {
  const message = `${what} is not simulated by the embedded engine of k8s-learn`;
  return new KubeRefusal(501, 'NotImplemented', message);
}

/** An object that does not pass: every field that is wrong, in upstream's sentence. */
export function invalid(
  object: {readonly group: string; readonly kind: string; readonly name: string},
  causes: readonly FieldCause[],
): KubeRefusal {
  const {group, kind, name} = object;
  // The same thing is said once, however often it is found.
  const said = [...new Set(causes.map(({field, message}) => `${field}: ${message}`))];
  const list = said.length === 1 ? (said[0] ?? '') : `[${said.join(', ')}]`;
  const full = group === '' ? kind : `${kind}.${group}`;
  const details = {name, ...(group === '' ? {} : {group}), kind, causes};
  return new KubeRefusal(422, 'Invalid', `${full} "${name}" is invalid: ${list}`, details);
}
