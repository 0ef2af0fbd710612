import {gzipSync} from 'node:zlib';
import {packTar, type TarHeader} from 'modern-tar';
import {type RawEntry, rawTar} from '../../images/raw-tar.ts';

/** A file of a context: its text, or more about it. */
export type FileSpec =
  | string
  | {readonly text: string; readonly mode?: number; readonly uid?: number; readonly gid?: number}
  | {readonly directory: true; readonly mode?: number; readonly uid?: number; readonly gid?: number}
  | {readonly symlink: string}
  | {readonly hard: string}
  /** An archive in the archive. */
  | {readonly tar: ContextFiles; readonly gzip?: boolean};

export type ContextFiles = {readonly [path: string]: FileSpec};

/** One call of `POST /build`. */
export interface BuildCall {
  /** Absent: the context has none, or its `files` have it under another name. */
  readonly dockerfile?: string;
  readonly files?: ContextFiles;
  /** Instead of both: an archive written by hand. */
  readonly raw?: readonly RawEntry[];
  /** `t=k8sl-built-a&buildargs={"A":"1"}`, not encoded. */
  readonly query?: string;
}

/** Some builds one after the other on a daemon that has built nothing yet. */
export interface BuildCase {
  readonly name: string;
  readonly builds: readonly BuildCall[];
}

/** What a build comes to, ids replaced by what they stand for. */
export interface Outcome {
  readonly status: number;
  readonly lines: readonly string[];
  readonly image?: BuiltImage;
}

/** The image at its end, without what differs from build to build. */
export interface BuiltImage {
  readonly author: string;
  readonly config: unknown;
  readonly containerConfig: unknown;
  readonly isOfContainer: boolean;
  readonly history: readonly string[];
  /** Of each layer it has over its base, every entry of its archive. */
  readonly layers: readonly (readonly string[])[];
}

/** One build of one Dockerfile. */
export function buildCase(name: string, dockerfile: string, files: ContextFiles = {}, query = ''): BuildCase {
  return {name, builds: [{dockerfile, files, query}]};
}

/** The same time for everything in a context: caches do not look at it. */
const laid = new Date(Date.UTC(2025, 0, 1));

/** The archive a client sends. */
export async function contextTar({dockerfile, files = {}, raw}: BuildCall): Promise<Uint8Array> {
  if (raw) return rawTar(raw);
  return tarOf(dockerfile === undefined ? files : {Dockerfile: dockerfile, ...files});
}

async function tarOf(files: ContextFiles): Promise<Uint8Array> {
  const entries = await Promise.all(Object.entries(files).map(([name, file]) => entryOf(name, file)));
  return packTar([...entries]);
}

async function entryOf(name: string, file: FileSpec): Promise<{header: TarHeader; body?: Uint8Array}> {
  const common = {name, size: 0, uid: 0, gid: 0, mtime: laid};
  if (typeof file === 'string') return entryOf(name, {text: file});
  if ('directory' in file) {
    const {mode = 0o755, uid = 0, gid = 0} = file;
    return {header: {...common, name: `${name}/`, type: 'directory', mode, uid, gid}};
  }
  if ('symlink' in file) return {header: {...common, type: 'symlink', mode: 0o777, linkname: file.symlink}};
  if ('hard' in file) return {header: {...common, type: 'link', mode: 0o644, linkname: file.hard}};
  if ('tar' in file) {
    const tar = await tarOf(file.tar);
    const body = file.gzip ? new Uint8Array(gzipSync(tar)) : tar;
    return {header: {...common, mode: 0o644, size: body.length}, body};
  }
  const {mode = 0o644, uid = 0, gid = 0} = file;
  const body = new TextEncoder().encode(file.text);
  return {header: {...common, mode, uid, gid, size: body.length}, body};
}

/** The query as a client encodes it. */
export function encodedQuery(query = ''): string {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return pairs
    .map((pair) => {
      const [key = '', ...value] = pair.split('=');
      return `${key}=${encodeURIComponent(value.join('='))}`;
    })
    .join('&');
}
