import {parentPath} from '../../../fs/path.ts';
import type {Process} from '../../../process/process.ts';
import {ConfigProblem, required, type Section} from './config.ts';
import type {LogEvent} from './event.ts';
import {formatEvent} from './filters.ts';
import {eventTime} from './log.ts';
import {unknownPlugin} from './parse-record.ts';

/** Where events end. */
export type Output = (event: LogEvent, process: Process) => Promise<void>;

/** A `<match>` section, or a `<store>` of one, ready to run. Throws ConfigProblem. */
export function outputOf(section: Section): Output {
  const type = required(section, '@type');
  switch (type) {
    case 'stdout':
      return stdout(section);
    case 'null':
      return async () => {};
    case 'file':
      return file(required(section, 'path'));
    case 'copy': {
      const stores = section.sections.filter(({name}) => name === 'store').map(outputOf);
      return async (event, process) => {
        for (const store of stores) await store(event, process);
      };
    }
    default:
      throw new ConfigProblem(unknownPlugin('output', type, ['stdout', 'file', 'null', 'copy', 'relabel']));
  }
}

function stdout({sections}: Section): Output {
  const format = sections.find(({name}) => name === 'format')?.values.get('@type') ?? 'stdout';
  if (format === 'json') return (event, process) => process.print(`${JSON.stringify(event.record)}\n`);
  if (format !== 'stdout') throw new ConfigProblem(unknownPlugin('formatter', format, ['stdout', 'json']));
  return (event, process) => process.print(formatEvent(event));
}

/** One file a day, written at once: there is no buffer to wait for. https://docs.fluentd.org/output/file */
function file(path: string): Output {
  return async ({tag, timeMs, record}, process) => {
    const day = eventTime(timeMs).slice(0, 10).replaceAll('-', '');
    const named = path.replace(/\$\{tag\}/g, () => tag).replace('*', day);
    const full = path.includes('*') ? named : `${named}.${day}.log`;
    process.files.makeDirectories(parentPath(full));
    const time = `${eventTime(timeMs).slice(0, 19).replace(' ', 'T')}+00:00`;
    process.files.write(full, `${time}\t${tag}\t${JSON.stringify(record)}\n`, {append: true});
  };
}
