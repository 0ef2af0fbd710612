import {collectBytes, collectText, concatBytes, encodeText, streamOf} from '../../bytes.ts';
import type {ByteStream, CommandContext} from '../../context.ts';
import {relativePath, resolvePath} from '../../paths.ts';
import {packTarStream, type TarItem} from '../../tar.ts';
import {type IgnoreRules, ignoreRules, readIgnoreLines} from '../ignore.ts';
import {walkFolder} from '../walk.ts';

const ignoreFile = '.dockerignore';

/** What is sent to be built. */
export interface BuildContext {
  readonly archive: ByteStream;
  /** The Dockerfile's path in the archive. */
  readonly dockerfile: string;
}

/** The context of a build: a folder of ours. Throws in docker's words. */
export async function folderContext(
  {files, stdin}: CommandContext,
  {folder, file}: {readonly folder: string; readonly file: string},
): Promise<BuildContext> {
  const root = resolvePath(files.folder, folder);
  const stat = await files.stat(root, {follow: true});
  if (stat === undefined) throw new Error(`unable to prepare context: path ${JSON.stringify(folder)} not found`);
  if (stat.kind !== 'folder') throw new Error(`unable to prepare context: context must be a directory: ${root}`);
  const fromStdin = file === '-';
  const outside = fromStdin ? undefined : await outsideDockerfile(files, {root, file});
  const own = outside ?? (fromStdin ? await collectBytes(stdin) : undefined);
  const dockerfile = own === undefined ? await insideDockerfile(files, {root, file}) : strayName(own);
  const rules = await rulesOf(files, root, own === undefined ? dockerfile : undefined);
  return {archive: packTarStream(items({files, root, rules, own, dockerfile})), dockerfile};
}

interface Items {
  readonly files: CommandContext['files'];
  readonly root: string;
  readonly rules: IgnoreRules;
  /** A Dockerfile from elsewhere, which joins the folder under a name of its own. */
  readonly own: Uint8Array | undefined;
  readonly dockerfile: string;
}

async function* items({files, root, rules, own, dockerfile}: Items): AsyncGenerator<TarItem> {
  for await (const item of walkFolder({files, root, rules, ownedByRoot: true})) {
    if (own === undefined || item.header.name !== ignoreFile) yield item;
  }
  if (own === undefined) return;
  yield textItem(dockerfile, own);
  // It is told to be left out, so that `COPY .` does not copy it.
  const path = `${root}/${ignoreFile}`;
  const there =
    (await files.stat(path, {follow: true})) === undefined ? ignoreFile : await collectText(files.read(path));
  yield textItem(ignoreFile, encodeText(`${there}\n${dockerfile}\n`));
}

function textItem(name: string, content: Uint8Array): TarItem {
  const header = {name, size: content.length, mode: 0o600, type: 'file', mtime: new Date(0)} as const;
  return {header, body: streamOf(content)};
}

/** Told apart by content, so that the same Dockerfile has the same name and the cache still serves. */
function strayName(content: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of content) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `.dockerfile.${hash.toString(16).padStart(20, '0')}`;
}

interface Where {
  readonly root: string;
  readonly file: string;
}

/** The content of a Dockerfile that is not in the folder; undefined when it is. */
async function outsideDockerfile(files: CommandContext['files'], {root, file}: Where): Promise<Uint8Array | undefined> {
  if (file === '') return undefined;
  const path = resolvePath(files.folder, file);
  if (path.startsWith(`${root}/`)) return undefined;
  if ((await files.stat(path, {follow: true})) === undefined) throw missing(path);
  return collectBytes(files.read(path));
}

async function insideDockerfile(files: CommandContext['files'], {root, file}: Where): Promise<string> {
  const path = file === '' ? `${root}/Dockerfile` : resolvePath(files.folder, file);
  if ((await files.stat(path, {follow: true})) !== undefined) return relativePath(root, path);
  // Older projects write it small.
  if (file === '' && (await files.stat(`${root}/dockerfile`, {follow: true})) !== undefined) return 'dockerfile';
  throw missing(path);
}

function missing(path: string): Error {
  return new Error(
    `unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat ${path}: no such file or directory`,
  );
}

/** The Dockerfile and the .dockerignore are always sent: the Engine needs them, and leaves them out itself. */
async function rulesOf(
  files: CommandContext['files'],
  root: string,
  dockerfile: string | undefined,
): Promise<IgnoreRules> {
  const path = `${root}/${ignoreFile}`;
  if ((await files.stat(path, {follow: true})) === undefined) return ignoreRules([]);
  let lines = readIgnoreLines(await collectText(files.read(path)));
  try {
    for (const needed of [ignoreFile, ...(dockerfile === undefined ? [] : [dockerfile])]) {
      if (ignoreRules(lines).excludes(needed)) lines = [...lines, `!${needed}`];
    }
    return ignoreRules(lines);
  } catch (error) {
    throw new Error(`error checking context: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const tarMagicAt = 257;
const headBytes = 512;

/** The context of a build from stdin: an archive, or a Dockerfile alone. */
export async function stdinContext(stdin: ByteStream, file: string): Promise<BuildContext> {
  const iterator = stdin[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < headBytes) {
    const {done, value} = await iterator.next();
    if (done) break;
    parts.push(value);
    size += value.length;
  }
  const head = concatBytes(parts);
  const rest = {[Symbol.asyncIterator]: () => iterator};
  if (isArchive(head)) return {archive: chained(head, rest), dockerfile: file === '' ? 'Dockerfile' : file};
  if (file === '-') throw new Error("invalid argument: can't use stdin for both build context and dockerfile");
  const content = await collectBytes(chained(head, rest));
  async function* alone(): AsyncGenerator<TarItem> {
    yield textItem('Dockerfile', content);
  }
  return {archive: packTarStream(alone()), dockerfile: 'Dockerfile'};
}

function isArchive(head: Uint8Array): boolean {
  const magic = new TextDecoder('latin1').decode(head.subarray(tarMagicAt, tarMagicAt + 5));
  const [first, second, third] = head;
  const compressed =
    (first === 0x1f && second === 0x8b) ||
    (first === 0x42 && second === 0x5a && third === 0x68) ||
    (first === 0xfd && second === 0x37 && third === 0x7a) ||
    (first === 0x28 && second === 0xb5 && third === 0x2f);
  return magic === 'ustar' || compressed;
}

async function* chained(head: Uint8Array, rest: ByteStream): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  yield* rest;
}
