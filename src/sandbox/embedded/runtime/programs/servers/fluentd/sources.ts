import type {Process} from '../../../process/process.ts';
import {ConfigProblem, required, type Section} from './config.ts';
import type {Emit} from './event.ts';
import {ForwardSource} from './forward.ts';
import {HttpSource} from './http.ts';
import type {FluentLog} from './log.ts';
import {unknownPlugin} from './parse-record.ts';
import {SampleSource} from './sample.ts';
import {TailSource} from './tail.ts';

/** A `<source>` section, ready to run. */
export interface Source {
  readonly type: string;
  /** `''` without one. */
  readonly label: string;
  /** Said before the worker starts. */
  readonly warnings: readonly string[];
  run(process: Process, log: FluentLog, emit: Emit): Promise<void>;
}

/** Throws ConfigProblem. */
export function sourceOf(section: Section): Source {
  const type = required(section, '@type');
  const common = {type, label: section.values.get('@label') ?? '', warnings: []};
  switch (type) {
    case 'tail': {
      const tail = new TailSource(section);
      const warnings = tail.hasPositionFile ? [] : withoutPositionFile;
      return {...common, warnings, run: (process, log, emit) => tail.run(process, log, emit)};
    }
    case 'forward': {
      const forward = new ForwardSource(section);
      return {...common, run: (process, log, emit) => forward.run(process, log, emit)};
    }
    case 'http': {
      const http = new HttpSource(section);
      return {...common, run: (process, _log, emit) => http.run(process, emit)};
    }
    case 'sample':
    case 'dummy': {
      const sample = new SampleSource(section);
      return {...common, run: (process, _log, emit) => sample.run(process, emit)};
    }
    default:
      throw new ConfigProblem(unknownPlugin('input', type, ['tail', 'forward', 'http', 'sample']));
  }
}

const withoutPositionFile = [
  "'pos_file PATH' parameter is not set for a 'tail' source.",
  'this parameter is highly recommended to save the position to resume tailing.',
];
