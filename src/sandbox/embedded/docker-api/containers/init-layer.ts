import type {Files} from '../../runtime/fs/files.ts';
import {MountTable} from '../../runtime/fs/mounts.ts';
import {freeze, layerOver, type OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {rootFiles} from '../../runtime/fs/root-files.ts';
import {isSystemError} from '../../system-error.ts';

const folders = ['/dev', '/dev/pts', '/dev/shm', '/etc', '/proc', '/sys'];
const emptyFiles = ['/.dockerenv', '/dev/console', '/etc/hostname', '/etc/hosts', '/etc/resolv.conf'];

/**
 * The layer Docker puts between an image and what a container writes: the places it mounts things at. So `docker diff`
 * does not show them, and `docker export` does. `layer` is a new one over the image.
 * https://github.com/moby/moby/blob/v27.0.0/daemon/initlayer/setup_unix.go
 */
export function makeInitLayer(layer: OverlayDirectory, now: number): OverlayDirectory {
  const files = rootFiles(new MountTable(layer), () => now);
  for (const path of folders) attempt(() => files.stat(path) ?? files.makeDirectory(path, 0o755));
  for (const path of emptyFiles) attempt(() => replace(files, path, () => files.write(path, '')));
  for (const path of emptyFiles) attempt(() => files.change(path, {mode: 0o755}));
  attempt(() => replace(files, '/etc/mtab', () => files.makeSymlink('/etc/mtab', '/proc/mounts')));
  freeze(layer);
  return layer;
}

/** What one container writes, over an init layer. */
export function containerLayer(init: OverlayDirectory): OverlayDirectory {
  return layerOver(init, {budget: init.budget});
}

function replace(files: Files, path: string, make: () => void): void {
  const there = files.stat(path, {follow: false});
  if (there?.kind === 'directory') return;
  if (there) files.unlink(path);
  make();
}

/** An image that has something odd at such a place keeps it. */
function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
