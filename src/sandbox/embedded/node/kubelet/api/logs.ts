import {concat, encode} from '../../../bytes/bytes.ts';
import type {ByteWriter} from '../../../bytes/pipe.ts';
import type {LogOptions} from '../../../kubernetes-api/kubelet-api.ts';
import {badRequest} from '../../../kubernetes-api/refusal.ts';
import type {FileNode} from '../../../runtime/fs/nodes.ts';
import {nanoTime, parseEntry} from '../../containers/cri-log.ts';
import type {NodeContainer} from '../../containers/node-container.ts';
import type {PodState} from '../pod-state.ts';

const newline = 0x0a;
/** Read and written in pieces: a log may be long, and its reader slow. */
const pieceBytes = 64 * 1024;

/** Writes a container's log as its reader wants it. Throws 400 in the kubelet's words while there is none. */
export async function writeLogs(
  state: PodState,
  options: LogOptions,
  to: ByteWriter,
  signal: AbortSignal,
): Promise<void> {
  const {log} = containerFor(state, options);
  const writer = new LineWriter(options, to, signal);
  let file = log.file;
  let offset = file ? tailOffset(file, options.tailLines) : 0;
  for (;;) {
    if (file) {
      offset = await writer.writeFrom(file, offset);
      if (writer.isFull) return;
    }
    if (log.file !== file) {
      // It was rotated: what comes now stands in a new file.
      file = log.file;
      offset = 0;
      continue;
    }
    if (!options.follow || log.closed || signal.aborted) return;
    try {
      await log.changed(signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
  }
}

/** Which run of the container is meant. */
function containerFor(state: PodState, {container: name, previous}: LogOptions): NodeContainer {
  const {pod} = state;
  const made = state.made(name);
  const newest = made.at(-1);
  if (previous) {
    const ended = newest?.state === 'exited' && state.waiting.has(name) ? newest : made.at(-2);
    if (ended) return ended;
    throw badRequest(`previous terminated container "${name}" in pod "${pod.metadata.name}" not found`);
  }
  if (newest && newest.state !== 'created') return newest;
  throw badRequest(`container "${name}" in pod "${pod.metadata.name}" is waiting to start: ${whyNot(state, name)}`);
}

function whyNot(state: PodState, name: string): string {
  const reason = state.waiting.get(name)?.reason;
  if (reason === 'ErrImagePull') return "image can't be pulled";
  if (reason === 'ImagePullBackOff') return 'trying and failing to pull image';
  return reason ?? ((state.pod.spec?.initContainers ?? []).length > 0 ? 'PodInitializing' : 'ContainerCreating');
}

/** Where the last so many lines begin. */
function tailOffset(file: FileNode, lines: number | undefined): number {
  if (lines === undefined) return 0;
  const bytes = file.read(0, file.size);
  let at = bytes.length;
  for (let left = lines; left > 0 && at > 0; left -= 1) at = bytes.lastIndexOf(newline, at - 2) + 1;
  return at;
}

class LineWriter {
  readonly #options: LogOptions;
  readonly #to: ByteWriter;
  readonly #signal: AbortSignal;
  #left: number;

  constructor(options: LogOptions, to: ByteWriter, signal: AbortSignal) {
    this.#options = options;
    this.#to = to;
    this.#signal = signal;
    this.#left = options.limitBytes ?? Number.POSITIVE_INFINITY;
  }

  /** Nothing more may be written. */
  get isFull(): boolean {
    return this.#left <= 0;
  }

  /** Writes whole lines from an offset on; gives the offset of what comes next. */
  async writeFrom(file: FileNode, from: number): Promise<number> {
    let at = from;
    while (at < file.size && !this.isFull) {
      const bytes = file.read(at, pieceBytes);
      const end = bytes.lastIndexOf(newline) + 1;
      if (end === 0) return at;
      await this.#write(this.#shown(bytes.subarray(0, end)));
      at += end;
    }
    return at;
  }

  #shown(lines: Uint8Array): Uint8Array {
    const {sinceMs, timestamps} = this.#options;
    const parts: Uint8Array[] = [];
    for (let at = 0; at < lines.length; ) {
      const end = lines.indexOf(newline, at);
      const entry = parseEntry(lines.subarray(at, end));
      at = end + 1;
      if (!entry || (sinceMs !== undefined && entry.timeMs < sinceMs)) continue;
      if (timestamps) parts.push(encode(`${nanoTime(entry.timeMs)} `));
      parts.push(entry.bytes);
      if (!entry.isPartial) parts.push(lineEnd);
    }
    return concat(parts);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const kept = bytes.subarray(0, Math.min(bytes.length, this.#left));
    this.#left -= kept.length;
    if (kept.length > 0) await this.#to.write(kept, this.#signal);
  }
}

const lineEnd = Uint8Array.of(newline);
