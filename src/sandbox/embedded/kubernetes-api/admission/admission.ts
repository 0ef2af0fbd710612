import type {Draft, KubeObject} from '../object.ts';
import type {Resource, StrategyContext, User} from '../resources/resource.ts';

/** A change that is about to be made. */
export interface AdmissionRequest {
  readonly operation: 'create' | 'update' | 'delete';
  readonly resource: Resource;
  readonly namespace: string;
  /** '' while `generateName` has not made one. */
  readonly name: string;
  /** '' for the object itself. */
  readonly subresource: string;
  /** As it would be; of a delete, as it is. */
  readonly object: Draft;
  readonly before: KubeObject | undefined;
  readonly user: User;
  readonly context: StrategyContext;
  /** Stores what a quota counts with this change; absent on a dry run. */
  readonly count?: (quota: Draft) => void;
  /** Tells the client something that is no reason to refuse. */
  readonly warn?: (warning: string) => void;
}

/** One of upstream's admission plugins. https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/ */
export interface Admission {
  readonly name: string;
  /** The collections it looks at; all when absent. */
  readonly collections?: readonly string[];
  /** Fills in or changes what is asked for; may refuse. Comes before validation. */
  admit?(request: AdmissionRequest): Draft;
  /** Refuses with a KubeRefusal. Comes after validation. */
  check?(request: AdmissionRequest): void;
}
