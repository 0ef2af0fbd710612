import {cleanPath} from '../../paths.ts';

/** What is copied. */
export interface CopySource {
  readonly path: string;
  readonly isFolder: boolean;
  /** The name it is to have in the archive where that is not its own, or ''. */
  readonly rebaseName: string;
}

/** Where it is copied to. */
export interface CopyTarget {
  readonly path: string;
  readonly exists: boolean;
  readonly isFolder: boolean;
}

/** Which folder an archive is to be unpacked in, and how its entries are renamed on the way. */
export interface CopyPlan {
  readonly folder: string;
  readonly rename?: {readonly from: string; readonly to: string};
}

/** Decides what `docker cp` makes of a source and a target; throws in docker's words. */
export function planCopy(source: CopySource, target: CopyTarget): CopyPlan {
  const own = splitPath(source.path).base;
  if (target.exists && target.isFolder) {
    return source.rebaseName === ''
      ? {folder: target.path}
      : {folder: target.path, rename: {from: own, to: source.rebaseName}};
  }
  if (target.exists && source.isFolder) throw new Error('cannot copy directory');
  if (!target.exists && !source.isFolder && assertsFolder(target.path)) throw new Error('no such directory');
  const {parent, base} = splitPath(target.path);
  return {folder: parent, rename: {from: own === '/' ? '' : own, to: base}};
}

/** The name of an entry after the renaming. */
export function renamed(name: string, {rename}: CopyPlan): string {
  return rename === undefined ? name : name.replace(rename.from, () => rename.to);
}

/** A path's parent and last part; `/.` at its end counts as a part. */
export function splitPath(path: string): {readonly parent: string; readonly base: string} {
  const cleaned = cleanPath(path);
  const full = meansCurrent(path) ? `${cleaned.replace(/\/$/, '')}/.` : cleaned;
  if (full === '/') return {parent: '/', base: '/'};
  const slash = full.lastIndexOf('/');
  return {parent: slash < 0 ? '.' : cleanPath(full.slice(0, slash) || '/'), base: full.slice(slash + 1)};
}

/** Whether a path says that it is a folder. */
export function assertsFolder(path: string): boolean {
  return path.endsWith('/') || meansCurrent(path);
}

function meansCurrent(path: string): boolean {
  return /(^|\/)\.\/*$/.test(path);
}

/** A clean path with the `/` or `/.` that the original ended with. */
export function keepEnding(cleaned: string, original: string): string {
  if (meansCurrent(original) && !meansCurrent(cleaned)) return `${cleaned.replace(/\/$/, '')}/.`;
  return original.endsWith('/') && !cleaned.endsWith('/') ? `${cleaned}/` : cleaned;
}

/** Tells `container:path` from a path of our own: those start with `/` or `.`, or have no colon. */
export function splitArgument(argument: string): {readonly container: string; readonly path: string} {
  const colon = argument.indexOf(':');
  if (colon < 0 || argument.startsWith('/') || argument.startsWith('.') || /^[A-Za-z]:[\\/]/.test(argument)) {
    return {container: '', path: argument};
  }
  return {container: argument.slice(0, colon), path: argument.slice(colon + 1)};
}
