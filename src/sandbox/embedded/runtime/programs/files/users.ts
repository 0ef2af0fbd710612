import {isSystemError} from '../../../system-error.ts';
import type {Files} from '../../fs/files.ts';

/** A line of /etc/passwd. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** A line of /etc/group. */
export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

export function usersIn(files: Files): readonly User[] {
  return fieldsIn(files, '/etc/passwd').flatMap(([name = '', , uid, gid, , home = '', shell = '']) =>
    uid === undefined || !/^\d+$/.test(uid) ? [] : [{name, uid: Number(uid), gid: Number(gid ?? 0), home, shell}],
  );
}

export function groupsIn(files: Files): readonly Group[] {
  return fieldsIn(files, '/etc/group').flatMap(([name = '', , gid, members = '']) =>
    gid === undefined || !/^\d+$/.test(gid)
      ? []
      : [{name, gid: Number(gid), members: members.split(',').filter((each) => each !== '')}],
  );
}

/** Names of users and groups by their numbers, read once. */
export interface OwnerNames {
  user(uid: number): string | undefined;
  group(gid: number): string | undefined;
}

export function ownerNames(files: Files): OwnerNames {
  const users = new Map(usersIn(files).map(({uid, name}) => [uid, name]));
  const groups = new Map(groupsIn(files).map(({gid, name}) => [gid, name]));
  return {user: (uid) => users.get(uid), group: (gid) => groups.get(gid)};
}

/** Groups beside the main one that list a user. */
export function groupsOf(files: Files, name: string): readonly number[] {
  return groupsIn(files)
    .filter(({members}) => members.includes(name))
    .map(({gid}) => gid);
}

function fieldsIn(files: Files, path: string): readonly (readonly string[])[] {
  return textOrNothing(files, path)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));
}

/** A small file, '' when it cannot be read. */
export function textOrNothing(files: Files, path: string): string {
  try {
    return files.readText(path);
  } catch (error) {
    if (isSystemError(error)) return '';
    throw error;
  }
}
