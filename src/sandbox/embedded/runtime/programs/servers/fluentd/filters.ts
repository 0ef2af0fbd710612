import type {Process} from '../../../process/process.ts';
import {ConfigProblem, isTrue, required, type Section} from './config.ts';
import type {LogEvent, LogRecord} from './event.ts';
import {eventTime} from './log.ts';
import {matchOf, rubyPattern, unknownPlugin} from './parse-record.ts';

/** What a filter makes of an event; undefined takes it away. */
export type Filter = (event: LogEvent, process: Process) => Promise<LogEvent | undefined>;

/** A `<filter>` section, ready to run. Throws ConfigProblem. */
export function filterOf(section: Section): Filter {
  const type = required(section, '@type');
  switch (type) {
    case 'stdout':
      return async (event, process) => {
        await process.print(formatEvent(event));
        return event;
      };
    case 'grep':
      return grep(section);
    case 'record_transformer':
      return transform(section);
    default:
      throw new ConfigProblem(unknownPlugin('filter', type, ['stdout', 'grep', 'record_transformer']));
  }
}

/** As the stdout output prints it. */
export function formatEvent({tag, timeMs, record}: LogEvent): string {
  return `${eventTime(timeMs)} ${tag}: ${JSON.stringify(record)}\n`;
}

/** Every <regexp> must match, no <exclude> may. https://docs.fluentd.org/filter/grep */
function grep({sections}: Section): Filter {
  const tests = sections
    .filter(({name}) => name === 'regexp' || name === 'exclude')
    .map((section) => {
      const key = required(section, 'key').replace(/^\$\./, '');
      const pattern = rubyPattern(required(section, 'pattern'));
      const wanted = section.name === 'regexp';
      return ({record}: LogEvent): boolean => {
        const value = record[key];
        return (value !== undefined && matchOf(pattern, String(value)) !== undefined) === wanted;
      };
    });
  return async (event) => (tests.every((test) => test(event)) ? event : undefined);
}

/** https://docs.fluentd.org/filter/record_transformer */
function transform({values, sections}: Section): Filter {
  const added = [...(sections.find(({name}) => name === 'record')?.values ?? [])];
  const removed = (values.get('remove_keys') ?? '').split(',').map((key) => key.trim());
  const renews = isTrue(values.get('renew_record') ?? 'false');
  return async (event, process) => {
    const record: {[key: string]: unknown} = renews ? {} : {...event.record};
    for (const [key, template] of added) record[key] = filled(template, event, process);
    for (const key of removed) delete record[key];
    return {...event, record};
  };
}

/** `${tag}`, `${tag_parts[1]}`, `${hostname}`, `${time}`, `${record["key"]}`, and `"#{Socket.gethostname}"`. */
function filled(template: string, {tag, timeMs, record}: LogEvent, process: Process): string {
  const {hostname} = process.space;
  return template.replaceAll('#{Socket.gethostname}', hostname).replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
    const [, part] = /^tag_parts\[(-?\d+)\]$/.exec(name) ?? [];
    const [, key] = /^record\[["'](.*)["']\]$/.exec(name) ?? [];
    if (part !== undefined) return tag.split('.').at(Number(part)) ?? '';
    if (key !== undefined) return textOf(record, key);
    return {tag, hostname, time: eventTime(timeMs)}[name] ?? whole;
  });
}

function textOf(record: LogRecord, key: string): string {
  const value = record[key];
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
