import {MountTable} from '../../../runtime/fs/mounts.ts';
import type {DirectoryNode} from '../../../runtime/fs/nodes.ts';
import {rootFiles} from '../../../runtime/fs/root-files.ts';
import {isSystemError} from '../../../system-error.ts';
import {ApiRefusal} from '../../api/refusal.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Whom `--chown=USER[:GROUP]` means in an image; without a group, the group of the user's name. Throws in the daemon's words. */
export function ownerOf(chown: string, root: DirectoryNode): Owner {
  const [user = '', group = user, ...more] = chown.split(':');
  if (more.length > 0) throw refused(`invalid chown string format: ${chown}`);
  return {uid: idOf(root, 'user', user), gid: idOf(root, 'group', group)};
}

function idOf(root: DirectoryNode, kind: 'user' | 'group', name: string): number {
  if (/^[+-]?\d+$/.test(name)) return Number(name);
  const [short, file] = kind === 'user' ? ['uid', '/etc/passwd'] : ['gid', '/etc/group'];
  const line = linesOf(root, file).find((each) => each.split(':', 1)[0] === name);
  const id = line?.split(':')[2];
  if (id === undefined) throw refused(`can't find ${short} for ${kind} ${name}: no such ${kind}: ${name}`);
  return Number(id);
}

function linesOf(root: DirectoryNode, path: string): readonly string[] {
  try {
    return rootFiles(new MountTable(root), () => 0)
      .readText(path)
      .split('\n');
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

function refused(why: string): ApiRefusal {
  return new ApiRefusal(500, `unable to convert uid/gid chown string to host mapping: ${why}`);
}
