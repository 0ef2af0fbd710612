import type {Fields} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';

/** One write of an object. */
export interface Step {
  readonly does: 'create' | 'update' | 'json' | 'merge' | 'strategic' | 'apply';
  /** The patch, or the object; for `update` what is changed of the object that is there, as a merge patch. */
  readonly body: Fields | readonly Fields[];
  readonly manager?: string;
  readonly force?: boolean;
  readonly subresource?: 'status' | 'scale';
}

/** Writes of one object, one after another. */
export interface Story {
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly steps: readonly Step[];
}
