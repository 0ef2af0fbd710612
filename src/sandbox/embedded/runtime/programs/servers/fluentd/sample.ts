import type {Process} from '../../../process/process.ts';
import {ConfigProblem, durationMs, required, type Section} from './config.ts';
import {type Emit, isRecord, type LogRecord} from './event.ts';

/** The source `sample`, which was called `dummy`: the same events again and again. https://docs.fluentd.org/input/sample */
export class SampleSource {
  readonly #tag: string;
  readonly #records: readonly LogRecord[];
  readonly #everyMs: number;
  readonly #counter: string | undefined;

  /** Throws ConfigProblem. */
  constructor(section: Section) {
    this.#tag = required(section, 'tag');
    this.#records = recordsOf(section.values.get('sample') ?? section.values.get('dummy') ?? '[{"message":"sample"}]');
    const rate = durationMs('rate', section.values.get('rate') ?? '1') / 1000;
    if (rate <= 0 || rate > 1000) throw new ConfigProblem('rate must be between 1 and 1000');
    this.#everyMs = 1000 / rate;
    this.#counter = section.values.get('auto_increment_key');
  }

  async run(process: Process, emit: Emit): Promise<never> {
    for (let count = 0; ; count += 1) {
      const record = this.#records[count % this.#records.length] ?? {};
      const counted = this.#counter === undefined ? record : {...record, [this.#counter]: count};
      await emit({tag: this.#tag, timeMs: process.now(), record: counted});
      await process.sleep(this.#everyMs);
    }
  }
}

function recordsOf(text: string): readonly LogRecord[] {
  const problem = new ConfigProblem(`sample is not a valid JSON: ${text}`);
  try {
    const value: unknown = JSON.parse(text);
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    const records = all.filter(isRecord);
    if (records.length === all.length && records.length > 0) return records;
  } catch {
    throw problem;
  }
  throw problem;
}
