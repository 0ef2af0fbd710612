import {refusalOf, statusBody} from './respond.ts';

/** The Status on the error channel of an exec that did not come to be; there it says nothing of its own kind. */
export function failureOf(error: unknown): Uint8Array {
  const {kind, apiVersion, ...rest} = statusBody(refusalOf(error));
  return Buffer.from(JSON.stringify(rest));
}
