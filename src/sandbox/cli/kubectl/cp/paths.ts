/** One side of `kubectl cp`. */
export type CopyPlace =
  | {readonly kind: 'local'; readonly path: string}
  | {readonly kind: 'remote'; readonly namespace: string; readonly pod: string; readonly path: string};

/** `path`, `pod:path`, `namespace/pod:path`; throws in kubectl's words. */
export function copyPlace(given: string): CopyPlace {
  const colon = given.indexOf(':');
  if (colon === 0) throw new Error(`filespec must match the canonical format: [[namespace/]pod:]file/path`);
  if (colon === -1 || /^[A-Za-z]:[\\/]/.test(given)) return {kind: 'local', path: given};
  const [subject, path] = [given.slice(0, colon), given.slice(colon + 1)];
  const parts = subject.split('/');
  const [first = '', second] = parts;
  if (parts.length > 2) throw new Error(`filespec must match the canonical format: [[namespace/]pod:]file/path`);
  return second === undefined
    ? {kind: 'remote', namespace: '', pod: first, path}
    : {kind: 'remote', namespace: first, pod: second, path};
}

/** The last part of a path. */
export function baseOf(path: string): string {
  return (
    path
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .at(-1) ?? ''
  );
}

/** Everything before the last part; '' for nothing. */
export function folderOf(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  const slash = trimmed.lastIndexOf('/');
  return slash === -1 ? '' : trimmed.slice(0, slash) || '/';
}
