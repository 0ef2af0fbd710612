import {lstatSync, realpathSync} from 'node:fs';
import {dirname, resolve, sep} from 'node:path';
import {refused} from './refusal.ts';

/** One item of HostConfig.Binds: `SOURCE:TARGET[:MODE]`; an anonymous volume has no source. */
export type Bind = {readonly source: string; readonly rest: string; readonly isPath: boolean};

export function readBind(written: string): Bind {
  const drive = /^[a-zA-Z]:[\\/]/.test(written) ? 2 : 0;
  const colon = written.indexOf(':', drive);
  if (colon === -1) return {source: '', rest: written, isPath: false};
  const source = written.slice(0, colon);
  return {source, rest: written.slice(colon + 1), isPath: drive > 0 || /^[/.~\\]/.test(source)};
}

/**
 * Throws unless a host path lies in the working folder with every link resolved. A path that does not exist yet
 * (the daemon will create it) is judged by its nearest existing parent. Between this check and the mount a link
 * could be swapped: the guard is a barrier against accidents, not against the user it runs as.
 */
export function checkHostPath(path: string, folder: string): void {
  if (path.split(/[\\/]/).includes('..')) {
    throw refused(`the bind mount of ${path} has ".." in its path; write the folder's full path.`);
  }
  const real = realPath(resolve(path));
  if (real === folder || real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return;
  throw refused(
    `only the working folder ${folder} can be mounted, and ${path} is outside it; use a folder in it or a volume.`,
  );
}

function realPath(path: string): string {
  // A link whose target is missing is there too: the daemon would create what it points to.
  const there = lstatSync(path, {throwIfNoEntry: false});
  try {
    if (there) return realpathSync(path);
  } catch {
    throw refused(`the bind mount of ${path} is a link to nowhere; name the folder itself.`);
  }
  const parent = dirname(path);
  if (parent === path) return path;
  return `${realPath(parent).replace(/[\\/]$/, '')}${sep}${path.slice(parent.length).replace(/^[\\/]/, '')}`;
}

/** Refuses modes of a bind that reach back to the host. */
export function checkBindMode(rest: string): void {
  const mode = rest.split(':')[1] ?? '';
  if (/shared/.test(mode)) {
    throw refused('shared mount propagation would reach back to your machine; leave it out of -v.');
  }
}
