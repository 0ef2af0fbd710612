import {decode, hex} from '../../../bytes/bytes.ts';
import {DiskBudget} from '../../../runtime/fs/budget.ts';
import {MountTable} from '../../../runtime/fs/mounts.ts';
import {layerOver, type OverlayDirectory} from '../../../runtime/fs/overlay.ts';
import {absolutePath} from '../../../runtime/fs/path.ts';
import {rootFiles} from '../../../runtime/fs/root-files.ts';
import type {Kernel} from '../../../runtime/process/kernel.ts';
import {isSystemError} from '../../../system-error.ts';
import {ApiRefusal, badRequest} from '../../api/refusal.ts';
import {spool} from '../../images/spool.ts';
import {type Chunks, TarFault} from '../../images/tar.ts';
import {isExcluded, parseIgnore} from './dockerignore.ts';
import {leadsOut, resolveIn} from './scoped-path.ts';
import {withEnd} from './tar-end.ts';
import {startSum} from './tarsum.ts';
import {removeAll} from './unpack.ts';
import {unpackTar} from './unpack-tar.ts';

const usualName = 'Dockerfile';
const largestDockerfile = 4 * 1024 * 1024;
/** Of a context: it is held in memory while it is built from. */
const largestContext = 128 * 1024 * 1024;

/** The files a client sent to build from. */
export class BuildContext {
  readonly root: OverlayDirectory;
  /** By path without a slash before it: the checksum of the entry that came under it. */
  readonly sums: ReadonlyMap<string, string>;

  private constructor(root: OverlayDirectory, sums: ReadonlyMap<string, string>) {
    this.root = root;
    this.sums = sums;
  }

  /** Takes in an archive, packed or not. Throws 500 in the daemon's words for a bad one. */
  static async read(tar: Chunks, kernel: Kernel): Promise<BuildContext> {
    // A budget of its own: all of it is gone when the build is over.
    const root = layerOver(undefined, {budget: new DiskBudget(2 * largestContext)});
    const files = rootFiles(new MountTable(root), () => kernel.clock.now());
    const sums = new Map<string, string>();
    const {bytes} = await spool(tar, kernel, largestContext);
    try {
      await unpackTar(withEnd(bytes.chunks()), {
        files,
        breathe: () => kernel.yield(),
        onEntry(header, content) {
          const sum = startSum(kernel.outside, header);
          for (const piece of content) sum.update(piece);
          const path = absolutePath(header.name).slice(1);
          // Of two entries of one name the first is the one that is looked up.
          if (!sums.has(path)) sums.set(path, hex(sum.digest()));
        },
      });
    } catch (error) {
      throw readingFault(error);
    } finally {
      kernel.disk.take(-bytes.storedBytes);
    }
    return new BuildContext(root, sums);
  }

  /**
   * The text of the Dockerfile. Afterwards it is gone from the context, and `.dockerignore` with it, where the latter says
   * so: clients leave out everything else themselves. Throws in the daemon's words.
   */
  takeDockerfile(asked: string): string {
    const name = this.#nameOf(asked === '' ? usualName : asked);
    const text = this.#read(name);
    if (text === '') throw badRequest(`the Dockerfile (${name}) cannot be empty`);
    const ignore = resolveIn(this.root, '.dockerignore').node;
    if (ignore?.kind !== 'file') return text;
    const patterns = parseIgnore(decode(ignore.read(0, largestDockerfile)));
    const files = rootFiles(new MountTable(this.root), () => 0);
    for (const each of ['.dockerignore', name])
      if (isExcluded(each, patterns) && files.stat(each, {follow: false})) removeAll(files, absolutePath(each));
    return text;
  }

  /** `dockerfile` will do where nobody asked for another name. */
  #nameOf(asked: string): string {
    if (leadsOut(asked)) throw new ApiRefusal(500, `forbidden path outside the build context: ${asked} ()`);
    const candidates = asked === usualName ? [asked, asked.toLowerCase()] : [asked];
    for (const name of candidates) if (this.#exists(name)) return name;
    throw new ApiRefusal(500, `Cannot locate specified Dockerfile: ${asked}`);
  }

  #exists(name: string): boolean {
    try {
      return resolveIn(this.root, name).node !== undefined;
    } catch (error) {
      if (isSystemError(error)) return false;
      throw error;
    }
  }

  #read(name: string): string {
    const node = resolveIn(this.root, name).node;
    if (node?.kind !== 'file')
      throw new ApiRefusal(500, `unexpected error reading Dockerfile: read ${absolutePath(name)}: is a directory`);
    if (node.size > largestDockerfile)
      throw badRequest(`the Dockerfile (${name}) is larger than ${largestDockerfile} bytes`);
    return decode(node.read(0, node.size));
  }
}

/** An archive that is none, as the daemon tells it. */
function readingFault(error: unknown): unknown {
  if (!(error instanceof TarFault)) return error;
  switch (error.message) {
    case 'unexpected EOF':
      return new TarFault('Error processing tar file(unexpected EOF): ');
    case 'archive/tar: invalid tar header':
      return new TarFault('Error processing tar file(exit status 1): unexpected EOF');
    default:
      return error;
  }
}
