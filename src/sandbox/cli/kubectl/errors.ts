import {ConnectionError} from '../context.ts';
import {type Json, number, object, objects, text} from './json.ts';

/** What a command says on stderr before it ends, word for word, and the exit code it ends with. */
export class ExitError extends Error {
  readonly exitCode: number;

  /** An empty message says nothing. */
  constructor(exitCode: number, message = '') {
    super(message);
    this.name = 'ExitError';
    this.exitCode = exitCode;
  }
}

/** A command line that means nothing: told with a hint at the command's help. */
export class UsageError extends Error {}

/** The API server refused: its Status. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export class StatusError extends Error {
  /** HTTP status. */
  readonly status: number;
  /** `NotFound`, `AlreadyExists`, `Invalid`, …; '' when the server gave none. */
  readonly reason: string;
  readonly body: Json;

  constructor(status: number, body: Json) {
    super(text(body['message']));
    this.name = 'StatusError';
    this.status = status;
    this.reason = text(body['reason']);
    this.body = body;
  }
}

/** Several errors at once, each told on its own line. */
export class ManyErrors extends Error {
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    super(errors.map(({message}) => message).join('\n'));
    this.name = 'ManyErrors';
    this.errors = errors;
  }
}

/** Throws what there is: nothing, the one error, or all of them. */
export function throwAll(errors: readonly Error[]): void {
  const [first] = errors;
  if (first !== undefined) throw errors.length === 1 ? first : new ManyErrors(errors);
}

/** Any thrown thing as an Error. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

export function isNotFound(thrown: unknown): boolean {
  return thrown instanceof StatusError && thrown.reason === 'NotFound';
}

export function isConflict(thrown: unknown): boolean {
  return thrown instanceof StatusError && thrown.reason === 'Conflict';
}

export function isAlreadyExists(thrown: unknown): boolean {
  return thrown instanceof StatusError && thrown.reason === 'AlreadyExists';
}

/** The lines an error is told in, without the last line end; '' says nothing. `path` is the command: `kubectl get`. */
export function errorText(error: Error, path: string): string {
  if (error instanceof ExitError) return error.message;
  // Of several each stands alone: none gets a word before it that one alone would get.
  if (error instanceof ManyErrors)
    return error.errors.map((one) => errorText(one, path).replace(/^error: /, '')).join('\n');
  if (error instanceof UsageError) return `error: ${error.message}\nSee '${path} -h' for help and examples`;
  if (error instanceof StatusError) return statusText(error);
  if (error instanceof ConnectionError) return connectionText(error);
  return error.message.startsWith('error: ') ? error.message : `error: ${error.message}`;
}

/** What the exit code of an error is. */
export function exitCodeOf(error: Error): number {
  return error instanceof ExitError ? error.exitCode : 1;
}

function statusText(error: StatusError): string {
  if (error.reason === 'Invalid') return invalidText(error);
  if (error.reason === 'Unauthorized') {
    return `error: You must be logged in to the server (${error.message || 'Unauthorized'})`;
  }
  return error.reason === '' || error.reason === 'Unknown'
    ? `Error from server: ${error.message}`
    : `Error from server (${error.reason}): ${error.message}`;
}

function invalidText({message, body}: StatusError): string {
  const details = object(body['details']);
  const causes = objects(details['causes']).map((cause) => {
    const field = text(cause['field']);
    const said = text(cause['message']);
    return field === '' ? said : `${field}: ${said}`;
  });
  const unique = [...new Set(causes)];
  const kind = text(details['kind']);
  const name = text(details['name']);
  if (kind === '' && name === '') return `The request is invalid: ${unique.length === 0 ? message : bullets(unique)}`;
  const subject = `The ${kind} ${JSON.stringify(name)} is invalid`;
  return unique.length === 0 ? subject : `${subject}: ${bullets(unique)}`;
}

function bullets(lines: readonly string[]): string {
  return lines.length === 1 ? (lines[0] ?? '') : lines.map((line) => `\n* ${line}`).join('');
}

function connectionText({code, message}: ConnectionError): string {
  return code === 'ECONNREFUSED' ? message : `Unable to connect to the server: ${message}`;
}

/** The error behind an answer of 400 or more, whatever its body is. */
export function refusalOf(status: number, body: string): StatusError {
  const parsed = parse(body);
  if (text(parsed['kind']) === 'Status') return new StatusError(number(parsed['code']) || status, parsed);
  return new StatusError(status, genericStatus(status, body));
}

function parse(body: string): Json {
  try {
    return object(JSON.parse(body));
  } catch {
    // Not JSON: something in between answered.
    return {};
  }
}

const generic: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  403: ['Forbidden', 'forbidden'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  406: ['NotAcceptable', 'the server was unable to respond with a content type that the client supports'],
  409: ['Conflict', 'the server reported a conflict'],
  415: ['UnsupportedMediaType', 'the body of the request was in an unknown format'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: [
    'Timeout',
    'the server was unable to return a response in the time allotted, but may still be processing the request',
  ],
};

function genericStatus(status: number, body: string): Json {
  const known = generic[status];
  if (known !== undefined) {
    const said = [401, 403].includes(status) && body.trim() !== '' ? body.trim() : known[1];
    return {kind: 'Status', code: status, reason: known[0], message: said};
  }
  const message =
    body.trim() || `the server responded with the status code ${status} but did not return more information`;
  return {kind: 'Status', code: status, reason: status >= 500 ? 'InternalError' : 'Unknown', message};
}
