import {constants} from 'node:fs';
import {open, readdir, realpath, stat} from 'node:fs/promises';
import {basename, dirname, join, relative, resolve, sep} from 'node:path';
import {systemCode} from '../errors.ts';
import type {FileView, Observation} from '../observation.ts';
import {similarTo} from './similar.ts';

const contentBytes = 64 * 1024;

/**
 * A file or folder in the working folder, links followed. Never rejects: what leads out of the folder or may not be
 * read is `unreachable` with cause file-outside-folder or file-not-readable.
 */
export async function observeFile(folder: string, path: string): Promise<Observation> {
  const wanted = resolve(folder, path);
  if (path.includes('\0')) return {state: 'absent', similar: []};
  if (!isInside(resolve(folder), wanted)) return unreachable('file-outside-folder', path, '');
  try {
    const real = await realpath(wanted);
    if (!isInside(await realpath(folder), real)) return unreachable('file-outside-folder', path, real);
    return {state: 'present', object: await view(real)};
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return unreachable('file-not-readable', path, code || String(error));
    return {state: 'absent', similar: await neighbours(folder, wanted)};
  }
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function unreachable(cause: string, path: string, reason: string): Observation {
  return {state: 'unreachable', reason: {cause, params: {path, reason}}};
}

async function view(path: string): Promise<FileView> {
  const found = await stat(path);
  if (found.isDirectory()) return {type: 'folder', content: '', sizeBytes: 0};
  // Opening a pipe would wait for somebody to write into it.
  if (!found.isFile()) return {type: 'file', content: '', sizeBytes: 0};
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(contentBytes), 0, contentBytes, 0);
    return {type: 'file', content: buffer.toString('utf8', 0, bytesRead), sizeBytes: found.size};
  } finally {
    await file.close();
  }
}

/** Names from the same folder, written as the lesson wrote the path. */
async function neighbours(folder: string, wanted: string): Promise<readonly string[]> {
  const parent = dirname(wanted);
  try {
    if (!isInside(await realpath(folder), await realpath(parent))) return [];
    const names = similarTo(basename(wanted), await readdir(parent));
    return names.map((name) => relative(folder, join(parent, name)).split(sep).join('/'));
  } catch {
    return [];
  }
}
