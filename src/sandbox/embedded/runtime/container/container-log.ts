import {concat} from '../../bytes/bytes.ts';
import {waitIn, wake} from '../../bytes/pipe.ts';
import {isSystemError} from '../../system-error.ts';
import type {DiskBudget} from '../fs/budget.ts';
import {type LogEntry, LogSegment} from './log-segment.ts';
import type {OutputStream} from './output.ts';

/** Docker cuts longer lines into several entries. */
const longestEntry = 16 * 1024;

/** How much is kept; the oldest goes first. Bytes as json-file counts them. */
export interface LogLimits {
  readonly segmentBytes: number;
  readonly segments: number;
}

const usualSegmentBytes = 64 * 1024;
const mostBytes = 4 * 1024 * 1024;

/** Limits of `--log-opt max-size=` and `max-file=`, never more than 4 MiB in all: the log is kept in memory. */
export function logLimits(maxSizeBytes?: number, maxFiles = 1): LogLimits {
  const bytes = Math.min(mostBytes, (maxSizeBytes ?? mostBytes) * maxFiles);
  const segmentBytes = Math.min(usualSegmentBytes, maxSizeBytes ?? usualSegmentBytes);
  return {segmentBytes, segments: Math.max(1, Math.ceil(bytes / segmentBytes))};
}

/** Where a reader of a log is. */
export interface LogPosition {
  segment: number;
  offset: number;
}

/** What a container wrote, line by line with its times, as the json-file driver keeps it. */
export class ContainerLog {
  readonly #limits: LogLimits;
  readonly #budget: DiskBudget;
  readonly #now: () => number;
  readonly #partial = new Map<OutputStream, Uint8Array>();
  readonly #waiting: (() => void)[] = [];
  #segments: LogSegment[] = [];
  /** Number of the first segment that is still there. */
  #first = 0;

  constructor(options: {readonly limits: LogLimits; readonly budget: DiskBudget; readonly now: () => number}) {
    this.#limits = options.limits;
    this.#budget = options.budget;
    this.#now = options.now;
  }

  /** Takes what was written; a line is an entry once it is whole. */
  append(stream: OutputStream, bytes: Uint8Array): void {
    const before = this.#partial.get(stream);
    let rest = before ? concat([before, bytes]) : bytes;
    for (;;) {
      const newline = rest.indexOf(0x0a);
      const length = newline < 0 || newline >= longestEntry ? longestEntry : newline + 1;
      if (newline < 0 && rest.length < longestEntry) break;
      this.#add(stream, rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    if (rest.length > 0) this.#partial.set(stream, rest.slice());
    else this.#partial.delete(stream);
    wake(this.#waiting);
  }

  /** The container has ended: what it wrote without a newline is an entry as well. */
  flush(): void {
    for (const [stream, bytes] of this.#partial) this.#add(stream, bytes);
    this.#partial.clear();
    wake(this.#waiting);
  }

  /** Where a reader begins: at the first entry, or that many before the end. */
  position(tail?: number): LogPosition {
    const start = {segment: this.#first, offset: 0};
    if (tail === undefined) return start;
    const count = this.#segments.reduce((sum, {entries}) => sum + entries, 0);
    for (let skip = count - tail; skip > 0; skip -= 1) if (!this.next(start)) break;
    return start;
  }

  /** The entry at a position, which then goes on; undefined at the end. What has been dropped meanwhile is left out. */
  next(at: LogPosition): LogEntry | undefined {
    if (at.segment < this.#first) Object.assign(at, {segment: this.#first, offset: 0});
    for (;;) {
      const segment = this.#segments[at.segment - this.#first];
      if (!segment) return undefined;
      const found = segment.read(at.offset);
      if (found) {
        at.offset = found.next;
        return found.entry;
      }
      if (at.segment - this.#first === this.#segments.length - 1) return undefined;
      Object.assign(at, {segment: at.segment + 1, offset: 0});
    }
  }

  /** Resolves when there may be more; rejects with the signal's reason. */
  changed(signal: AbortSignal): Promise<void> {
    return waitIn(this.#waiting, signal);
  }

  /** Wakes everybody who waits for more: they look whether the container still runs. */
  nudge(): void {
    wake(this.#waiting);
  }

  /** Gives its room back. */
  clear(): void {
    while (this.#segments.length > 0) this.#dropFirst();
    this.#partial.clear();
    this.nudge();
  }

  #add(stream: OutputStream, bytes: Uint8Array): void {
    const entry = {stream, timeMs: this.#now(), bytes};
    let last = this.#segments.at(-1);
    if (!last || last.cost >= this.#limits.segmentBytes) {
      last = new LogSegment();
      this.#segments.push(last);
      if (this.#segments.length > this.#limits.segments) this.#dropFirst();
    }
    const more = last.roomFor(entry);
    if (more > 0 && !this.#take(more)) return;
    last.add(entry);
  }

  /** Room on the simulated disk; where that is full, the oldest lines make it. */
  #take(bytes: number): boolean {
    for (;;) {
      try {
        this.#budget.take(bytes);
        return true;
      } catch (error) {
        if (!isSystemError(error, 'ENOSPC')) throw error;
        if (this.#segments.length < 2) return false;
        this.#dropFirst();
      }
    }
  }

  #dropFirst(): void {
    const [first] = this.#segments.splice(0, 1);
    if (first) this.#budget.take(-first.capacity);
    this.#first += 1;
  }
}
