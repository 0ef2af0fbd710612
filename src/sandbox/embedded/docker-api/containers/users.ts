import {type ContainerUser, lookUpUser as lookUp, UnknownUser} from '../../runtime/container/users.ts';
import type {Files} from '../../runtime/fs/files.ts';
import {ApiRefusal} from '../api/refusal.ts';

/** A user as `--user` names it, looked up in the container's own files. Throws 500 in Docker's words. */
export function lookUpUser(files: Files, spec: string, more: readonly string[] = []): ContainerUser {
  try {
    return lookUp(files, spec, more);
  } catch (error) {
    throw error instanceof UnknownUser ? new ApiRefusal(500, error.message) : error;
  }
}
