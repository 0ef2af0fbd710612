/** A path without `.`, `..` and doubled slashes, as Go's path.Clean; '' becomes `.`. */
export function cleanPath(path: string): string {
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!absolute) parts.push('..');
  }
  return (absolute ? '/' : '') + parts.join('/') || (absolute ? '/' : '.');
}

/** A path from a folder, absolute and clean. */
export function resolvePath(folder: string, path: string): string {
  return cleanPath(isAbsolute(path) ? path : `${folder}/${path}`);
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return cleanPath(path).split('/').at(-1) || '/';
}

/** All of a path but its last part. */
export function parentOf(path: string): string {
  return cleanPath(`${path.replace(/\/[^/]*$/, '')}${path.startsWith('/') ? '/' : ''}`);
}

/** The path of one place from another, both absolute: `../x`. */
export function relativePath(from: string, to: string): string {
  const [base, target] = [cleanPath(from), cleanPath(to)].map((path) => path.split('/').filter(Boolean));
  if (base === undefined || target === undefined) return '.';
  let shared = 0;
  while (shared < base.length && base[shared] === target[shared]) shared += 1;
  return [...base.slice(shared).map(() => '..'), ...target.slice(shared)].join('/') || '.';
}
