import {bool} from '../../cobra/flag-kinds.ts';
import type {ByteStream} from '../../context.ts';
import {resolvePath} from '../../paths.ts';
import {packTarStream} from '../../tar.ts';
import {type Docker, type DockerCall, defineCommand} from '../app.ts';
import {type CopySource, type CopyTarget, keepEnding, planCopy, splitArgument, splitPath} from '../copy/copy-paths.ts';
import {localSource, packSource} from '../copy/pack.ts';
import {type PathStat, readPathStat, statPath} from '../copy/path-stat.ts';
import {unpackInto} from '../copy/unpack.ts';
import {checkCopyTarget} from '../output-file.ts';
import {humanSize} from '../units.ts';
import {containerPath} from './paths.ts';

const flags = {
  archive: bool('archive', {short: 'a', usage: 'Archive mode (copy all uid/gid information)'}),
  followLink: bool('follow-link', {short: 'L', usage: 'Always follow symbol link in SRC_PATH'}),
  quiet: bool('quiet', {
    short: 'q',
    usage:
      'Suppress progress output during copy. Progress output is automatically suppressed if no terminal is attached',
  }),
};

/** `docker cp`. https://docs.docker.com/reference/cli/docker/container/cp/ */
export const cp = defineCommand({
  usage: '[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH',
  short: 'Copy files/folders between a container and the local filesystem',
  long: [
    'Copy files/folders between a container and the local filesystem',
    '',
    "Use '-' as the source to read a tar archive from stdin",
    'and extract it to a directory destination in a container.',
    "Use '-' as the destination to stream a tar archive of a",
    'container source to stdout.',
  ].join('\n'),
  aliases: 'docker container cp, docker cp',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 2},
  async run(call) {
    const [from = '', to = ''] = call.args;
    if (from === '') throw new Error('source can not be empty');
    if (to === '') throw new Error('destination can not be empty');
    const [source, target] = [splitArgument(from), splitArgument(to)];
    if (source.container !== '' && target.container !== '') {
      throw new Error('copying between containers is not supported');
    }
    if (source.container !== '') return copyOut(call, source, target.path);
    if (target.container !== '') return copyIn(call, source.path, target);
    throw new Error('must specify at least one container source');
  },
});

interface Place {
  readonly container: string;
  readonly path: string;
}

/** Progress is for people: without a terminal there is none. */
function isQuiet({app, get, changed}: DockerCall): boolean {
  return changed(flags.quiet) ? get(flags.quiet) : !app.context.tty.stdout;
}

async function copyOut(call: DockerCall, {container, path}: Place, target: string): Promise<number> {
  const {app, get} = call;
  const {files} = app.context;
  const local = target === '-' ? '-' : keepEnding(resolvePath(files.folder, target), target);
  if (local !== '-') await checkCopyTarget(app, local);
  const source = get(flags.followLink) ? await followed(app, container, path) : {path, rebaseName: ''};
  const answer = await app.engine.call({path: containerPath(container, 'archive'), query: {path: source.path}});
  if (local === '-') {
    for await (const piece of answer.body) await app.context.stdout.write(piece);
    return 0;
  }
  const copied: CopySource = {...source, isFolder: readPathStat(answer.headers).isFolder};
  const counter = countBytes(answer.body);
  const plan = planCopy(copied, await localTarget(app, local));
  await unpackInto(files, counter.stream, plan);
  await summary(call, counter.total(), local);
  return 0;
}

async function localTarget({context: {files}}: Docker, path: string): Promise<CopyTarget> {
  const stat = await files.stat(path, {follow: true});
  return {path, exists: stat !== undefined, isFolder: stat?.kind === 'folder'};
}

/** Where a link in a container leads, and the name that what is there keeps. */
async function followed(docker: Docker, container: string, path: string): Promise<Omit<CopySource, 'isFolder'>> {
  const stat = await statPath(docker, container, path).catch(() => undefined);
  if (stat?.isLink !== true) return {path, rebaseName: ''};
  const target = keepEnding(linkTarget(path, stat), path);
  const [own, there] = [splitPath(path).base, splitPath(target).base];
  return {path: target, rebaseName: own === there ? '' : own};
}

function linkTarget(path: string, {linkTarget: target}: PathStat): string {
  return target.startsWith('/') ? target : resolvePath(splitPath(path).parent, target);
}

async function copyIn(call: DockerCall, path: string, {container, path: target}: Place): Promise<number> {
  const {app, get} = call;
  const {files, stdin} = app.context;
  const there = await containerTarget(app, container, target);
  if (path === '-') {
    if (!there.isFolder) throw new Error(`destination "${container}:${target}" must be a directory`);
    await upload(call, container, {folder: there.path, body: stdin});
    return 0;
  }
  const source = await localSource(files, keepEnding(resolvePath(files.folder, path), path), get(flags.followLink));
  const plan = planCopy(source, there);
  const counter = countBytes(packTarStream(packSource(files, source, plan)));
  await upload(call, container, {folder: plan.folder, body: counter.stream});
  await summary(call, counter.total(), `${container}:${there.path}`);
  return 0;
}

async function containerTarget(docker: Docker, container: string, path: string): Promise<CopyTarget> {
  try {
    const stat = await statPath(docker, container, path);
    if (!stat.isLink) return existing(container, path, stat);
    const target = linkTarget(path, stat);
    const behind = await statPath(docker, container, target).catch(() => undefined);
    return behind === undefined ? {path: target, exists: false, isFolder: false} : existing(container, target, behind);
  } catch (error) {
    if (error instanceof TargetError) throw error;
    // Nothing there, or nobody to say: the copy itself will tell.
    return {path, exists: false, isFolder: false};
  }
}

class TargetError extends Error {}

function existing(container: string, path: string, stat: PathStat): CopyTarget {
  if (!stat.isFolder && !stat.isRegular) {
    throw new TargetError(`destination "${container}:${path}" must be a directory or a regular file`);
  }
  return {path, exists: true, isFolder: stat.isFolder};
}

async function upload(
  {app, get}: DockerCall,
  container: string,
  {folder, body}: {readonly folder: string; readonly body: ByteStream},
): Promise<void> {
  await app.engine.done({
    method: 'PUT',
    path: containerPath(container, 'archive'),
    query: {
      // A file never takes the place of a folder, nor the other way round.
      noOverwriteDirNonDir: 'true',
      path: folder,
      copyUIDGID: get(flags.archive) ? 'true' : undefined,
    },
    headers: {'Content-Type': 'text/plain'},
    body,
  });
}

async function summary(call: DockerCall, bytes: number, target: string): Promise<void> {
  if (!isQuiet(call)) await call.app.warn(`Successfully copied ${humanSize(bytes, 3)} to ${target}\n`);
}

function countBytes(stream: ByteStream): {readonly stream: ByteStream; readonly total: () => number} {
  let total = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of stream) {
      total += piece.length;
      yield piece;
    }
  }
  return {stream: counted(), total: () => total};
}
