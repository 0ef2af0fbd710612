import {concat, decode, encode} from '../../bytes/bytes.ts';
import {waitIn, wake} from '../../bytes/pipe.ts';
import type {OutputStream} from '../../runtime/container/output.ts';
import type {Files} from '../../runtime/fs/files.ts';
import type {FileNode} from '../../runtime/fs/nodes.ts';
import {isSystemError} from '../../system-error.ts';

/** containerd cuts longer lines into several entries. */
const longestEntry = 16 * 1024;
/** kubelet's `containerLogMaxSize`, made smaller: files are held in memory. */
const mostBytes = 1024 * 1024;
/** How many files of one container are kept, the newest included. */
const mostFiles = 2;

/**
 * What one container wrote, as a file of the node in the format of the CRI: `TIME stdout F line`.
 * https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
 */
export class CriLog {
  readonly path: string;
  readonly #files: Files;
  readonly #now: () => number;
  readonly #partial = new Map<OutputStream, Uint8Array>();
  readonly #waiting: (() => void)[] = [];
  #file: FileNode | undefined;
  #closed = false;

  /** `files` are the node's own; folders on the way to `path` are made. */
  constructor(options: {readonly files: Files; readonly path: string; readonly now: () => number}) {
    this.path = options.path;
    this.#files = options.files;
    this.#now = options.now;
    this.#file = this.#make();
  }

  /** The file that is written now; undefined where the node had no room for it. */
  get file(): FileNode | undefined {
    return this.#file;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Takes what was written; a line is an entry once it is whole. */
  append(stream: OutputStream, bytes: Uint8Array): void {
    const before = this.#partial.get(stream);
    let rest = before ? concat([before, bytes]) : bytes;
    const entries: Uint8Array[] = [];
    for (;;) {
      const newline = rest.indexOf(0x0a);
      const isWhole = newline >= 0 && newline <= longestEntry;
      if (!isWhole && rest.length <= longestEntry) break;
      entries.push(this.#entry(stream, isWhole ? 'F' : 'P', rest.subarray(0, isWhole ? newline : longestEntry)));
      rest = rest.subarray(isWhole ? newline + 1 : longestEntry);
    }
    if (rest.length > 0) this.#partial.set(stream, rest.slice());
    else this.#partial.delete(stream);
    if (entries.length > 0) this.#write(concat(entries));
  }

  /** The container has ended: what it wrote without a newline is a line as well. */
  close(): void {
    if (this.#closed) return;
    for (const [stream, bytes] of this.#partial) this.#write(this.#entry(stream, 'F', bytes));
    this.#partial.clear();
    this.#closed = true;
    wake(this.#waiting);
  }

  /** Resolves when there may be more; rejects with the signal's reason. */
  changed(signal: AbortSignal): Promise<void> {
    return waitIn(this.#waiting, signal);
  }

  #entry(stream: OutputStream, tag: 'F' | 'P', bytes: Uint8Array): Uint8Array {
    return concat([encode(`${nanoTime(this.#now())} ${stream} ${tag} `), bytes, newlineByte]);
  }

  #write(bytes: Uint8Array): void {
    const file = this.#file ?? this.#make();
    if (!file) return;
    try {
      file.write(file.size, bytes);
      file.modifiedMs = this.#now();
    } catch (error) {
      // A full disk: what a container says is lost then, as on a real node.
      if (!isSystemError(error)) throw error;
    }
    if (file.size >= mostBytes) this.#rotate();
    wake(this.#waiting);
  }

  #make(): FileNode | undefined {
    try {
      this.#files.makeDirectories(this.path.slice(0, this.path.lastIndexOf('/')), 0o755);
      this.#files.write(this.path, '');
      this.#files.change(this.path, {mode: 0o640});
      const {node} = this.#files.requireStat(this.path);
      return node.kind === 'file' ? node : undefined;
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  }

  /** `0.log` becomes `0.log.20260101-000000`; the oldest such file goes. */
  #rotate(): void {
    const folder = this.path.slice(0, this.path.lastIndexOf('/'));
    const name = this.path.slice(folder.length + 1);
    const stamp = new Date(this.#now()).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    try {
      const old = this.#files.list(folder).filter((other) => other.startsWith(`${name}.`));
      for (const other of old.slice(0, Math.max(0, old.length - mostFiles + 2)))
        this.#files.unlink(`${folder}/${other}`);
      this.#files.rename(this.path, `${this.path}.${stamp}`);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
    this.#file = this.#make();
  }
}

const newlineByte = Uint8Array.of(0x0a);

/** One line of such a file. */
export interface CriEntry {
  readonly timeMs: number;
  readonly stream: OutputStream;
  /** Without its newline. */
  readonly bytes: Uint8Array;
  /** The line goes on in the next entry of its stream. */
  readonly isPartial: boolean;
}

/** Reads a line without its newline; undefined when it is none. */
export function parseEntry(line: Uint8Array): CriEntry | undefined {
  const head = /^(\S+) (stdout|stderr) ([FP])\S* ?/.exec(decode(line.subarray(0, 64)));
  if (!head) return undefined;
  const [whole, time = '', stream, tag] = head;
  return {
    timeMs: Date.parse(time),
    stream: stream === 'stderr' ? 'stderr' : 'stdout',
    bytes: line.subarray(whole.length),
    isPartial: tag === 'P',
  };
}

/** RFC 3339 with nine digits always. */
export function nanoTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000000Z');
}
