import {errorOf, StatusError} from '../errors.ts';

/** The same error with what was being done, and for which file. */
export function sourceError(doing: string, source: string, thrown: unknown): Error {
  const before = `error when ${doing} ${JSON.stringify(source)}: `;
  if (thrown instanceof StatusError) {
    return new StatusError(thrown.status, {...thrown.body, message: `${before}${thrown.message}`});
  }
  const error = errorOf(thrown);
  return Object.assign(new Error(`${before}${error.message}`), {cause: error});
}

/** An error in its sub-command's words: `failed to create deployment: …`. The server's own prefix goes. */
export function failedTo(doing: string, thrown: unknown): Error {
  return thrown instanceof StatusError ? new Error(`failed to ${doing}: ${thrown.message}`) : errorOf(thrown);
}
