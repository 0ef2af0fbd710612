import {isSystemError} from '../../system-error.ts';
import type {Files} from '../fs/files.ts';
import type {Credentials} from '../process/credentials.ts';

/** A user or group that the files of a container do not have. */
export class UnknownUser extends Error {}

/** Who a process of a container is. */
export interface ContainerUser {
  readonly credentials: Credentials;
  readonly home: string;
}

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/**
 * A user as `--user` names it, `NAME|UID[:GROUP|GID]`, looked up in the container's own files; a number needs no entry.
 * Throws an UnknownUser in runc's words. https://github.com/moby/sys/blob/main/user/user.go
 */
export function lookUpUser(files: Files, spec: string, more: readonly string[] = []): ContainerUser {
  const [asked = '', group = ''] = spec.split(':');
  const wanted = asked === '' ? '0' : asked;
  const users = linesOf(files, '/etc/passwd').map(passwdEntry);
  const groups = linesOf(files, '/etc/group').map(groupEntry);
  const user = users.find(({name, uid}) => name === wanted || String(uid) === wanted);
  if (!user && !/^\d+$/.test(wanted))
    throw new UnknownUser(`unable to find user ${wanted}: no matching entries in passwd file`);
  const uid = user?.uid ?? Number(wanted);
  const gid = group === '' ? (user?.gid ?? 0) : groupId(groups, group);
  // A group that is named is the only one.
  const own = group === '' && user ? groups.filter(({members}) => members.includes(user.name)) : [];
  const added = more.map((name) => groupId(groups, name));
  return {
    credentials: {uid, gid, groups: [...new Set([...own.map((entry) => entry.gid), ...added])]},
    home: user?.home || '/',
  };
}

function groupId(groups: readonly GroupEntry[], wanted: string): number {
  const found = groups.find(({name, gid}) => name === wanted || String(gid) === wanted);
  if (found) return found.gid;
  if (/^\d+$/.test(wanted)) return Number(wanted);
  throw new UnknownUser(`unable to find group ${wanted}: no matching entries in group file`);
}

function passwdEntry(line: string): PasswdEntry {
  const [name = '', , uid = '', gid = '', , home = ''] = line.split(':');
  return {name, uid: Number(uid), gid: Number(gid), home};
}

function groupEntry(line: string): GroupEntry {
  const [name = '', , gid = '', members = ''] = line.split(':');
  return {name, gid: Number(gid), members: members.split(',')};
}

function linesOf(files: Files, path: string): readonly string[] {
  try {
    return files
      .readText(path)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
  } catch (error) {
    // An image without users is none without root.
    if (isSystemError(error)) return [];
    throw error;
  }
}
