import {base64, decode, encode, fromBase64} from '../../bytes/bytes.ts';
import {badRequest} from '../refusal.ts';
import {parseJson} from '../schema/json.ts';
import {fieldsOf, numberOf, textOf} from '../values/reading.ts';

/** Where a list goes on: all keys after one, as they were at a revision. */
export interface Page {
  readonly revision: number;
  readonly after: string;
}

/** An opaque text for the client to send back. */
export function continueToken(revision: number, after: string): string {
  const text = JSON.stringify({v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000`});
  return base64(encode(text)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Throws 400 for what is no such text. */
export function pageOf(token: string): Page {
  const fields = fieldsOf(parsed(token));
  const revision = numberOf(fields.rv);
  const start = textOf(fields.start);
  if (fields.v !== 'meta.k8s.io/v1') throw wrong(`server does not recognize this encoded version ${textOf(fields.v)}`);
  if (!Number.isSafeInteger(revision) || revision <= 0) throw wrong('incorrect encoded start resourceVersion');
  if (start === '') throw wrong('encoded start key empty');
  return {revision, after: start.replace(/\u0000$/, '')};
}

function parsed(token: string): unknown {
  try {
    return parseJson(decode(fromBase64(token))).value;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function wrong(why: string): Error {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}
