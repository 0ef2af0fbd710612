import type {ByteStream} from '../context.ts';
import {parentOf} from '../paths.ts';
import type {Docker} from './app.ts';

/** Refuses a path that cannot become a file; '' stands for stdout and is fine. */
export async function checkOutputPath({context: {files}}: Docker, path: string): Promise<void> {
  if (path === '') return;
  const folder = path.includes('/') ? path.replace(/\/[^/]*$/, '') || '/' : '.';
  if ((await files.stat(folder, {follow: true})) === undefined) {
    throw new Error(`invalid output path: stat ${folder}: no such file or directory`);
  }
  const there = await files.stat(path, {follow: true});
  if (there?.kind === 'folder') throw new Error(`invalid output path: ${JSON.stringify(path)} must be a regular file`);
  if (there?.kind === 'other' && path !== '/dev/null')
    throw new Error(`invalid output path: ${JSON.stringify(path)} must be a directory or a regular file`);
}

/** Refuses a path that a copy cannot be put at. */
export async function checkCopyTarget({context: {files}}: Docker, path: string): Promise<void> {
  const folder = parentOf(path.replace(/\/+$/, '') || '/');
  if ((await files.stat(folder, {follow: true})) === undefined) {
    throw new Error(`invalid output path: directory ${JSON.stringify(folder)} does not exist`);
  }
  const there = await files.stat(path, {follow: true});
  if (there?.kind === 'other' && path !== '/dev/null') {
    throw new Error(`invalid output path: ${JSON.stringify(path)} must be a directory or a regular file: got a device`);
  }
}

/** Writes a stream into a file, or to stdout when there is no path. */
export async function sendTo({context: {files, stdout}}: Docker, path: string, body: ByteStream): Promise<void> {
  if (path !== '') return files.write(path, body, 0o600);
  for await (const piece of body) await stdout.write(piece);
}
