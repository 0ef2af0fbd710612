import type {Draft} from '../object.ts';
import type {Strategy} from './resource.ts';

/** A draft with the status every new object of its kind has; what a client says of it is nothing. */
export function withStatus(status: unknown): NonNullable<Strategy['prepareCreate']> {
  return ({status: _, ...object}: Draft) => (status === undefined ? object : {...object, status});
}

/** A draft with another spec; the very same one when that is the same. */
export function withSpec(object: Draft, spec: unknown): Draft {
  return spec === object.spec ? object : {...object, spec};
}
