import {concat, decode, indexOfByte} from '../../../../bytes/bytes.ts';
import {isSystemError} from '../../../../system-error.ts';
import type {Process} from '../../../process/process.ts';
import {matchesGlob} from '../../text/glob.ts';
import {durationMs, isTrue, listOf, required, type Section} from './config.ts';
import type {Emit} from './event.ts';
import type {FluentLog} from './log.ts';
import {type RecordParser, recordParser} from './parse-record.ts';

const pollMs = 500;
/** A line beyond this is cut: it would fill the memory. */
const longestLine = 1 << 20;

/** A file that is followed: what of it is read, and whether its reader may read it at all. */
interface Followed {
  position: number;
  isUnreadable: boolean;
}

/** The source `tail`: lines appended to files, each as an event. https://docs.fluentd.org/input/tail */
export class TailSource {
  readonly #parse: RecordParser;
  readonly #paths: readonly string[];
  readonly #excluded: readonly string[];
  readonly #tag: string;
  readonly #fromHead: boolean;
  readonly #refreshMs: number;
  readonly #pathKey: string | undefined;
  readonly #files = new Map<string, Followed>();
  readonly hasPositionFile: boolean;

  /** Throws ConfigProblem. */
  constructor(section: Section) {
    this.#paths = listOf(required(section, 'path'));
    this.#tag = required(section, 'tag');
    this.#parse = recordParser(section);
    this.#excluded = listOf(section.values.get('exclude_path'));
    this.#fromHead = isTrue(section.values.get('read_from_head') ?? 'false');
    this.#refreshMs = durationMs('refresh_interval', section.values.get('refresh_interval') ?? '60');
    this.#pathKey = section.values.get('path_key');
    this.hasPositionFile = section.values.has('pos_file');
  }

  /** Reads for ever. */
  async run(process: Process, log: FluentLog, emit: Emit): Promise<never> {
    let looksAgainAt = process.now();
    for (let isFirst = true; ; isFirst = false) {
      if (process.now() >= looksAgainAt) {
        await this.#look(process, log, isFirst);
        looksAgainAt += this.#refreshMs;
      }
      for (const [path, file] of this.#files) await this.#readNew(process, {path, file, log, emit});
      await process.sleep(pollMs);
    }
  }

  /** Finds files that were not there before; one that appears later is new from its first line. */
  async #look(process: Process, log: FluentLog, isFirst: boolean): Promise<void> {
    const found = new Set(this.#paths.flatMap((path) => expandPath(process, path)));
    for (const path of found) {
      if (this.#files.has(path) || this.#excluded.some((pattern) => matchesGlob(pattern, path))) continue;
      const size = process.files.stat(path)?.size ?? 0;
      this.#files.set(path, {position: this.#fromHead || !isFirst ? 0 : size, isUnreadable: false});
      await log.say('info', `following tail of ${path}`);
    }
    for (const path of this.#files.keys()) if (!found.has(path)) this.#files.delete(path);
  }

  async #readNew(
    process: Process,
    {
      path,
      file,
      log,
      emit,
    }: {readonly path: string; readonly file: Followed; readonly log: FluentLog; readonly emit: Emit},
  ): Promise<void> {
    const size = process.files.stat(path)?.size;
    if (size === undefined || size === file.position) return;
    if (!process.files.allows(path, 4)) {
      if (!file.isUnreadable)
        await log.say('warn', `${path} unreadable. It is excluded and would be examined next time.`);
      file.isUnreadable = true;
      return;
    }
    if (size < file.position) {
      await log.say('info', `detected rotation of ${path}; waiting 5.0 seconds`);
      file.position = 0;
    }
    try {
      await this.#readLines(process, {path, file, log, emit});
    } catch (error) {
      // It was there a moment ago, and is looked for again.
      if (!isSystemError(error)) throw error;
    }
  }

  async #readLines(
    process: Process,
    {
      path,
      file,
      log,
      emit,
    }: {readonly path: string; readonly file: Followed; readonly log: FluentLog; readonly emit: Emit},
  ): Promise<void> {
    const descriptor = process.files.open(path, {read: true});
    descriptor.seek(file.position);
    const fd = process.adopt(descriptor);
    try {
      let rest: Uint8Array = new Uint8Array(0);
      for (let piece = await process.read(fd); piece; piece = await process.read(fd)) {
        const bytes: Uint8Array = rest.length === 0 ? piece : concat([rest, piece]);
        let start = 0;
        for (let end = indexOfByte(bytes, 10); end >= 0; end = indexOfByte(bytes, 10, start)) {
          await this.#emitLine(process, {path, line: decode(bytes.subarray(start, end)), log, emit});
          file.position += end + 1 - start;
          start = end + 1;
        }
        rest = bytes.subarray(start);
        if (rest.length > longestLine) {
          file.position += rest.length;
          rest = new Uint8Array(0);
        }
      }
    } finally {
      process.closeFd(fd);
    }
  }

  async #emitLine(
    process: Process,
    {
      path,
      line,
      log,
      emit,
    }: {readonly path: string; readonly line: string; readonly log: FluentLog; readonly emit: Emit},
  ): Promise<void> {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    const record = this.#parse(text);
    if (!record) return log.say('warn', `pattern not matched: ${JSON.stringify(text)}`);
    const dotted = path.replace(/^\/+/, '').replace(/\/+/g, '.');
    const named = this.#pathKey === undefined ? record : {...record, [this.#pathKey]: path};
    await emit({tag: this.#tag.replace('*', () => dotted), timeMs: process.now(), record: named});
  }
}

/** The files a path with stars stands for. */
function expandPath(process: Process, pattern: string): readonly string[] {
  let paths = ['/'];
  for (const part of pattern.split('/').filter((each) => each !== '')) {
    paths = paths.flatMap((folder) => {
      const join = (name: string): string => (folder === '/' ? `/${name}` : `${folder}/${name}`);
      return /[*?[]/.test(part)
        ? namesIn(process, folder)
            .filter((name) => matchesGlob(part, name))
            .map(join)
        : [join(part)];
    });
  }
  return paths.filter((path) => isFile(process, path));
}

function namesIn(process: Process, folder: string): readonly string[] {
  try {
    return process.files.list(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

function isFile(process: Process, path: string): boolean {
  try {
    return process.files.stat(path)?.kind === 'file';
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}
