import {
  closeSync,
  copyFileSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import {dirname} from 'node:path';
import {promisify} from 'node:util';
import {z} from 'zod';
import type {Clock} from '../../clock.ts';
import {LearnError, systemCode} from '../../errors.ts';
import type {Params} from '../../observation.ts';

const number = z.number().int().nonnegative();
const entry = z.object({
  seq: number,
  kind: z.enum(['container', 'network', 'volume', 'image']),
  name: z.string(),
  realName: z.string(),
  id: z.string(),
  keep: z.enum(['no', 'course', 'foreign', 'cluster']),
  at: z.number(),
});

const Record = z.discriminatedUnion('op', [
  z.object({op: z.literal('head'), at: number, since: z.number()}),
  z.object({op: z.literal('add'), entry}),
  z.object({op: z.literal('remove'), at: number, seq: number}),
  z.object({op: z.literal('touch'), at: number, seq: number}),
  z.object({op: z.literal('rename'), at: number, seq: number, name: z.string(), realName: z.string()}),
  z.object({op: z.literal('changed'), at: number, entry}),
  z.object({op: z.literal('hide'), at: number, name: z.string()}),
  z.object({op: z.literal('mark'), at: number}),
  z.object({op: z.literal('unhide'), at: number, name: z.string()}),
]);

/** One line of the ledger's file. `at` (of `add`: the entry's `seq`) is the number of the change, not a time. */
export type LedgerRecord = z.infer<typeof Record>;

/** Something the learner should hear once; its words are made by `messages/`. */
export interface Notice {
  readonly cause: 'ledger-damaged';
  readonly params: Params;
}

/** Reads the records at `file`, sets a damaged file aside and gives the means to write on. */
export function loadLedger(file: string, clock: Clock) {
  const text = readText(file);
  const {records, damaged} = parseLines(text);
  const notice = damaged > 0 ? setAside(file, {clock, kept: records.length, lost: damaged}) : undefined;
  const first: LedgerRecord = {op: 'head', at: 0, since: clock.now()};
  const known = records.some((record) => record.op === 'head');
  return {records: known ? records : [first, ...records], notice, append: new AppendFile(file)};
}

function readText(file: string): string {
  try {
    mkdirSync(dirname(file), {recursive: true, mode: 0o700});
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw new LearnError({
      code: 'LEDGER_NOT_READABLE',
      message: `The list of what you made cannot be read at ${file} (${systemCode(error)}).`,
      fix: `Give yourself access to ${file}, or move it away; then start again.`,
      cause: error,
    });
  }
}

function parseLines(text: string): {records: LedgerRecord[]; damaged: number} {
  const lines = text.split('\n');
  // What stands behind the last newline was torn by a crash before anybody was told of it.
  lines.pop();
  const records: LedgerRecord[] = [];
  let damaged = 0;
  for (const line of lines) {
    const record = parseLine(line);
    if (record) records.push(record);
    else damaged += 1;
  }
  return {records, damaged};
}

function parseLine(line: string): LedgerRecord | undefined {
  try {
    return Record.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function setAside(file: string, {clock, kept, lost}: {clock: Clock; kept: number; lost: number}): Notice {
  const time = new Date(clock.now()).toISOString().replaceAll(':', '-');
  const aside = `${file}.damaged-${time}`;
  // A copy: the ledger itself is replaced in one go later, so that a crash in between loses nothing.
  copyFileSync(file, aside);
  return {cause: 'ledger-damaged', params: {file, aside, kept, lost}};
}

/** A file that grows by whole lines. */
class AppendFile {
  readonly #file: string;
  #descriptor = -1;
  #sizeBytes = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Replaces the whole file in one go and goes on behind it. */
  replace(records: readonly LedgerRecord[]): void {
    const content = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const temporary = `${this.#file}.new`;
    this.#writing(() => {
      const descriptor = openSync(temporary, 'w', 0o600);
      try {
        writeAll(descriptor, content);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporary, this.#file);
      this.close();
      this.#descriptor = openSync(this.#file, 'a', 0o600);
      this.#sizeBytes = content.length;
    });
  }

  line(record: LedgerRecord): void {
    const content = Buffer.from(`${JSON.stringify(record)}\n`);
    this.#writing(() => {
      try {
        writeAll(this.#descriptor, content);
        this.#sizeBytes += content.length;
      } catch (error) {
        // Half a line must not stay: the next one would be glued to it.
        ftruncateSync(this.#descriptor, this.#sizeBytes);
        throw error;
      }
    });
  }

  async sync(): Promise<void> {
    if (this.#descriptor >= 0) await promisify(fsync)(this.#descriptor);
  }

  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    this.#descriptor = -1;
  }

  #writing(write: () => void): void {
    try {
      write();
    } catch (error) {
      throw new LearnError({
        code: 'LEDGER_NOT_WRITABLE',
        message: `What you make cannot be written down in ${this.#file} (${systemCode(error)}), so it could not be cleaned up later.`,
        fix: `Make room on the disk and see that ${dirname(this.#file)} can be written to; then try again.`,
        cause: error,
      });
    }
  }
}

function writeAll(descriptor: number, content: Uint8Array): void {
  let written = 0;
  while (written < content.length) written += writeSync(descriptor, content, written);
}
