import type {RequestHead, ResponseHead} from './head.ts';
import type {HttpHeaders} from './headers.ts';
import {malformed} from './http-error.ts';

/** How the end of a body is known. https://www.rfc-editor.org/rfc/rfc9112#name-message-body-length */
export type Framing =
  | {readonly kind: 'none'}
  | {readonly kind: 'length'; readonly bytes: number}
  | {readonly kind: 'chunked'}
  | {readonly kind: 'until-close'};

export const noBody: Framing = {kind: 'none'};

/** Throws HttpError where two readers could disagree: that is how requests are smuggled. */
export function requestFraming({headers}: RequestHead): Framing {
  return declared(headers) ?? noBody;
}

/** `method` is that of the request: the answer to HEAD has no body, whatever its headers say. */
export function responseFraming({status, headers}: ResponseHead, method: string): Framing {
  if (method === 'HEAD' || !mayHaveBody(status)) return noBody;
  return declared(headers) ?? {kind: 'until-close'};
}

export function mayHaveBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}

/** Whether another message may follow on the connection. */
export function isKeptAlive({version, headers}: Pick<RequestHead, 'version' | 'headers'>): boolean {
  const wishes = headers.list('connection');
  return version === '1.1' ? !wishes.includes('close') : wishes.includes('keep-alive');
}

function declared(headers: HttpHeaders): Framing | undefined {
  const codings = headers.list('transfer-encoding');
  const lengths = headers.all('content-length').flatMap((value) => value.split(',').map((part) => part.trim()));
  if (codings.length > 0) {
    if (lengths.length > 0) throw malformed('both Transfer-Encoding and Content-Length');
    if (codings.length > 1 || codings[0] !== 'chunked') throw malformed(`unknown coding ${codings.join(', ')}`);
    return {kind: 'chunked'};
  }
  const [length] = lengths;
  if (length === undefined) return undefined;
  if (!/^\d{1,15}$/.test(length) || lengths.some((other) => other !== length)) throw malformed('no Content-Length');
  return {kind: 'length', bytes: Number(length)};
}
