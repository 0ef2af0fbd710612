import {isSystemError} from '../../../../system-error.ts';
import type {Files} from '../../../fs/files.ts';
import {addressesInHosts} from '../../../net/resolve.ts';
import type {Credentials} from '../../../process/credentials.ts';

/** Lines of a file of accounts, taken apart; none when it is not there. */
function accounts(files: Files, path: string): readonly (readonly string[])[] {
  try {
    return files
      .readText(path)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(':'));
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

export function hasUser(files: Files, name: string): boolean {
  return accounts(files, '/etc/passwd').some(([own]) => own === name);
}

export function hasGroup(files: Files, name: string): boolean {
  return accounts(files, '/etc/group').some(([own]) => own === name);
}

/** Who workers are; undefined when there is no such user. */
export function credentialsOf(files: Files, user: string, group = user): Credentials | undefined {
  const account = accounts(files, '/etc/passwd').find(([own]) => own === user);
  if (!account) return undefined;
  const named = accounts(files, '/etc/group').find(([own]) => own === group);
  return {uid: Number(account[2]), gid: Number(named?.[2] ?? account[3]), groups: []};
}

/** What /etc/hosts says about a name. */
export function hostAddress(files: Files, host: string): string | undefined {
  try {
    return addressesInHosts(files.readText('/etc/hosts'), host)[0] ?? (host === 'localhost' ? '127.0.0.1' : undefined);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return host === 'localhost' ? '127.0.0.1' : undefined;
  }
}
