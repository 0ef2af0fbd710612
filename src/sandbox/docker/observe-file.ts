import {posix} from 'node:path';
import {type Extract, extract, type Header} from 'tar-stream';
import type {FileView, Observation} from '../../observation.ts';
import {similarTo} from '../similar.ts';
import {ask, type DockerClient, open} from './client.ts';
import {containerPath} from './paths.ts';
import {number, text} from './read-json.ts';
import {isAbsent} from './trouble.ts';

const contentBytes = 64 * 1024;
/** A missing file's neighbours are looked for in this much of its folder. */
const neighbourBytes = 1024 * 1024;
const mostLinks = 10;

/** Bits of Go's os.FileMode, which the daemon reports. */
const folderBit = 2 ** 31;
const linkBit = 2 ** 27;

interface Wanted {
  readonly container: string;
  readonly path: string;
}

/**
 * A file or folder inside a container, running or not, volumes and bind mounts included; links are followed. Rejects
 * as `ask` does.
 */
export async function observeContainerFile(docker: DockerClient, {container, path}: Wanted): Promise<Observation> {
  const archive = containerPath(container);
  if (archive === undefined) return {state: 'absent', similar: []};
  try {
    const stat = await follow(docker, `${archive}/archive`, path);
    return {state: 'present', object: await view(docker, `${archive}/archive`, stat)};
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return {state: 'absent', similar: await neighbours(docker, archive, path)};
  }
}

interface Stat {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mode: number;
  readonly linkTarget: string;
}

async function follow(docker: DockerClient, archive: string, path: string): Promise<Stat> {
  let stat = await readStat(docker, archive, path);
  for (let links = 0; has(stat.mode, linkBit) && links < mostLinks; links += 1) {
    stat = await readStat(docker, archive, posix.resolve(posix.dirname(stat.path), stat.linkTarget));
  }
  return stat;
}

async function readStat(docker: DockerClient, archive: string, path: string): Promise<Stat> {
  const answer = await open(docker, {method: 'HEAD', path: archive, query: {path}});
  answer.resume();
  const headers = 'headers' in answer ? answer.headers : undefined;
  const encoded = text(headers, 'x-docker-container-path-stat');
  const stat: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8') || '{}');
  return {path, sizeBytes: number(stat, 'size'), mode: number(stat, 'mode'), linkTarget: text(stat, 'linkTarget')};
}

function has(mode: number, bit: number): boolean {
  return Math.floor(mode / bit) % 2 === 1;
}

async function view(docker: DockerClient, archive: string, {path, mode, sizeBytes}: Stat): Promise<FileView> {
  if (has(mode, folderBit)) return {type: 'folder', content: '', sizeBytes: 0};
  // What is neither file nor folder (a device, a pipe) is in the archive without content.
  const chunks: Buffer[] = [];
  let readBytes = 0;
  await readArchive(docker, archive, path, async (_, content) => {
    for await (const chunk of content) {
      if (!(chunk instanceof Uint8Array)) continue;
      chunks.push(Buffer.from(chunk));
      readBytes += chunk.length;
      if (readBytes >= contentBytes) break;
    }
    return 'enough';
  });
  return {type: 'file', content: Buffer.concat(chunks).subarray(0, contentBytes).toString('utf8'), sizeBytes};
}

async function neighbours(docker: DockerClient, container: string, path: string): Promise<readonly string[]> {
  const folder = posix.dirname(path);
  const names = new Set<string>();
  let readBytes = 0;
  const read = async ({name, size}: Header) => {
    // The archive's names begin with the folder's own.
    const [, inside = ''] = name.split('/');
    if (inside !== '') names.add(inside);
    readBytes += size;
    return readBytes > neighbourBytes ? 'enough' : 'more';
  };
  try {
    // A container that is not there has no archive either.
    await ask(docker, {path: `${container}/json`});
    await readArchive(docker, `${container}/archive`, folder, read);
  } catch {
    return [];
  }
  return similarTo(posix.basename(path), names).map((name) => posix.join(folder, name));
}

type Reader = (header: Header, content: AsyncIterable<unknown>) => Promise<'more' | 'enough'>;

async function readArchive(docker: DockerClient, archive: string, path: string, read: Reader): Promise<void> {
  const done = new AbortController();
  const stream = await open(docker, {path: archive, query: {path}, signal: done.signal});
  const entries: Extract = extract();
  // Both streams are ended on purpose when enough was read; a real break ends the loop with an error.
  stream.on('error', (error) => entries.destroy(error));
  stream.pipe(entries);
  try {
    for await (const entry of entries) {
      if ((await read(entry.header, entry)) === 'enough') return;
      entry.resume();
    }
  } finally {
    stream.unpipe(entries);
    stream.removeAllListeners('error');
    stream.on('error', () => undefined);
    done.abort();
  }
}
