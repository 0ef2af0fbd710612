import {hex} from '../../../../bytes/bytes.ts';
import {isSystemError} from '../../../../system-error.ts';
import type {FileNode} from '../../../fs/nodes.ts';
import type {Process} from '../../../process/process.ts';

const pieceBytes = 256 * 1024;

/**
 * The registry's files, laid as the real one lays them: blobs by their digest, and links to them by repository.
 * https://distribution.github.io/distribution/spec/#directory-layout
 */
export class RegistryStorage {
  readonly process: Process;
  /** `/var/lib/registry/docker/registry/v2` */
  readonly root: string;

  constructor(process: Process, rootDirectory: string) {
    this.process = process;
    this.root = `${rootDirectory.replace(/\/+$/, '')}/docker/registry/v2`;
  }

  blobPath(digest: string): string {
    const {algorithm, digits} = parts(digest);
    return `${this.root}/blobs/${algorithm}/${digits.slice(0, 2)}/${digits}/data`;
  }

  repositoryPath(name: string): string {
    return `${this.root}/repositories/${name}`;
  }

  layerLink(name: string, digest: string): string {
    return `${this.repositoryPath(name)}/_layers/${linkPart(digest)}`;
  }

  revisionLink(name: string, digest: string): string {
    return `${this.repositoryPath(name)}/_manifests/revisions/${linkPart(digest)}`;
  }

  tagPath(name: string, tag: string): string {
    return `${this.repositoryPath(name)}/_manifests/tags/${tag}`;
  }

  exists(path: string): boolean {
    return this.process.files.stat(path) !== undefined;
  }

  /** Names in a folder; undefined when it is not there. */
  list(path: string): readonly string[] | undefined {
    try {
      return this.process.files.list(path);
    } catch (error) {
      if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    }
  }

  /** What a link leads to; undefined when there is none. */
  readLink(path: string): string | undefined {
    try {
      return this.process.files.readText(path).trim();
    } catch (error) {
      if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    }
  }

  write(path: string, content: string | Uint8Array): void {
    const {files} = this.process;
    files.makeDirectories(path.slice(0, path.lastIndexOf('/')), 0o755);
    files.write(path, content);
  }

  /** A folder with all that is in it; nothing when there is none. */
  async remove(path: string): Promise<void> {
    await this.process.breathe();
    const {files} = this.process;
    const stat = files.stat(path, {follow: false});
    if (!stat) return;
    if (stat.kind !== 'directory') return files.unlink(path);
    for (const name of files.list(path)) await this.remove(`${path}/${name}`);
    files.removeDirectory(path);
  }

  /** A blob of a repository; undefined when the repository has none such. */
  blob(name: string, digest: string): FileNode | undefined {
    if (!this.exists(this.layerLink(name, digest))) return undefined;
    return this.data(digest);
  }

  data(digest: string): FileNode | undefined {
    const node = this.process.files.stat(this.blobPath(digest))?.node;
    return node?.kind === 'file' ? node : undefined;
  }

  /** The digest of a file, read piece by piece. */
  async digestOf(path: string): Promise<string> {
    const {process} = this;
    const node = process.files.requireStat(path).node;
    const hash = process.space.kernel.outside.sha256();
    if (node.kind === 'file')
      for (let at = 0; at < node.size; at += pieceBytes) {
        await process.breathe();
        hash.update(node.read(at, pieceBytes));
      }
    return `sha256:${hex(hash.digest())}`;
  }

  digestOfBytes(bytes: Uint8Array): string {
    const hash = this.process.space.kernel.outside.sha256();
    hash.update(bytes);
    return `sha256:${hex(hash.digest())}`;
  }
}

function parts(digest: string): {readonly algorithm: string; readonly digits: string} {
  const [algorithm = '', digits = ''] = digest.split(':');
  return {algorithm, digits};
}

function linkPart(digest: string): string {
  const {algorithm, digits} = parts(digest);
  return `${algorithm}/${digits}/link`;
}
