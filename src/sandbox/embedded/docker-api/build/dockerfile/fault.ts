import {badRequest} from '../../api/refusal.ts';

/** What is wrong with one line of a Dockerfile, before anybody says which line that is. */
export class LineFault extends Error {}

/** 400 for a Dockerfile whose lines cannot be told apart. */
export function unreadable(message: string): Error {
  return badRequest(`failed to parse Dockerfile: ${message}`);
}

/** 400 for an instruction that is not as it should be. */
export function misspelt(line: number, message: string): Error {
  return badRequest(`dockerfile parse error line ${line}: ${message}`);
}
