import {isSystemError} from '../../../system-error.ts';
import type {Stat} from '../../fs/files.ts';
import type {Call} from '../call.ts';

/** How deep a tree may be: a loop of symbolic links must not become one. */
export const deepestTree = 128;

export interface Walked {
  readonly path: string;
  readonly stat: Stat;
  readonly depth: number;
}

/**
 * Everything at and below a path, by name; a directory comes before what is in it, or after it when `childrenFirst`. What
 * cannot be read is complained about. With `follow` symbolic links are what they point to.
 */
export async function* filesBelow(
  call: Call,
  path: string,
  options: {readonly follow?: boolean; readonly childrenFirst?: boolean; readonly depth?: number} = {},
): AsyncGenerator<Walked> {
  const {follow = false, childrenFirst = false, depth = 0} = options;
  const {files} = call.process;
  await call.process.breathe();
  const stat = files.stat(path, {follow: follow || depth === 0}) ?? files.stat(path, {follow: false});
  if (!stat) {
    await call.complain(`${path}: No such file or directory`);
    return;
  }
  const walked = {path, stat, depth};
  if (!childrenFirst) yield walked;
  if (stat.kind === 'directory' && depth < deepestTree) {
    for (const name of await namesIn(call, path))
      yield* filesBelow(call, under(path, name), {follow, childrenFirst, depth: depth + 1});
  }
  if (childrenFirst) yield walked;
}

/** Names in a directory; one that cannot be read is complained about and has none. */
export async function namesIn(call: Call, path: string): Promise<readonly string[]> {
  try {
    return call.process.files.list(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await call.complain(`can't open '${path}': ${error.message}`);
    return [];
  }
}

export function under(folder: string, name: string): string {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}
