import {appendFileSync, readFileSync, renameSync, statSync} from 'node:fs';
import {z} from 'zod';
import {systemCode} from '../../errors.ts';
import type {Call, Json} from '../../observation.ts';

const keptInMemory = 5000;
const largestFileBytes = 5 * 1024 * 1024;

/** Where calls are kept: in memory for checks, and in a file of JSON lines for the next process. */
export interface CallLog {
  /** Those made at or after an epoch millisecond, oldest first. */
  calls(since: number): readonly Call[];
  /** Adds a call and returns its number. */
  add(call: Call): number;
  /** What became known of it later (an exit code); listeners hear of it again. */
  complete(number: number, call: Call): void;
  onCall(listener: (call: Call) => void): () => void;
}

type Numbered = {readonly number: number; readonly call: Call};

/**
 * Opens the log and reads back what an earlier process wrote. A later line with the same number replaces the earlier
 * one; a line a crash tore is dropped. At 5 MB the file becomes `<file>.1`. Rejects nothing: a log that cannot be
 * written must not stop the learner.
 */
export function openCallLog(file: string): CallLog {
  let kept: Numbered[] = readBack(file);
  const listeners = new Set<(call: Call) => void>();
  let last = kept.reduce((highest, {number}) => Math.max(highest, number), 0);
  const append = appendTo(file);

  function write(entry: Numbered): void {
    append(JSON.stringify({number: entry.number, ...entry.call}));
    for (const listener of listeners) listener(entry.call);
  }

  return {
    calls: (since) => kept.filter(({call}) => call.at >= since).map(({call}) => call),
    add(call) {
      last += 1;
      kept.push({number: last, call});
      if (kept.length > keptInMemory) kept = kept.slice(-keptInMemory / 2);
      write({number: last, call});
      return last;
    },
    complete(number, call) {
      kept = kept.map((entry) => (entry.number === number ? {number, call} : entry));
      write({number, call});
    },
    onCall(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function appendTo(file: string): (text: string) => void {
  let sizeBytes = statSync(file, {throwIfNoEntry: false})?.size ?? 0;
  // The last line of an earlier process may be torn: ours must not be taken for its rest.
  let start = '\n';
  return (text) => {
    const line = `${start}${text}\n`;
    start = '';
    try {
      if (sizeBytes + line.length > largestFileBytes) {
        renameSync(file, `${file}.1`);
        sizeBytes = 0;
      }
      appendFileSync(file, line, {mode: 0o600});
      sizeBytes += Buffer.byteLength(line);
    } catch (error) {
      // A full disk costs the log's memory of the past, not the lesson of the moment.
      if (!systemCode(error)) throw error;
    }
  };
}

const json: z.ZodType<Json> = z.json();
const storedCall = z.object({
  number: z.int(),
  at: z.number(),
  verb: z.string(),
  target: z.string(),
  status: z.number(),
  error: z.string(),
  detail: z.record(z.string(), json),
});

function readBack(file: string): Numbered[] {
  const calls = new Map<number, Call>();
  for (const line of [...linesOf(`${file}.1`), ...linesOf(file)]) {
    const stored = storedCall.safeParse(line);
    if (!stored.success) continue;
    const {number, ...call} = stored.data;
    calls.set(number, call);
  }
  return [...calls].map(([number, call]) => ({number, call})).slice(-keptInMemory);
}

function linesOf(file: string): readonly unknown[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // None yet, or not readable: the log begins anew.
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}
